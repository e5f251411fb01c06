//! The reference frame of an image, and the turn from its coordinates to ICRS and back.

use sky::{Frame, UnitVector};

use crate::Error;
use crate::axes::{Axes, System};
use crate::cards::{Cards, Value, wrong};
use crate::vector::{self, Rows};

/// The E-terms of aberration at B1950, in radians: Explanatory Supplement 1992 §3.531.
const E_TERMS: UnitVector = UnitVector { x: -1.625_57e-6, y: -0.319_19e-6, z: -0.138_43e-6 };

/// The reference frame in which the cards of an image are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reference {
    /// The frame.
    pub frame: Frame,
    /// The equinox of FK4 (a Besselian year), FK5 (a Julian year) or ecliptic coordinates; `None` for ICRS and
    /// galactic ones.
    pub equinox: Option<f64>,
    /// Whether the positions have the E-terms of aberration in them, as those of FK4 do unless FK4-NO-E is said.
    e_terms: bool,
}

impl Reference {
    /// ICRS, in which all positions of this crate are given.
    pub(crate) const ICRS: Self = Self { frame: Frame::Icrs, equinox: None, e_terms: false };

    /// Reads RADESYS and EQUINOX, or their older names, with the defaults of Paper II §3.1.
    pub(crate) fn read(cards: &Cards, axes: &Axes) -> Result<Self, Error> {
        match axes.system {
            System::Galactic => Ok(Self { frame: Frame::Galactic, equinox: None, e_terms: false }),
            System::Ecliptic => Self::ecliptic(cards, axes),
            System::Equatorial => Self::equatorial(cards, axes),
        }
    }

    fn ecliptic(cards: &Cards, axes: &Axes) -> Result<Self, Error> {
        match equinox(cards, axes)? {
            None => Ok(Self { frame: Frame::Ecliptic, equinox: Some(2000.0), e_terms: false }),
            Some((_, equinox)) if equinox == 2000.0 => {
                Ok(Self { frame: Frame::Ecliptic, equinox: Some(equinox), e_terms: false })
            }
            Some((card, equinox)) => {
                Err(wrong(&card, &Value::Number(equinox), "2000, the only one for ecliptic coordinates"))
            }
        }
    }

    fn equatorial(cards: &Cards, axes: &Axes) -> Result<Self, Error> {
        let equinox = equinox(cards, axes)?.map(|(_, equinox)| equinox);
        let fk5 = |equinox| Self { frame: Frame::Fk5, equinox: Some(equinox), e_terms: false };
        let fk4 = |equinox, e_terms| Self { frame: Frame::Fk4, equinox: Some(equinox), e_terms };
        let card = old_or_new(cards, axes, "RADESYS", "RADECSYS");
        match cards.text(&card)?.map(str::trim) {
            None | Some("") => Ok(match equinox {
                None => Self::ICRS,
                Some(equinox) if equinox < 1984.0 => fk4(equinox, true),
                Some(equinox) => fk5(equinox),
            }),
            Some("ICRS") => Ok(Self::ICRS),
            Some("FK5" | "J2000") => Ok(fk5(equinox.unwrap_or(2000.0))),
            Some("FK4" | "B1950") => Ok(fk4(equinox.unwrap_or(1950.0), true)),
            Some("FK4-NO-E") => Ok(fk4(equinox.unwrap_or(1950.0), false)),
            Some(other) => Err(wrong(&card, &Value::Text(other.to_owned()), "ICRS, FK5, FK4 or FK4-NO-E")),
        }
    }

    /// Prepares the turn to ICRS.
    pub(crate) fn turn(&self) -> Turn {
        let to_icrs = Frame::rows(self.frame, Frame::Icrs);
        match (self.frame, self.equinox) {
            (Frame::Fk4, Some(equinox)) if self.e_terms => {
                Turn::WithETerms { to_1950: newcomb_to_1950(equinox), to_icrs }
            }
            (Frame::Fk4, Some(equinox)) => {
                Turn::Rotation(vector::product(&to_icrs, &newcomb_to_1950(equinox)))
            }
            (Frame::Fk5, Some(equinox)) if equinox != 2000.0 => Turn::Rotation(iau1976_to_2000(equinox)),
            (Frame::Galactic | Frame::Ecliptic, _) => Turn::Rotation(to_icrs),
            _ => Turn::Nothing,
        }
    }
}

