//! The frames that a document declares with COOSYS (VOTable 1.4 §4.2).

use catalogue::Frame;

/// More are not kept: each table has one or two.
const FRAMES_MAX: usize = 1000;

/// The frames that are known here, by their ID.
#[derive(Default)]
pub(super) struct Frames {
    by_id: Vec<(String, Frame)>,
}

impl Frames {
    /// Keeps a frame if it is one of ours.
    pub fn add(&mut self, id: String, system: &str, equinox: &str) {
        if let Some(frame) = frame(system, equinox).filter(|_| self.by_id.len() < FRAMES_MAX) {
            self.by_id.push((id, frame));
        }
    }

    /// The frame with this ID.
    pub fn find(&self, id: &str) -> Option<Frame> {
        self.by_id.iter().find(|(one, _)| one == id).map(|(_, frame)| *frame)
    }
}

/// The frame of a system in any case, with or without the prefix of the old names.
fn frame(system: &str, equinox: &str) -> Option<Frame> {
    let system = system.to_ascii_uppercase();
    let is_of = |usual: &str, letter: char| {
        let year = equinox.trim().trim_start_matches([letter, letter.to_ascii_lowercase()]);
        year.is_empty() || year.parse::<f64>().ok() == usual.parse::<f64>().ok()
    };
    match system.strip_prefix("EQ_").unwrap_or(&system) {
        "ICRS" => Some(Frame::Icrs),
        "FK5" if is_of("2000", 'J') => Some(Frame::Fk5),
        "FK4" if is_of("1950", 'B') => Some(Frame::Fk4),
        "GALACTIC" => Some(Frame::Galactic),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_and_new_names_are_known_at_their_usual_equinox() {
        for (system, equinox, expected) in [
            ("ICRS", "", Some(Frame::Icrs)),
            ("eq_FK5", "J2000", Some(Frame::Fk5)),
            ("FK5", "2000.0", Some(Frame::Fk5)),
            ("eq_FK5", "J1975", None),
            ("eq_FK4", "B1950.0", Some(Frame::Fk4)),
            ("galactic", "", Some(Frame::Galactic)),
            ("ecl_FK5", "J2000", None),
        ] {
            assert_eq!(frame(system, equinox), expected, "{system} {equinox}");
        }
    }
}
