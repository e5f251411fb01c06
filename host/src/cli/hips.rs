//! `armilla hips`: sky views of the images of a collection.

mod listed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use catalogue::{Collection, Images};
use hips_tiles::{BandOptions, ColourOptions, Description, Input, Made};
use jiff::Timestamp;
use progress::{Progress, TerminalProgress};

use super::args::Hips;
use super::failure::Failure;
use super::ingest_images::collection;
use super::print;
use super::workbench::Workbench;
use listed::{Band, Listed};

/// The name of the sky view in colour.
const COLOUR: &str = "colour";

/// Makes the sky views that the flags ask for, and prints what was made.
pub fn hips(flags: &Hips) -> Result<(), Failure> {
    let progress = TerminalProgress::new();
    let mut left_out = BTreeSet::new();
    for (name, made) in make(flags, &progress)? {
        print::line(&summary(&name, &made));
        left_out.extend(made.broken.into_iter().map(|broken| (broken.file, broken.why)));
    }
    for (file, why) in &left_out {
        print::line(&format!("left out: {}: {why}", file.display()));
    }
    Ok(())
}

/// Makes them; gives the name of each and what was made.
pub fn make(flags: &Hips, progress: &dyn Progress) -> Result<Vec<(String, Made)>, Failure> {
    let bench = Workbench::open(&flags.folder)?;
    let work = Work::new(flags, &bench)?;
    let client = bench.client()?;
    let all = bench.runtime.block_on(listed::bands(&client, &work.collection.id, &work.images.folder));
    let all = all.map_err(|error| {
        let hint = "`armilla check` compares the configuration with the database";
        Failure::machine(format!("the list of images cannot be read: {error}"), hint)
    })?;
    let chosen = chosen(flags, &all, &work.collection.id)?;
    let mut made = Vec::new();
    for band in chosen {
        made.push((band.name.clone(), work.band(band, progress)?));
    }
    if let Some(colours) = &flags.colour {
        made.push((COLOUR.to_owned(), work.colour(colours, &all, progress)?));
    }
    Ok(made)
}

/// What the flags and the collection file say.
struct Work<'w> {
    flags: &'w Hips,
    collection: Collection,
    images: Images,
    folder: PathBuf,
}

impl<'w> Work<'w> {
    fn new(flags: &'w Hips, bench: &Workbench) -> Result<Self, Failure> {
        let (collection, images) = collection(&bench.config, &flags.collection)?;
        let folder = flags.out.clone();
        let folder = folder.unwrap_or_else(|| images.hips_folder(&bench.config.folder, &collection.id));
        Ok(Self { flags, collection, images, folder })
    }

    /// The sky view of one band.
    fn band(&self, band: &Band, progress: &dyn Progress) -> Result<Made, Failure> {
        let options = BandOptions {
            order: self.flags.order,
            pictures: self.flags.format.clone(),
            stretch: self.flags.stretch,
            cut: self.flags.limits,
        };
        let inputs: Vec<Input> = band.images.iter().map(|image| self.input(image)).collect();
        let description = self.describe(&band.name, &[band]);
        let stage = format!("{} {}", self.collection.id, band.name);
        let folder = self.place(&band.name);
        hips_tiles::band(&inputs, &options, &description, &folder, (progress, &stage)).map_err(failure)
    }

    /// The sky view of three bands that are made.
    fn colour(
        &self,
        names: &[String; 3],
        all: &BTreeMap<String, Band>,
        progress: &dyn Progress,
    ) -> Result<Made, Failure> {
        let folders = names.each_ref().map(|name| self.place(name));
        let bands: Vec<&Band> = names.iter().filter_map(|name| all.get(name)).collect();
        let description = self.describe(COLOUR, &bands);
        let description = Description {
            title: format!("{} in colour: {}", self.collection.title, names.join(", ")),
            band: None,
            ..description
        };
        let options = ColourOptions { pictures: self.flags.format.clone(), ..ColourOptions::default() };
        let stage = format!("{} {COLOUR}", self.collection.id);
        let folders = folders.each_ref().map(PathBuf::as_path);
        hips_tiles::colour(folders, &options, &description, &self.place(COLOUR), (progress, &stage))
            .map_err(failure)
    }

