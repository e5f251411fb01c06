//! What a HiPS says of itself: its description, and the page `index.html`.

use std::fmt::Write;

use crate::Properties;

/// What people and clients are told of a HiPS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Description {
    /// Its IVOA identifier, `ivo://authority/P/name`.
    pub creator_did: String,
    /// Its title.
    pub title: String,
    /// A paragraph.
    pub text: Option<String>,
    /// The collection that its images belong to.
    pub collection: Option<String>,
    /// Who made the images.
    pub creator: Option<String>,
    /// The filter.
    pub band: Option<String>,
    /// The shortest and the longest wavelength in metres.
    pub em_m: Option<[f64; 2]>,
    /// The first and the last moment, as modified Julian dates.
    pub t_mjd: Option<[f64; 2]>,
    /// Whether everybody may see it; who serves it may know better.
    pub is_public: bool,
}

impl Description {
    /// The first lines of the file `properties`.
    pub(crate) fn properties(&self) -> Properties {
        let mut all = Properties::default();
        all.set("creator_did", &self.creator_did);
        all.set_some("obs_collection", self.collection.as_ref());
        all.set("obs_title", &self.title);
        all.set_some("obs_description", self.text.as_ref());
        all.set_some("hips_creator", self.creator.as_ref());
        all.set_some("bandpass", self.band.as_ref());
        all.set_some("obs_regime", self.em_m.and_then(regime));
        for (key, value) in [("em_min", 0), ("em_max", 1)] {
            all.set_some(key, self.em_m.map(|em_m| format!("{:.6e}", em_m[value])));
        }
        for (key, value) in [("t_min", 0), ("t_max", 1)] {
            all.set_some(key, self.t_mjd.map(|t_mjd| t_mjd[value]));
        }
        all.set(
            "hips_status",
            if self.is_public { "public master clonableOnce" } else { "private master unclonable" },
        );
        all
    }
}

/// The part of the spectrum (HiPS 1.0 §4.4.1, `obs_regime`) that the middle of a range lies in.
fn regime([shortest_m, longest_m]: [f64; 2]) -> Option<&'static str> {
    let middle_m = (shortest_m + longest_m) / 2.0;
    let bounds = [
        (0.01e-9, "Gamma-ray"),
        (10e-9, "X-ray"),
        (300e-9, "UV"),
        (1e-6, "Optical"),
        (100e-6, "Infrared"),
        (10e-3, "Millimeter"),
        (f64::INFINITY, "Radio"),
    ];
    bounds.into_iter().find(|(longest_m, _)| middle_m < *longest_m).map(|(_, name)| name)
}

/// A page that needs nothing but the files beside it.
pub(crate) fn html(properties: &Properties) -> String {
    let title = escaped(properties.get("obs_title").unwrap_or_default());
    let text = properties.get("obs_description").map(|text| format!("<p>{}</p>\n", escaped(text)));
    let mut rows = String::new();
    for (key, value) in properties.iter() {
        let _infallible = writeln!(rows, "<tr><th>{}</th><td>{}</td></tr>", escaped(key), escaped(value));
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <style>body {{ font-family: sans-serif; margin: 2em; max-width: 60em }} th {{ text-align: left; padding-right: 1em }}</style>\n\
         </head>\n<body>\n<h1>{title}</h1>\n<img src=\"preview.jpg\" width=\"256\" height=\"256\" alt=\"a small picture\">\n\
         {}<p>This is a hierarchical progressive survey (HiPS): give the address of this page to Aladin, Aladin Lite or \
         another client.</p>\n<table>\n{rows}</table>\n\
         <p><a href=\"properties\">properties</a>, <a href=\"Moc.fits\">coverage (MOC)</a></p>\n</body>\n</html>\n",
        text.unwrap_or_default()
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wavelengths_are_in_their_regime() {
        assert_eq!(regime([5.4e-7, 6.9e-7]), Some("Optical"));
        assert_eq!(regime([2e-10, 4e-10]), Some("X-ray"));
        assert_eq!(regime([0.2, 0.22]), Some("Radio"));
        assert_eq!(regime([f64::NAN; 2]), None);
    }

    #[test]
    fn a_page_shows_texts_as_they_are_and_asks_nobody_else() {
        let mut properties = Properties::default();
        properties.set("obs_title", "A <b> & \"c\"");
        let page = html(&properties);
        assert!(page.contains("<h1>A &lt;b&gt; &amp; &quot;c&quot;</h1>"), "{page}");
        assert!(!page.contains("//"), "{page}");
    }
}
