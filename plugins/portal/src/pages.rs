//! Which pages there are, and how they are called in the title of a window.

/// A page that a path leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// The path below the portal, without slashes round it; empty for the start page.
    pub(crate) name: String,
    /// The title without the name of the archive; empty for the start page.
    pub(crate) title: String,
    /// Whether there is such a page.
    pub(crate) is_known: bool,
}

/// Paths and titles of the pages that `web/src/router.ts` knows.
const PAGES: [(&str, &str); 13] = [
    ("", ""),
    ("sky", "Sky"),
    ("cone", "Cone search"),
    ("images", "Images"),
    ("object", "Object"),
    ("list", "List"),
    ("query", "Query"),
    ("jobs", "Jobs"),
    ("job", "Job"),
    ("result", "Result"),
    ("account", "Account"),
    ("help", "Help"),
    ("services", "Services"),
];

impl Page {
    /// The page at a path; `offered` are paths and titles of pages that other plugins offer.
    pub(crate) fn at<'o>(path: &str, mut offered: impl Iterator<Item = (&'o str, &'o str)>) -> Self {
        let name = path.trim_matches('/');
        let own = PAGES.iter().copied().find(|(known, _)| *known == name);
        let found = own.or_else(|| offered.find(|(known, _)| known.trim_matches('/') == name));
        let title = found.map_or("Not found", |(_, title)| title).to_owned();
        Self { name: name.to_owned(), title, is_known: found.is_some() }
    }

    /// Whether a page of that path is ours.
    pub(crate) fn is_own(name: &str) -> bool {
        PAGES.iter().any(|(known, _)| *known == name)
    }

    /// The title of the window.
    pub(crate) fn window_title(&self, archive: &str) -> String {
        match self.title.as_str() {
            "" => archive.to_owned(),
            title => format!("{title} · {archive}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_ours_or_offered_or_unknown() {
        let at = |path: &str| Page::at(path, [("/news", "News")].into_iter());
        assert_eq!(at("/sky/").window_title("X"), "Sky · X");
        assert_eq!(at("").window_title("X"), "X");
        assert_eq!((at("/news").title.as_str(), at("/news").is_known), ("News", true));
        assert_eq!((at("/nothing").title.as_str(), at("/nothing").is_known), ("Not found", false));
    }
}
