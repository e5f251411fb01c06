//! Images of the same field in other filters.

use catalogue::Scope;
use pg_rows::{Field, Fields, float8, int8, text};
use plugin_api::{Principal, Result};
use service::{FewRows, FoundImage, Limits};

use super::row::Link;
use super::url;
use crate::{DataLink, file};

/// The most images of a field that are linked.
const SIBLINGS_MAX: u64 = 60;

/// The part of the diameter of an image by which the middle of another one of the same field may be away.
const MIDDLE_PART: f64 = 0.05;

/// Another image of the same field.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sibling {
    did: String,
    bytes: u64,
    format: Option<String>,
    band: Option<String>,
    /// Shortest and longest wavelength in metres.
    wavelengths_m: Option<[f64; 2]>,
}

/// The images of the same collection whose middle and size are those of an image, as far as the caller sees them.
pub(crate) async fn siblings(
    datalink: &DataLink,
    principal: &Principal,
    scope: &Scope,
    image: &FoundImage,
) -> Result<Vec<Sibling>> {
    let (Some([lon, lat]), Some(diameter_deg)) = (image.centre_deg, image.diameter_deg) else {
        return Ok(Vec::new());
    };
    let view = datalink.finder.view(scope);
    let Some(list) = view.images() else { return Ok(Vec::new()) };
    let quote = |text: &str| text.replace('\'', "''");
    let adql = format!(
        "SELECT obs_publisher_did, file_bytes, access_format, band, em_min, em_max FROM {} \
         WHERE DISTANCE(POINT('ICRS', s_ra, s_dec), POINT('ICRS', {lon:e}, {lat:e})) <= {:e} \
         AND s_fov BETWEEN {:e} AND {:e} AND collection = '{}' AND obs_publisher_did <> '{}' \
         ORDER BY em_min, obs_publisher_did",
        list.qualified_name(),
        diameter_deg * MIDDLE_PART,
        diameter_deg * 0.9,
        diameter_deg * 1.1,
        quote(&image.collection),
        quote(&image.did),
    );
    let extensions = datalink.extensions.for_table(&datalink.host, scope, list.table)?;
    let options = adql::Options { extensions, rows_max: Some(SIBLINGS_MAX), ..adql::Options::default() };
    let limits = Limits::default();
    let query = FewRows {
        adql: &adql,
        scope: &view,
        principal,
        options: &options,
        limits: &limits,
        rows_max: SIBLINGS_MAX,
    };
    let mut siblings = Vec::new();
    query
        .each(&datalink.host, |row| {
            siblings.push(Sibling::read(row)?);
            Some(())
        })
        .await?;
    Ok(siblings)
}

/// The images for red, green and blue that this one and others of its field make: the longest, the middle and the shortest
/// wavelength; with the names of their filters.
pub(crate) fn three_colours<'i>(
    image: &'i FoundImage,
    siblings: &'i [Sibling],
) -> Option<([&'i str; 3], String)> {
    let own = (image.did.as_str(), image.band.as_deref(), image.wavelengths_m);
    let others = siblings.iter().map(|one| (one.did.as_str(), one.band.as_deref(), one.wavelengths_m));
    let mut all: Vec<(f64, &str, &str)> = std::iter::once(own)
        .chain(others)
        .filter_map(|(did, band, range)| Some((range?[0], did, band?)))
        .collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(other.1)));
    all.dedup_by(|next, previous| next.2 == previous.2);
    if all.len() < 3 {
        return None;
    }
    let chosen = [all.len() - 1, all.len() / 2, 0].map(|place| all[place]);
    let bands = format!("{}, {} and {}", chosen[0].2, chosen[1].2, chosen[2].2);
    Some((chosen.map(|(_, did, _)| did), bands))
}

impl Sibling {
    fn read(row: &mut Fields<'_>) -> Option<Self> {
        fn value<'r, T>(row: &mut Fields<'r>, read: impl FnOnce(&'r [u8]) -> Option<T>) -> Option<Option<T>> {
            match row.next()? {
                Field::Null => Some(None),
                Field::Value(bytes) => read(bytes).map(Some),
            }
        }
        let did = value(row, text)??.to_owned();
        let bytes = u64::try_from(value(row, int8)??).ok()?;
        let format = value(row, text)?.map(str::to_owned);
        let band = value(row, text)?.map(str::to_owned);
        let (low, high) = (value(row, float8)?, value(row, float8)?);
        let wavelengths_m = low.zip(high).map(|(low, high)| [low, high]);
        Some(Self { did, bytes, format, band, wavelengths_m })
    }

    /// The link to its file.
    pub(crate) fn link(&self, base: &str, id: &str) -> Link {
        let band = self.band.as_deref().map_or(String::new(), |band| format!(" in {band}"));
        Link {
            content_length: Some(self.bytes),
            content_qualifier: Some("#image".to_owned()),
            local_semantics: self.band.clone(),
            ..Link::to(id, "#coderived", url(base, "/file", &[("ID", &self.did)]))
                .described(format!("The same field{band}"))
                .typed(self.format.as_deref().unwrap_or(file::FITS))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sibling(did: &str, band: &str, low_m: f64) -> Sibling {
        Sibling {
            did: did.into(),
            band: Some(band.into()),
            wavelengths_m: Some([low_m, low_m * 1.1]),
            ..Sibling::default()
        }
    }

    #[test]
    fn red_is_the_longest_wavelength_and_blue_the_shortest() {
        let image = FoundImage {
            did: "own".into(),
            band: Some("r".into()),
            wavelengths_m: Some([6e-7, 7e-7]),
            ..FoundImage::default()
        };
        let siblings = [sibling("u", "u", 3e-7), sibling("z", "z", 9e-7), sibling("r2", "r", 6e-7)];
        assert_eq!(three_colours(&image, &siblings), Some((["z", "own", "u"], "z, r and u".to_owned())));
        assert_eq!(three_colours(&image, &siblings[..1]), None);
    }
}
