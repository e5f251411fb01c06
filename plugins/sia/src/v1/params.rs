//! A request to SIA 1.0, read and checked (SIA 1.0 §4.1).

use dali::{MaxRec, Params};
use service::Limits;

use super::cutout;
use super::form::{Form, Wanted};
use super::region::{Intersect, Region};
use crate::config::ImageService;

/// A request, but for the format of its answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// Where the images are to be; `None` to learn what the service can do.
    pub(crate) place: Option<(Region, Intersect)>,
    /// In which forms.
    pub(crate) forms: Vec<Form>,
    /// How many columns there are to be, 0 to 3.
    pub(crate) verbosity: u8,
    /// The most rows to send.
    pub(crate) maxrec: u64,
}

/// What VERB is where nobody says it, or says something else.
pub(crate) const USUAL_VERBOSITY: u8 = 2;

impl Asked {
    /// Checks everything but the format. Parameters that nobody knows are nobody's matter.
    pub(crate) fn check(params: &Params, limits: &Limits, size_max_deg: f64) -> Result<Self, dali::Error> {
        let maxrec = MaxRec::read(params)?.limit(limits.maxrec_default, limits.maxrec_hard);
        let verbosity = match params.single("VERB")?.map(str::trim) {
            Some("0") => 0,
            Some("1") => 1,
            Some("3") => 3,
            _ => USUAL_VERBOSITY,
        };
        let (place, forms) = match Wanted::read(params.single("FORMAT")?) {
            Wanted::Metadata => (None, vec![Form::Fits]),
            Wanted::Forms(forms) => {
                (Some((Region::read(params, size_max_deg)?, Intersect::read(params)?)), forms)
            }
        };
        Ok(Self { place, forms, verbosity, maxrec })
    }

    /// The region that is cut out of each image; `None` if images are given whole.
    pub(crate) fn cut(&self, service: ImageService) -> Option<Region> {
        let (region, _) = self.place.filter(|_| service == ImageService::Cutout)?;
        Some(cutout::region(&region))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Result<Asked, String> {
        let params = Params::read(Some(query), None, dali::Limits::default()).unwrap();
        Asked::check(&params, &Limits::default(), 360.0).map_err(|error| error.to_string())
    }

    #[test]
    fn the_form_of_clients_is_understood() {
        // TOPCAT and Aladin append to the address, pyvo sends all that there is.
        let simple = asked("&POS=10.5,-20&SIZE=0.2&FORMAT=image/fits").unwrap();
        assert_eq!((simple.forms, simple.verbosity, simple.maxrec), (vec![Form::Fits], 2, 20_000));
        let whole =
            asked("pos=10.0%2C20.0&SIZE=0.5%2C0.5&FORMAT=ALL&INTERSECT=CENTER&VERB=3&MAXREC=4").unwrap();
        assert_eq!((whole.forms.len(), whole.verbosity, whole.maxrec), (3, 3, 4));
        assert_eq!(whole.place.map(|(_, intersect)| intersect), Some(Intersect::Center));
    }

    #[test]
    fn the_metadata_need_no_region() {
        assert_eq!(asked("FORMAT=METADATA").unwrap().place, None);
    }

    #[test]
    fn a_search_needs_a_region() {
        assert_eq!(asked("POS=10,20").unwrap_err(), "parameter SIZE is missing; give it a value");
        assert_eq!(asked("FORMAT=ALL").unwrap_err(), "parameter POS is missing; give it a value");
    }

    #[test]
    fn a_verbosity_that_is_none_counts_as_the_usual_one() {
        for (text, expected) in [("0", 0), ("1", 1), ("3", 3), ("7", 2), ("x", 2)] {
            assert_eq!(asked(&format!("POS=1,2&SIZE=1&VERB={text}")).unwrap().verbosity, expected);
        }
    }
}