    /// An image as the crate takes it; one whose header cannot be read is told there.
    fn input(&self, image: &Listed) -> Input {
        let number = |card: &Option<String>| card.as_deref().and_then(|card| listed::number_of(image, card));
        let (sky, zero_point) = (number(&self.flags.sky).unwrap_or_default(), number(&self.flags.zero_point));
        let factor = zero_point.map_or(1.0, |zero_point| 10_f64.powf(0.4 * (25.0 - zero_point)));
        Input { file: image.path.clone(), hdu: image.hdu, sky, factor }
    }

    fn describe(&self, name: &str, bands: &[&Band]) -> Description {
        let spans = |of: fn(&Listed) -> Option<[f64; 2]>| {
            let each = bands.iter().flat_map(|band| &band.images).filter_map(of);
            each.reduce(|one, other| [one[0].min(other[0]), one[1].max(other[1])])
        };
        let collection = &self.collection;
        let authority = self.images.publisher_did.strip_prefix("ivo://").unwrap_or_default();
        let authority = authority.split('/').next().unwrap_or_default();
        Description {
            creator_did: format!("ivo://{authority}/P/{}/{}", collection.id, file_name(name)),
            title: format!("{}: {name}", collection.title),
            text: Some(collection.description.clone()),
            collection: Some(collection.id.clone()),
            creator: (!collection.creators.is_empty()).then(|| collection.creators.join(", ")),
            band: Some(name.to_owned()),
            em_m: spans(|image| image.em_m),
            t_mjd: spans(|image| image.t_mjd),
            is_public: collection.access_of_images().is_some_and(|access| access.is_public(Timestamp::now())),
        }
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.join(file_name(name))
    }
}

/// The bands that are to be made, by name.
fn chosen<'b>(flags: &Hips, all: &'b BTreeMap<String, Band>, id: &str) -> Result<Vec<&'b Band>, Failure> {
    if all.is_empty() {
        return Err(Failure::Usage(format!(
            "the list has no image of `{id}` with a place on the sky; `armilla ingest-images` fills it"
        )));
    }
    let named: Vec<&String> = flags.bands.iter().chain(flags.colour.iter().flatten()).collect();
    if named.is_empty() {
        return Ok(all.values().collect());
    }
    let mut chosen = BTreeMap::new();
    for name in named {
        let band = all.get(name).ok_or_else(|| {
            let known: Vec<&str> = all.keys().map(String::as_str).collect();
            Failure::Usage(format!(
                "`{id}` has no image in the band `{name}`; it has `{}`",
                known.join("`, `")
            ))
        })?;
        chosen.insert(name, band);
    }
    Ok(chosen.into_values().collect())
}

fn failure(error: hips_tiles::HipsError) -> Failure {
    Failure::machine(
        format!("a sky view cannot be made: {error}"),
        "what is made stays: run the command again, and it goes on",
    )
}

fn summary(name: &str, made: &Made) -> String {
    if made.tiles == 0 {
        return format!("{name}: no image can be used");
    }
    let what = if made.written == 0 {
        "all was there".to_owned()
    } else {
        format!("{} files of tiles written", made.written)
    };
    format!(
        "{name}: order {}, {} tiles, {:.6} % of the sky, {what}: {}",
        made.order,
        made.tiles,
        100.0 * made.sky_fraction,
        made.folder.display()
    )
}

/// A band's name as that of a folder and a part of an address.
fn file_name(name: &str) -> String {
    let good = |letter: char| letter.is_ascii_alphanumeric() || "-_+.".contains(letter);
    let name: String = name.chars().map(|letter| if good(letter) { letter } else { '_' }).take(64).collect();
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_have_names_of_folders() {
        assert_eq!(file_name("rSDSS"), "rSDSS");
        assert_eq!(file_name("../r band"), "_r_band");
    }

    #[test]
    fn the_summary_says_what_was_made() {
        let made = Made {
            folder: "/x/r".into(),
            order: 9,
            tiles: 40,
            written: 0,
            sky_fraction: 0.5,
            broken: vec![],
        };
        assert_eq!(summary("r", &made), "r: order 9, 40 tiles, 50.000000 % of the sky, all was there: /x/r");
        let made = Made { written: 7, ..made };
        assert_eq!(
            summary("r", &made),
            "r: order 9, 40 tiles, 50.000000 % of the sky, 7 files of tiles written: /x/r"
        );
        assert_eq!(summary("r", &Made::default()), "r: no image can be used");
    }
}
