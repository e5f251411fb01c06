//! One file as a row.

use std::path::Path;

use catalogue::images::stem;
use catalogue::{Enumeration, Images};
use images::{FitsFile, ImageError};

use crate::files::FoundFile;
use crate::identifier::{did, links_id, publisher_id};
use crate::keywords::Keywords;
use crate::row::ImageRow;
use crate::space::Plane;
use crate::{light, space, times};

/// What a file became.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Its row.
    pub row: ImageRow,
    /// Why it has no footprint, if it has none.
    pub no_footprint: Option<String>,
    /// The filter of the header, if the enumeration does not have it.
    pub unknown_filter: Option<String>,
}

/// Reads the headers of a file and makes its row; what keeps it out of the list is told. Of a file in gzip all is unpacked.
pub fn read(
    collection: &str,
    images: &Images,
    filters: Option<&Enumeration>,
    found: &FoundFile,
) -> Result<Reading, String> {
    let file = FitsFile::open(&found.path).map_err(|error| error.to_string())?;
    let planes = planes(&file).map_err(|error| error.to_string())?;
    let first = planes.first().ok_or("it has no image of two axes or more")?;
    let mut headers = vec![&file.hdus()[first.hdu].header];
    headers.extend(file.hdus().first().filter(|_| first.hdu > 0).map(|hdu| &hdu.header));
    let keywords = Keywords::new(headers, images);
    let mut row = ImageRow {
        file_bytes: found.bytes,
        file_modified: found.modified,
        access_format: Some(format(&found.path, &planes).to_owned()),
        access_estsize: Some((found.bytes + 999) / 1000),
        dataproduct_type: Some(
            if first.axes.get(2).is_some_and(|&length| length > 1) { "cube" } else { "image" }.to_owned(),
        ),
        ..ImageRow::default()
    };
    let no_footprint = space::fill(&mut row, &planes, &keywords);
    times::fill(&mut row, &keywords);
    let unknown_filter = light::fill(&mut row, &keywords, filters);
    origin(&mut row, images, &keywords);
    name(&mut row, collection, images, &found.file);
    row.obs_id = keywords.text("obs_id").unwrap_or(row.obs_id);
    row.obs_title = keywords.text("title").or_else(|| title(&row));
    Ok(Reading { row, no_footprint, unknown_filter })
}

/// The columns that name a file: all but what headers say.
pub(crate) fn name(row: &mut ImageRow, collection: &str, images: &Images, file: &str) {
    row.collection = collection.to_owned();
    row.obs_collection = collection.to_owned();
    row.file = file.to_owned();
    row.obs_id = stem(file).to_owned();
    row.obs_publisher_did = did(&images.publisher_did, file);
    row.links_id = links_id(&row.obs_publisher_did);
    row.publisher_id = publisher_id(&images.publisher_did);
    row.calib_level = images.calib_level;
}

/// The parts of a file that hold an image.
fn planes(file: &FitsFile) -> Result<Vec<Plane>, ImageError> {
    let mut planes = Vec::new();
    for hdu in file.hdus() {
        let is_plane = |axes: &[u64]| axes.iter().filter(|&&length| length > 1).count() >= 2;
        if let Some(image) = hdu.image()?.filter(|image| is_plane(&image.axes)) {
            planes.push(Plane::new(hdu.number, &image, &hdu.header));
        }
    }
    Ok(planes)
}

/// The media type of the file.
fn format(path: &Path, planes: &[Plane]) -> &'static str {
    let is_gzip = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    match planes {
        _ if is_gzip => "application/gzip",
        [_] => "image/fits",
        _ => "application/x-fits-mef",
    }
}

fn origin(row: &mut ImageRow, images: &Images, keywords: &Keywords<'_>) {
    row.target_name = keywords.text("target");
    row.facility_name = keywords.text("facility").or_else(|| images.facility.clone());
    row.instrument_name = keywords.text("instrument").or_else(|| images.instrument.clone());
    row.proposal_id = keywords.text("proposal");
}

fn title(row: &ImageRow) -> Option<String> {
    let words: Vec<&str> = [&row.target_name, &row.band].into_iter().flatten().map(String::as_str).collect();
    Some(if words.is_empty() { row.obs_id.clone() } else { words.join(" ") })
}