/// The way from the coordinates of an image to ICRS.
#[derive(Clone, Debug)]
pub(crate) enum Turn {
    /// The axes are those of ICRS.
    Nothing,
    /// A rotation.
    Rotation(Rows),
    /// Precession to B1950, removal of the E-terms, rotation.
    WithETerms { to_1950: Rows, to_icrs: Rows },
}

impl Turn {
    /// The direction in ICRS of a direction in the frame.
    pub(crate) fn to_icrs(&self, direction: &UnitVector) -> UnitVector {
        match self {
            Self::Nothing => *direction,
            Self::Rotation(rows) => vector::times(rows, direction),
            Self::WithETerms { to_1950, to_icrs } => {
                let apparent = vector::times(to_1950, direction);
                vector::times(to_icrs, &without_e_terms(&apparent))
            }
        }
    }

    /// The direction in the frame of a direction in ICRS.
    pub(crate) fn back_from_icrs(&self, direction: &UnitVector) -> UnitVector {
        match self {
            Self::Nothing => *direction,
            Self::Rotation(rows) => vector::times(&vector::transpose(rows), direction),
            Self::WithETerms { to_1950, to_icrs } => {
                let mean = vector::times(&vector::transpose(to_icrs), direction);
                vector::times(&vector::transpose(to_1950), &with_e_terms(&mean))
            }
        }
    }
}

/// The card of a name with the letter of the description; the older name counts for the primary description only.
fn old_or_new(cards: &Cards, axes: &Axes, name: &str, old: &str) -> String {
    let card = format!("{name}{}", axes.alternate);
    if axes.alternate.is_empty() && !cards.has(&card) && cards.has(old) { old.to_owned() } else { card }
}

/// The equinox, and the card that says it.
fn equinox(cards: &Cards, axes: &Axes) -> Result<Option<(String, f64)>, Error> {
    let card = old_or_new(cards, axes, "EQUINOX", "EPOCH");
    // Some headers write the year as text, with the letter of its kind.
    let year = match cards.value(&card) {
        None => return Ok(None),
        Some(Value::Number(year)) => Some(*year),
        Some(Value::Text(text)) => text.trim().trim_start_matches(['J', 'B']).parse().ok(),
        Some(Value::Other(_)) => None,
    };
    match year.filter(|year| (1800.0..=2200.0).contains(year)) {
        Some(year) => Ok(Some((card, year))),
        None => {
            let value = cards.value(&card).cloned().unwrap_or(Value::Other(String::new()));
            Err(wrong(&card, &value, "a year from 1800 to 2200"))
        }
    }
}

fn without_e_terms(apparent: &UnitVector) -> UnitVector {
    let along = apparent.dot(&E_TERMS);
    vector::unit(&vector::scaled(apparent, 1.0 + along).minus(&E_TERMS))
}

fn with_e_terms(mean: &UnitVector) -> UnitVector {
    let mut apparent = *mean;
    // Each round gains six digits.
    for _ in 0..3 {
        let error = mean.minus(&without_e_terms(&apparent));
        apparent = vector::unit(&apparent.plus(&error));
    }
    apparent
}

/// Precession in FK5 from a Julian equinox to J2000: Lieske et al. 1977, A&A 58, 1, with J2000 as the first epoch.
fn iau1976_to_2000(equinox: f64) -> Rows {
    let t = (equinox - 2000.0) / 100.0;
    let arcseconds = [
        t * (2306.2181 + t * (0.30188 + t * 0.017998)),
        t * (2306.2181 + t * (1.09468 + t * 0.018203)),
        t * (2004.3109 - t * (0.42665 + t * 0.041833)),
    ];
    vector::transpose(&precession(arcseconds))
}

