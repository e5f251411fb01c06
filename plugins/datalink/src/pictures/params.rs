//! The parameters of pictures.

use dali::Params;
use preview::{Format, Interval, Limits, Stretch};
use wcs::CutRegion;

use super::refused;
use crate::error::{Result, invalid};
use crate::soda::params::Filters;

/// The longer side of a picture without SIZE.
const SIZE_DEFAULT: usize = 512;

/// JPEG's quality, at which noise of the sky shows no blocks.
const JPEG_QUALITY: u8 = 90;

/// What every picture has.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Look {
    /// The longer side in pixels.
    pub(crate) side: usize,
    pub(crate) format: Format,
    /// The part of the sky; none is the whole image.
    pub(crate) region: Option<CutRegion>,
    /// The table whose objects are drawn.
    pub(crate) overlay: Option<String>,
}

/// How values become grey.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grey {
    pub(crate) stretch: Stretch,
    pub(crate) interval: Interval,
}

/// How three images become colours; numbers for red, green, blue.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Colours {
    /// Lupton's softening.
    pub(crate) q: f64,
    /// The brightness that a linear stretch makes white, in units of the scaled images.
    pub(crate) stretch: Option<f64>,
    /// What is black; without it, where the noise of each image begins.
    pub(crate) minimum: Option<[f64; 3]>,
    /// Factors of the images; without them, those that make their bright pixels equal.
    pub(crate) scale: Option<[f64; 3]>,
}

impl Look {
    pub(crate) fn read(params: &Params, side_max: usize) -> Result<Self> {
        let region = Filters::read(params)?.region;
        Ok(Self {
            side: side(params, side_max)?,
            format: format(params)?,
            region,
            overlay: params.single("OVERLAY")?.map(|name| name.trim().to_owned()),
        })
    }
}

impl Grey {
    pub(crate) fn read(params: &Params) -> Result<Self> {
        Ok(Self { stretch: stretch(params)?, interval: interval(params)? })
    }
}

impl Colours {
    pub(crate) fn read(params: &Params) -> Result<Self> {
        Ok(Self {
            q: number(params, "Q")?.unwrap_or(8.0),
            stretch: number(params, "STRETCH")?,
            minimum: three(params, "MINIMUM")?,
            scale: three(params, "SCALE")?,
        })
    }
}

fn side(params: &Params, side_max: usize) -> Result<usize> {
    let Some(text) = params.single("SIZE")? else { return Ok(SIZE_DEFAULT.min(side_max)) };
    let side = text.trim().parse().ok().filter(|side| (1..=side_max).contains(side));
    side.ok_or_else(|| invalid("SIZE", text, format!("a whole number of pixels from 1 to {side_max}")))
}

fn format(params: &Params) -> Result<Format> {
    let Some(text) = params.single("FORMAT")? else { return Ok(Format::Png) };
    match text.trim().to_ascii_lowercase().as_str() {
        "png" | "image/png" => Ok(Format::Png),
        "jpeg" | "jpg" | "image/jpeg" => Ok(Format::Jpeg { quality: JPEG_QUALITY }),
        "webp" | "image/webp" => Ok(Format::WebP),
        _ => Err(invalid("FORMAT", text, "png, jpeg or webp")),
    }
}

fn stretch(params: &Params) -> Result<Stretch> {
    let Some(text) = params.single("STRETCH")? else { return Ok(Stretch::Asinh) };
    match text.trim().to_ascii_lowercase().as_str() {
        "asinh" => Ok(Stretch::Asinh),
        "linear" => Ok(Stretch::Linear),
        "sqrt" => Ok(Stretch::Sqrt),
        "log" => Ok(Stretch::Log),
        _ => Err(invalid("STRETCH", text, "asinh, linear, sqrt or log")),
    }
}

