//! The survey that is asked for, and the releases.

use crate::SurveyError;

/// The largest number of objects of the public release.
pub const OBJECTS_MAX: u64 = 10_000_000;

/// The seed of [`Survey::default`].
pub const SEED_DEFAULT: u64 = 2015;

/// The role, without login, that may read the tables: the one that queries run under.
pub const QUERY_ROLE: &str = "armilla_query";

/// The version of what is made from a survey; data of another version is made again.
pub(crate) const FORMAT: i32 = 2;

/// The largest number of objects of the restricted release: it is there to be hidden, not to be big.
const RESTRICTED_OBJECTS_MAX: u64 = 250_000;

/// What to make: everything else follows from these two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Survey {
    objects: u64,
    seed: u64,
}

impl Survey {
    /// A survey with this number of objects in its public release, 1 to [`OBJECTS_MAX`]; others are an error.
    pub fn new(objects: u64, seed: u64) -> Result<Self, SurveyError> {
        if (1..=OBJECTS_MAX).contains(&objects) {
            Ok(Self { objects, seed })
        } else {
            Err(SurveyError::Objects(objects))
        }
    }

    /// The number of objects in the public release.
    pub fn objects(&self) -> u64 {
        self.objects
    }

    /// The seed of all random numbers.
    pub fn seed(&self) -> u64 {
        self.seed
    }
}

impl Default for Survey {
    /// 100,000 objects, from [`SEED_DEFAULT`].
    fn default() -> Self {
        Self { objects: 100_000, seed: SEED_DEFAULT }
    }
}

/// A release of the demo survey: one collection, one schema in PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Release {
    /// `sim-dr1`: public.
    Dr1,
    /// `sim-idr2`: for the collaboration; more tiles, measured anew.
    Idr2,
    /// `sim-jpas`: public; narrow bands.
    Jpas,
}

impl Release {
    /// The releases of the survey in twelve filters.
    pub const JPLUS: [Self; 2] = [Self::Dr1, Self::Idr2];

    /// The identifier of the collection.
    pub fn id(self) -> &'static str {
        match self {
            Self::Dr1 => "sim-dr1",
            Self::Idr2 => "sim-idr2",
            Self::Jpas => "sim-jpas",
        }
    }

    /// The schema in PostgreSQL.
    pub fn schema(self) -> &'static str {
        match self {
            Self::Dr1 => "sim_dr1",
            Self::Idr2 => "sim_idr2",
            Self::Jpas => "sim_jpas",
        }
    }

    /// The number of objects: that of the survey, or a quarter more, up to 250,000, in the restricted release.
    pub fn objects(self, survey: &Survey) -> u64 {
        match self {
            Self::Dr1 | Self::Jpas => survey.objects,
            Self::Idr2 => (survey.objects + survey.objects / 4).min(RESTRICTED_OBJECTS_MAX),
        }
    }

    /// The purpose of a stream of random numbers of this release, from six letters.
    pub(crate) fn purpose(self, letters: [u8; 6]) -> [u8; 8] {
        let [a, b, c, d, e, f] = letters;
        let number = match self {
            Self::Dr1 => b'1',
            Self::Idr2 => b'2',
            Self::Jpas => b'3',
        };
        [a, b, c, d, e, f, b'/', number]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_objects_and_too_many_are_refused() {
        let refused = |objects| Survey::new(objects, 1).unwrap_err().to_string();
        assert_eq!(refused(0), "0 objects is out of range: the demo survey holds 1 to 10000000");
        assert_eq!(
            refused(10_000_001),
            "10000001 objects is out of range: the demo survey holds 1 to 10000000"
        );
    }

    #[test]
    fn restricted_release_is_a_quarter_larger_and_bounded() {
        let restricted = |objects| Release::Idr2.objects(&Survey::new(objects, 1).unwrap());
        assert_eq!([restricted(1), restricted(100_000), restricted(1_000_000)], [1, 125_000, 250_000]);
    }
}