/// Precession in FK4 from a Besselian equinox to B1950: Newcomb's, Explanatory Supplement 1961 §2B, with B1950 as the
/// first epoch and tropical centuries.
fn newcomb_to_1950(equinox: f64) -> Rows {
    let t = (equinox - 1950.0) / 100.0;
    let arcseconds = [
        t * (2304.948 + t * (0.302 + t * 0.0179)),
        t * (2304.948 + t * (1.093 + t * 0.0192)),
        t * (2004.255 - t * (0.426 + t * 0.0416)),
    ];
    vector::transpose(&precession(arcseconds))
}

/// The rotation from the first epoch to the second, by the angles zeta, z and theta.
fn precession([zeta, z, theta]: [f64; 3]) -> Rows {
    let [zeta, z, theta] = [zeta, z, theta].map(|angle: f64| (angle / 3600.0).to_radians());
    let about_z = |angle: f64| {
        let (sin, cos) = angle.sin_cos();
        [[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]]
    };
    let (sin, cos) = theta.sin_cos();
    let about_y = [[cos, 0.0, -sin], [0.0, 1.0, 0.0], [sin, 0.0, cos]];
    vector::product(&about_z(-z), &vector::product(&about_y, &about_z(-zeta)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sky::SkyPosition;

    fn reference(lines: &[&str]) -> Result<Reference, Error> {
        let types = ["CTYPE1  = 'RA---TAN'", "CTYPE2  = 'DEC--TAN'"];
        let header: String = types.iter().chain(lines).map(|line| format!("{line:80}")).collect();
        let cards = Cards::read(header.as_bytes());
        Reference::read(&cards, &Axes::find(&cards, None)?)
    }

    #[test]
    fn defaults_are_those_of_the_standard() {
        for (lines, frame, equinox) in [
            (&[][..], Frame::Icrs, None),
            (&["EQUINOX = 2000.0"], Frame::Fk5, Some(2000.0)),
            (&["EQUINOX = 1950.0"], Frame::Fk4, Some(1950.0)),
            (&["EPOCH   = 1950.0"], Frame::Fk4, Some(1950.0)),
            (&["EQUINOX = 'J2000.0'"], Frame::Fk5, Some(2000.0)),
            (&["RADECSYS= 'FK5'"], Frame::Fk5, Some(2000.0)),
            (&["RADESYS = 'FK4'"], Frame::Fk4, Some(1950.0)),
            (&["RADESYS = 'ICRS'", "EQUINOX = 2000.0"], Frame::Icrs, None),
        ] {
            let found = reference(lines).unwrap();
            assert_eq!((found.frame, found.equinox), (frame, equinox), "{lines:?}");
        }
    }

    #[test]
    fn frames_that_nobody_here_can_turn_are_refused() {
        assert_eq!(
            reference(&["RADESYS = 'GAPPT'"]).unwrap_err().to_string(),
            "card RADESYS is 'GAPPT'; expected ICRS, FK5, FK4 or FK4-NO-E"
        );
        assert_eq!(
            reference(&["EQUINOX = 'now'"]).unwrap_err().to_string(),
            "card EQUINOX is 'now'; expected a year from 1800 to 2200"
        );
    }

    #[test]
    fn every_turn_there_and_back_is_none() {
        let fk4 = Reference { frame: Frame::Fk4, equinox: Some(1900.0), e_terms: true };
        let fk5 = Reference { frame: Frame::Fk5, equinox: Some(1975.0), e_terms: false };
        let galactic = Reference { frame: Frame::Galactic, equinox: None, e_terms: false };
        for (lon, lat) in [(0.0, 0.0), (123.4, -56.7), (359.9, 89.9), (10.0, -90.0)] {
            let direction = SkyPosition::new(lon, lat).unwrap().vector();
            for turn in [fk4.turn(), fk5.turn(), galactic.turn(), Reference::ICRS.turn()] {
                let back = turn.back_from_icrs(&turn.to_icrs(&direction));
                assert!(direction.angle_rad(&back) < 1e-15, "{lon} {lat} {turn:?}");
            }
        }
    }
}
