//! The flags of `armilla hips`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use hips_tiles::{Cut, PictureFormat};
use preview::Stretch;

use super::Folder;

/// The flags of `hips`.
#[derive(Clone, Debug, ClapArgs)]
pub struct Hips {
    /// The collection: the name of its file.
    #[arg(value_name = "COLLECTION")]
    pub collection: String,
    /// A band of which a sky view is made: the name of its filter. May be repeated; all bands if neither this nor --colour
    /// is given.
    #[arg(long = "band", value_name = "NAME")]
    pub bands: Vec<String>,
    /// Three bands for a sky view in colour, which is named `colour`; those that are lacking are made too.
    #[arg(long, value_name = "RED,GREEN,BLUE", value_parser = three)]
    pub colour: Option<[String; 3]>,
    /// The folder of the sky views, in which each has one of its own; `hips` in the `[images]` of the collection file if
    /// absent, else var/hips/COLLECTION.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The order of the deepest tiles, 0 to 20; that whose pixels are just finer than the images if absent.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=20))]
    pub order: Option<u8>,
    /// The formats of pictures, the preferred first: png and webp are transparent outside of the images, jpeg has a tenth of
    /// their size. There are FITS tiles of each band in any case.
    #[arg(long, value_name = "FORMAT,...", default_value = "png", value_delimiter = ',', value_parser = format)]
    pub format: Vec<PictureFormat>,
    /// The curve from black to white: asinh, linear, sqrt or log.
    #[arg(long, value_name = "CURVE", default_value = "asinh", value_parser = stretch)]
    pub stretch: Stretch,
    /// The values that become black and white, for all bands; found from the pixels of each if absent.
    #[arg(long, value_name = "LOW,HIGH", value_parser = cut, allow_hyphen_values = true)]
    pub limits: Option<Cut>,
    /// The card of the headers with the level of the sky, which is taken away from the values of each image.
    #[arg(long, value_name = "KEYWORD")]
    pub sky: Option<String>,
    /// The card of the headers with the zero point in magnitudes: values then become those of zero point 25.
    #[arg(long, value_name = "KEYWORD")]
    pub zero_point: Option<String>,
    /// The configuration with the database.
    #[command(flatten)]
    pub folder: Folder,
}

fn three(text: &str) -> Result<[String; 3], String> {
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    let three: Result<[String; 3], _> = names.try_into();
    three.map_err(|_| "write three bands, red first: --colour iSDSS,rSDSS,gSDSS".to_owned())
}

fn format(text: &str) -> Result<PictureFormat, String> {
    let known =
        PictureFormat::ALL.into_iter().find(|format| [format.word(), format.extension()].contains(&text));
    known.ok_or_else(|| "write png, jpeg or webp".to_owned())
}

fn stretch(text: &str) -> Result<Stretch, String> {
    match text {
        "asinh" => Ok(Stretch::Asinh),
        "linear" => Ok(Stretch::Linear),
        "sqrt" => Ok(Stretch::Sqrt),
        "log" => Ok(Stretch::Log),
        _ => Err("write asinh, linear, sqrt or log".to_owned()),
    }
}

fn cut(text: &str) -> Result<Cut, String> {
    let numbers = text.split_once(',').and_then(|(low, high)| {
        let [low, high] =
            [low, high].map(|number| number.trim().parse::<f64>().ok().filter(|number| number.is_finite()));
        low.zip(high).filter(|(low, high)| low < high)
    });
    let (low, high) = numbers.ok_or("write two numbers, the lower first: --limits 0,100")?;
    Ok(Cut { low, high })
}
