//! The availability document of a service (VOSI 1.1 §3.2).

use jiff::Timestamp;

use crate::RegistryError;
use crate::xml::{document, optional_element, text_element};

/// Whether a service can answer now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Availability {
    /// Whether it accepts requests; `false` while its database is away or while it ends.
    pub available: bool,
    /// Since when it does.
    pub up_since: Option<Timestamp>,
    /// When it will go down.
    pub down_at: Option<Timestamp>,
    /// When it will be back.
    pub back_at: Option<Timestamp>,
    /// For people.
    pub notes: Vec<String>,
}

impl Availability {
    /// The document, `text/xml` in UTF-8; all its elements are in the namespace of the root.
    pub fn xml(&self) -> Result<Vec<u8>, RegistryError> {
        let times =
            [("vosi:upSince", self.up_since), ("vosi:downAt", self.down_at), ("vosi:backAt", self.back_at)];
        let bytes = document(|xml| {
            let root = xml.create_element("vosi:availability");
            let root = root.with_attribute(("xmlns:vosi", "http://www.ivoa.net/xml/VOSIAvailability/v1.0"));
            root.write_inner_content(|xml| {
                text_element(xml, "vosi:available", if self.available { "true" } else { "false" })?;
                for (name, time) in times {
                    optional_element(xml, name, time.map(to_seconds).as_deref())?;
                }
                self.notes.iter().try_for_each(|note| optional_element(xml, "vosi:note", Some(note)))
            })?;
            Ok(())
        })?;
        Ok(bytes)
    }
}

/// `xs:dateTime` in UTC, whole seconds; never later than the time itself.
fn to_seconds(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xml(availability: &Availability) -> String {
        String::from_utf8(availability.xml().unwrap()).unwrap()
    }

    #[test]
    fn all_elements_are_in_the_namespace_and_in_order() {
        let time = |millis| Some(Timestamp::from_millisecond(millis).unwrap());
        let availability = Availability {
            available: true,
            up_since: time(1_769_760_000_900),
            down_at: time(1_769_846_400_000),
            back_at: time(1_769_850_000_000),
            notes: vec!["accepting <queries>".into(), String::new(), "two\nlines".into()],
        };
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <vosi:availability xmlns:vosi=\"http://www.ivoa.net/xml/VOSIAvailability/v1.0\">\n  \
            <vosi:available>true</vosi:available>\n  \
            <vosi:upSince>2026-01-30T08:00:00Z</vosi:upSince>\n  \
            <vosi:downAt>2026-01-31T08:00:00Z</vosi:downAt>\n  \
            <vosi:backAt>2026-01-31T09:00:00Z</vosi:backAt>\n  \
            <vosi:note>accepting &lt;queries&gt;</vosi:note>\n  \
            <vosi:note>two lines</vosi:note>\n\
            </vosi:availability>\n";
        assert_eq!(xml(&availability), expected);
    }

    #[test]
    fn a_service_that_is_down_says_false_and_why() {
        let availability =
            Availability { notes: vec!["the database is away".into()], ..Availability::default() };
        let document = xml(&availability);
        assert!(document.contains("<vosi:available>false</vosi:available>"), "{document}");
        assert!(document.contains("<vosi:note>the database is away</vosi:note>"), "{document}");
        assert!(!document.contains("upSince"), "{document}");
    }
}