/// `zscale`, `minmax`, a percentage such as `p99.5`, or two limits.
fn interval(params: &Params) -> Result<Interval> {
    let Some(text) = params.single("INTERVAL")? else { return Ok(Interval::Zscale { contrast: 0.25 }) };
    let expected = "zscale, minmax, a percentage such as `p99.5`, or two limits such as `-1,20`";
    let word = text.trim().to_ascii_lowercase();
    match word.as_str() {
        "zscale" => return Ok(Interval::Zscale { contrast: 0.25 }),
        "minmax" => return Ok(Interval::Percentile { percent: 100.0 }),
        _ => {}
    }
    if let Some(percent) = word.strip_prefix('p').and_then(dali::real) {
        let is_one = (0.0..=100.0).contains(&percent);
        return is_one
            .then_some(Interval::Percentile { percent })
            .ok_or_else(|| invalid("INTERVAL", text, expected));
    }
    match *numbers(&word).ok_or_else(|| invalid("INTERVAL", text, expected))? {
        [low, high] => Ok(Interval::Given(Limits::new(low, high).map_err(|error| refused(&error))?)),
        _ => Err(invalid("INTERVAL", text, expected)),
    }
}

fn number(params: &Params, name: &str) -> Result<Option<f64>> {
    let Some(text) = params.single(name)? else { return Ok(None) };
    let number = dali::real(text).filter(|number| number.is_finite());
    number.map(Some).ok_or_else(|| invalid(name, text, "a number"))
}

fn three(params: &Params, name: &str) -> Result<Option<[f64; 3]>> {
    let Some(text) = params.single(name)? else { return Ok(None) };
    let three = numbers(text).and_then(|numbers| numbers.try_into().ok());
    three
        .map(Some)
        .ok_or_else(|| invalid(name, text, "three numbers: for red, green and blue, e.g. `1,1.2,2`"))
}

/// Finite numbers with commas or blanks between them.
fn numbers(text: &str) -> Option<Vec<f64>> {
    let words = text.split([',', ' ']).filter(|word| !word.is_empty());
    words.map(|word| dali::real(word).filter(|number| number.is_finite())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(query: &str) -> Params {
        Params::read(Some(query), None, dali::Limits::default()).unwrap()
    }

    #[test]
    fn a_picture_without_wishes_is_a_png_of_zscale_and_asinh() {
        let look = Look::read(&params("ID=x"), 2048).unwrap();
        assert_eq!(look, Look { side: 512, format: Format::Png, region: None, overlay: None });
        let grey = Grey::read(&params("ID=x")).unwrap();
        assert_eq!(grey, Grey { stretch: Stretch::Asinh, interval: Interval::Zscale { contrast: 0.25 } });
    }

    #[test]
    fn intervals_are_words_percentages_or_limits() {
        let of = |text: &str| interval(&params(&format!("interval={text}")));
        assert_eq!(of("MinMax").unwrap(), Interval::Percentile { percent: 100.0 });
        assert_eq!(of("p99.5").unwrap(), Interval::Percentile { percent: 99.5 });
        assert_eq!(of("-1,2e3").unwrap(), Interval::Given(Limits::new(-1.0, 2000.0).unwrap()));
        for wrong in ["p101", "1", "a,b", "1,2,3", "pX"] {
            let expected = format!(
                "UsageError: parameter INTERVAL has the value `{wrong}`; it must be zscale, minmax, a percentage such as \
                 `p99.5`, or two limits such as `-1,20`"
            );
            assert_eq!(of(wrong).unwrap_err().labelled(), expected);
        }
        let order = of("2,1").unwrap_err().labelled();
        assert_eq!(order, "UsageError: the limits 2 and 1 are in the wrong order; give the lower one first");
    }

    #[test]
    fn sizes_formats_and_colours_that_cannot_be_are_refused() {
        let look = |query: &str| Look::read(&params(query), 1000).unwrap_err().labelled();
        assert_eq!(
            look("SIZE=1001"),
            "UsageError: parameter SIZE has the value `1001`; it must be a whole number of pixels from 1 to 1000"
        );
        assert!(look("SIZE=0").contains("from 1 to 1000"));
        assert!(look("FORMAT=gif").ends_with("it must be png, jpeg or webp"));
        let colours = Colours::read(&params("SCALE=1,2")).unwrap_err().labelled();
        assert!(colours.ends_with("three numbers: for red, green and blue, e.g. `1,1.2,2`"), "{colours}");
        assert_eq!(Colours::read(&params("q=5&minimum=1+2+3")).unwrap().minimum, Some([1.0, 2.0, 3.0]));
    }
}
