//! The parameters of a cutout (SODA 1.0 §3).

use dali::Params;
use wcs::CutRegion;

use super::axes::{POLARISATIONS, Polarisation};
use super::region::{Interval, circle, interval, polygon, position};
use crate::error::{Fault, Result, invalid};

/// What is wanted of an image.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filters {
    /// The part of the sky.
    pub(crate) region: Option<CutRegion>,
    /// Vacuum wavelengths in metres.
    pub(crate) band_m: Option<Interval>,
    /// Modified Julian dates.
    pub(crate) time_mjd: Option<Interval>,
    /// States of polarisation; none is all.
    pub(crate) pol: Vec<Polarisation>,
    /// Whether pixels outside of the region become blank.
    pub(crate) mask: bool,
    /// The parameters as they were given, for the history of the result.
    pub(crate) asked: Vec<(String, String)>,
}

/// Parameters that say where on the sky; each is one value of one filter (SODA 1.0 §3.3).
pub(crate) const SPATIAL: [&str; 3] = ["POS", "CIRCLE", "POLYGON"];

impl Filters {
    /// Whether the whole image is wanted.
    pub(crate) fn is_empty(&self) -> bool {
        self.region.is_none() && self.band_m.is_none() && self.time_mjd.is_none() && self.pol.is_empty()
    }

    /// The filters of a synchronous request, which has one result.
    pub(crate) fn read(params: &Params) -> Result<Self> {
        let mut regions = SPATIAL.iter().map(|name| Ok(params.single(name)?.map(|text| (*name, text))));
        let mut found = Vec::new();
        regions.try_for_each(|one| {
            one.map(|one| found.extend(one)).map_err(|error: dali::Error| Fault::from(error))
        })?;
        if let [(first, _), (second, _), ..] = found[..] {
            return Err(Fault::Repeated(format!("{first} and {second} are both given; give one of them")));
        }
        let single = |name| Ok::<_, Fault>(params.single(name)?.map(|text: &str| (name, text)));
        Self::of(params, found.first().copied(), single("BAND")?, single("TIME")?)
    }

    /// All combinations of filters that an asynchronous request asks for, at least one, at most `most` (SODA 1.0 §3.2).
    pub(crate) fn combinations(params: &Params, most: usize) -> Result<Vec<Self>> {
        let all =
            |name: &'static str| params.all(name).map(move |text| Some((name, text))).collect::<Vec<_>>();
        let regions = or_none(SPATIAL.iter().flat_map(|name| all(name)).collect());
        let (bands, times) = (or_none(all("BAND")), or_none(all("TIME")));
        let count = regions.len().saturating_mul(bands.len()).saturating_mul(times.len());
        if count > most {
            let text =
                format!("the request asks for {count} cutouts of each image; a job may ask for {most}");
            return Err(crate::error::usage(text));
        }
        let mut filters = Vec::with_capacity(count);
        for region in &regions {
            for band in &bands {
                for time in &times {
                    filters.push(Self::of(params, *region, *band, *time)?);
                }
            }
        }
        Ok(filters)
    }

    fn of(
        params: &Params,
        region: Option<(&str, &str)>,
        band: Option<(&str, &str)>,
        time: Option<(&str, &str)>,
    ) -> Result<Self> {
        let polarisations = params.all("POL").map(|text| ("POL", text));
        let mask = params.single("MASK")?.map(|text| ("MASK", text));
        let given = region.into_iter().chain(band).chain(time).chain(polarisations).chain(mask);
        let asked = given.map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let read = |(name, text): (&str, &str)| match name {
            "CIRCLE" => circle(name, text),
            "POLYGON" => polygon(name, text),
            _ => position(name, text),
        };
        Ok(Self {
            region: region.map(read).transpose()?,
            band_m: band.map(|(name, text)| interval(name, text)).transpose()?,
            time_mjd: time.map(|(name, text)| interval(name, text)).transpose()?,
            pol: params.all("POL").map(polarisation).collect::<Result<_>>()?,
            mask: mask.map_or(Ok(false), |(name, text)| flag(name, text))?,
            asked,
        })
    }
}

/// A parameter that is true or false.
fn flag(name: &str, text: &str) -> Result<bool> {
    dali::boolean(text).ok_or_else(|| invalid(name, text, "`true` or `false`"))
}

fn polarisation(text: &str) -> Result<Polarisation> {
    let state = text.trim().to_ascii_uppercase();
    let known = POLARISATIONS.iter().find(|(name, _)| *name == state);
    let names = || POLARISATIONS.map(|(name, _)| name).join(", ");
    known.map(|(_, code)| *code).ok_or_else(|| invalid("POL", text, format!("one of {}", names())))
}

fn or_none<T>(values: Vec<Option<T>>) -> Vec<Option<T>> {
    if values.is_empty() { vec![None] } else { values }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str) -> Params {
        Params::read(Some(query), None, dali::Limits::default()).unwrap()
    }

    fn refused(query: &str) -> String {
        Filters::read(&params(query)).unwrap_err().labelled()
    }

    #[test]
    fn names_are_read_in_any_case_and_nothing_is_no_filter() {
        let filters =
            Filters::read(&params("id=x&circle=1+2+0.1&Band=5e-7&pol=I&POL=q&mask=T&unknown=1")).unwrap();
        assert_eq!(
            (filters.band_m, filters.pol.as_slice(), filters.mask),
            (Some([5e-7, 5e-7]), &[1, 2][..], true)
        );
        let asked: Vec<String> =
            filters.asked.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(asked, ["CIRCLE=1 2 0.1", "BAND=5e-7", "POL=I", "POL=q", "MASK=T"]);
        assert!(Filters::read(&params("ID=x&MASK=true&CIRCLE=")).unwrap().is_empty());
    }

    #[test]
    fn one_result_has_one_region() {
        assert_eq!(
            refused("CIRCLE=1+2+3&CIRCLE=1+2+4"),
            "MultiValuedParamNotSupported: parameter CIRCLE is given twice, as `1 2 3` and as `1 2 4`; give it once"
        );
        assert_eq!(
            refused("CIRCLE=1+2+3&POS=CIRCLE+1+2+3"),
            "MultiValuedParamNotSupported: POS and CIRCLE are both given; give one of them"
        );
        assert_eq!(
            refused("POL=Z"),
            "UsageError: parameter POL has the value `Z`; it must be one of I, Q, U, V, RR, LL, RL, LR, XX, YY, XY, YX"
        );
        assert_eq!(
            refused("MASK=2"),
            "UsageError: parameter MASK has the value `2`; it must be `true` or `false`"
        );
    }

    #[test]
    fn a_job_has_a_result_for_each_combination() {
        let query = "CIRCLE=1+2+3&POS=CIRCLE+4+5+6&POS=RANGE+0+1+0+1&BAND=1&BAND=2&POL=I&POL=V";
        let all = Filters::combinations(&params(query), 6).unwrap();
        assert_eq!(all.len(), 6);
        assert!(all.iter().all(|one| one.pol == [1, 4]));
        let error = Filters::combinations(&params(query), 5).unwrap_err().labelled();
        assert_eq!(error, "UsageError: the request asks for 6 cutouts of each image; a job may ask for 5");
        assert_eq!(Filters::combinations(&params("ID=x"), 1).unwrap(), [Filters::default()]);
    }
}
