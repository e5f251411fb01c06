//! What SIA 1.0 says of its own parameters, for FORMAT=METADATA (SIA 1.0 §4.1.3).

use catalogue::{Arraysize, Datatype, ValueType};
use formats::Param;
use service::Limits;

use super::form::Wanted;
use super::params::USUAL_VERBOSITY;
use super::region::Intersect;

/// The parameters, each as `INPUT:NAME` with its default.
pub(crate) fn inputs(size_max_deg: f64, limits: &Limits) -> Vec<Param> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    let described =
        |param: Param, description: &str| Param { description: Some(description.to_owned()), ..param };
    let integer = |name: &str, value: String| Param::new(name, ValueType::scalar(Datatype::Int), value);
    let degrees = ValueType { arraysize: Some(Arraysize::exactly(2)), ..ValueType::scalar(Datatype::Double) };
    let pos = Param { unit: Some("deg".to_owned()), ..Param::text("INPUT:POS", "") };
    let size = Param {
        unit: Some("deg".to_owned()),
        min: Some("0 0".to_owned()),
        max: Some(format!("{size_max_deg} {size_max_deg}")),
        ..Param::new("INPUT:SIZE", degrees, "0.2 0.2")
    };
    let format = Param { options: words(&Wanted::WORDS), ..Param::text("INPUT:FORMAT", "ALL") };
    let intersect = Param {
        options: words(&Intersect::WORDS.map(|(word, _)| word)),
        ..Param::text("INPUT:INTERSECT", "OVERLAPS")
    };
    let verbosity =
        Param { options: words(&["0", "1", "2", "3"]), ..integer("INPUT:VERB", USUAL_VERBOSITY.to_string()) };
    let rows = limits.maxrec_default.min(i32::MAX as u64).to_string();
    let maxrec = Param { min: Some("0".to_owned()), ..integer("INPUT:MAXREC", rows) };
    vec![
        described(pos, "Centre of the region, ICRS, as ra,dec"),
        described(size, "Width and height of the region with a comma between, or one number for both"),
        described(format, "Media types with commas between, or one of the words"),
        described(intersect, "How an image must lie to the region"),
        described(verbosity, "How many columns there are to be"),
        described(maxrec, "The most rows of the answer"),
    ]
}
