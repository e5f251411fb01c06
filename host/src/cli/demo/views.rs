//! The sky views of the demo: three bands of the public release, and the same in colour.

use hips_tiles::PictureFormat;
use preview::Stretch;
use progress::Progress;
use survey::Release;

use super::super::args::{Folder, Hips};
use super::super::failure::Failure;
use super::super::{hips, print};

/// The bands of the picture, red first.
const BANDS: [&str; 3] = ["iSDSS", "rSDSS", "gSDSS"];

/// The order of the deepest tiles: with pixels of 0.8 arcseconds, a little coarser than the images, it takes a quarter of the room.
const ORDER: u8 = 9;

/// Makes what is lacking of them, while it is to go on: band by band, and then the colour.
pub fn make(folder: &Folder, progress: &dyn Progress, goes_on: &dyn Fn() -> bool) -> Result<(), Failure> {
    let steps = BANDS.iter().map(|band| (vec![(*band).to_owned()], None));
    let last = (Vec::new(), Some(BANDS.map(str::to_owned)));
    for (bands, colour) in steps.chain([last]) {
        if !goes_on() {
            return Ok(());
        }
        let flags = Hips {
            collection: Release::Dr1.id().to_owned(),
            bands,
            colour,
            out: None,
            order: Some(ORDER),
            format: vec![PictureFormat::Png],
            stretch: Stretch::Asinh,
            limits: None,
            sky: None,
            zero_point: Some("MAGZP".to_owned()),
            folder: folder.clone(),
        };
        hips::make(&flags, progress)?;
    }
    print::status(&format!("armilla: sky views of {} are served", Release::Dr1.id()));
    Ok(())
}
