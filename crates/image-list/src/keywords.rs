//! What the headers of a file say, under the keywords of its collection.

use catalogue::Images;
use fits_header::Header;

/// The headers of an image: that of the part with the pixels, then that of the file.
pub(crate) struct Keywords<'f> {
    headers: Vec<&'f Header>,
    images: &'f Images,
}

impl<'f> Keywords<'f> {
    pub(crate) fn new(headers: Vec<&'f Header>, images: &'f Images) -> Self {
        Self { headers, images }
    }

    /// The value of a keyword, where a header has one that is not blank and not a word for nothing.
    pub(crate) fn value(&self, keyword: &str) -> Option<&'f str> {
        let says = |text: &&str| {
            let text = text.trim();
            !["", "none", "null", "n/a", "unknown", "undefined", "nan"]
                .iter()
                .any(|nothing| text.eq_ignore_ascii_case(nothing))
        };
        self.headers.iter().find_map(|header| header.text(keyword).filter(says)).map(str::trim)
    }

    /// The keyword that says something, as the collection or habit names it: the first that has a value.
    pub(crate) fn keyword(&self, what: &str) -> Option<&'f str> {
        self.images.keywords(what).find(|keyword| self.value(keyword).is_some())
    }

    /// What is said of something.
    pub(crate) fn text(&self, what: &str) -> Option<String> {
        Some(self.value(self.keyword(what)?)?.to_owned())
    }

    /// A finite number that is said of something.
    pub(crate) fn number(&self, what: &str) -> Option<f64> {
        self.real(self.keyword(what)?)
    }

    /// The finite number of a keyword.
    pub(crate) fn real(&self, keyword: &str) -> Option<f64> {
        let text = self.value(keyword)?.replace(['D', 'd'], "E");
        text.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// The remark behind the value of a keyword, in lower case.
    pub(crate) fn remark(&self, keyword: &str) -> String {
        let cards = self.headers.iter().flat_map(|header| header.cards());
        let comment = cards.filter(|card| card.keyword() == keyword).find_map(|card| card.comment());
        comment.unwrap_or_default().to_lowercase()
    }
}
