//! A HiPS in colour, from those of three bands.

use std::collections::BTreeSet;
use std::path::Path;

use preview::Lupton;
use progress::Progress;
use serde::{Deserialize, Serialize};
use sky::SkyPosition;

use crate::finish::Finish;
use crate::limits::spread;
use crate::painter::Painter;
use crate::state::State;
use crate::stored::{Levels, Made};
use crate::view::View;
use crate::{Description, HipsError, PictureFormat, Properties, look, state, tile_file};

/// How three bands become one picture (Lupton et al. 2004).
#[derive(Clone, Debug)]
pub struct ColourOptions {
    /// The formats of the pictures, the preferred first.
    pub pictures: Vec<PictureFormat>,
    /// The brightness at which a linear stretch would be white, in units of the noise of the sky, which is that of each band.
    pub stretch: f64,
    /// How soft the stretch is; 0 is linear, 8 is usual.
    pub q: f64,
}

impl Default for ColourOptions {
    fn default() -> Self {
        Self { pictures: vec![PictureFormat::Png], stretch: 10.0, q: 8.0 }
    }
}

/// What was found for the bands: with what each is multiplied, and what of it is black.
#[derive(Debug, Serialize, Deserialize)]
struct Balance {
    factors: [f64; 3],
    minima: [f64; 3],
}

/// Makes the HiPS of three bands, red first, that [`band`](crate::band) has made in their folders. It has a tile where all
/// three have one, down to the lowest of their three orders.
pub fn colour(
    bands: [&Path; 3],
    options: &ColourOptions,
    description: &Description,
    folder: &Path,
    (progress, stage): (&dyn Progress, &str),
) -> Result<Made, HipsError> {
    let (order, tiles) = common(bands)?;
    state::remember_tiles(folder, order, &tiles)?;
    let levels = Levels::above(order, &tiles);
    let asked = (bands.map(Path::to_owned).to_vec(), options.stretch, options.q);
    let (Balance { factors, minima }, since) = look::kept(folder, asked, || balance(bands, &levels))?;
    let lupton = Lupton::new(minima, options.stretch, options.q)?;
    let painter = Painter::Colour { folders: bands.map(Path::to_owned), factors, lupton };
    let first = std::fs::read_to_string(bands[0].join("properties")).unwrap_or_default();
    let first = Properties::parse(&first);
    let finish = Finish {
        folder,
        painter: &painter,
        levels: &levels,
        formats: &options.pictures,
        has_fits: false,
        since,
        description,
        further: vec![("dataproduct_subtype", "color".to_owned())],
        view: view(&first, &levels)?,
    };
    let (written, sky_fraction) = finish.make(0, progress, &format!("{stage} pictures"))?;
    let tiles = tiles.len() as u64;
    Ok(Made { folder: folder.to_owned(), order, tiles, written, sky_fraction, broken: Vec::new() })
}

/// The tiles that all three bands have.
fn common(bands: [&Path; 3]) -> Result<(u8, BTreeSet<u64>), HipsError> {
    let states = bands.map(State::read);
    let order = states.iter().map(|state| state.order).min().unwrap_or_default();
    let at_order = |state: &State| -> BTreeSet<u64> {
        state.tiles().into_iter().map(|index| index >> (2 * (state.order - order))).collect()
    };
    let [red, green, blue] = states.each_ref().map(at_order);
    let tiles: BTreeSet<u64> =
        red.into_iter().filter(|tile| green.contains(tile) && blue.contains(tile)).collect();
    if tiles.is_empty() { Err(HipsError::NoImages) } else { Ok((order, tiles)) }
}

fn balance(bands: [&Path; 3], levels: &Levels) -> Result<Balance, HipsError> {
    let (mut factors, mut minima) = ([1.0; 3], [0.0; 3]);
    for (place, band) in bands.into_iter().enumerate() {
        let spread = spread(levels, |cell| tile_file::read(&band.join(cell.path(tile_file::FITS))))?;
        factors[place] = spread.per_noise();
        minima[place] = spread.median * factors[place];
    }
    Ok(Balance { factors, minima })
}

/// What the first band shows first; without that, its first tile.
fn view(properties: &Properties, levels: &Levels) -> Result<View, HipsError> {
    let number = |key: &str| properties.get(key).and_then(|value| value.parse::<f64>().ok());
    let centre = number("hips_initial_ra").zip(number("hips_initial_dec"));
    let centre = centre.and_then(|(lon_deg, lat_deg)| SkyPosition::new(lon_deg, lat_deg).ok());
    let tile = levels.deepest().next().and_then(|cell| cell.position(0.5, 0.5));
    let centre = centre.or(tile).ok_or(HipsError::NoImages)?;
    Ok(View { centre, field_deg: number("hips_initial_fov").unwrap_or(1.0) })
}
