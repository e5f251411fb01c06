//! Where an image is: its footprint, its pixels, its world coordinates.

use fits_header::Header;
use images::Image;
use sky::{Healpix, SkyPosition};
use wcs::{Footprint, Wcs};

use crate::hull::{self, Outline};
use crate::keywords::Keywords;
use crate::row::ImageRow;

/// An image of a file, with where it is, or why that is not known.
pub(crate) struct Plane {
    /// The number of its part.
    pub(crate) hdu: usize,
    pub(crate) axes: Vec<u64>,
    pub(crate) wcs: Result<Wcs, wcs::Error>,
}

impl Plane {
    pub(crate) fn new(hdu: usize, image: &Image, header: &Header) -> Self {
        let cards: Vec<u8> = header.cards().flat_map(|card| card.bytes()).copied().collect();
        Self { hdu, axes: image.axes.clone(), wcs: Wcs::from_header(&cards) }
    }

    /// The lengths of the two axes that span the sky.
    fn lengths(&self, wcs: &Wcs) -> [u64; 2] {
        wcs.pixel_axes().map(|axis| self.axes.get(axis - 1).copied().unwrap_or(1))
    }

    fn footprint(&self) -> Option<Footprint> {
        let wcs = self.wcs.as_ref().ok()?;
        wcs.footprint(self.lengths(wcs))
    }
}

/// Fills the columns of space from the images of a file, of which there is at least one. What keeps the file without a
/// footprint is given back.
pub(crate) fn fill(row: &mut ImageRow, planes: &[Plane], keywords: &Keywords<'_>) -> Option<String> {
    let first = planes.first()?;
    let axis = |axis: usize| first.axes.get(axis).and_then(|&length| i64::try_from(length).ok());
    (row.s_xel1, row.s_xel2) = (axis(0), axis(1));
    row.naxis = first.axes.iter().map(|&length| i32::try_from(length).ok()).collect();
    row.hdu = i32::try_from(first.hdu).ok();
    row.image_hdus = i32::try_from(planes.len()).ok();
    let footprints: Vec<Footprint> = planes.iter().filter_map(Plane::footprint).collect();
    if let Some((region, centre, diameter_deg)) = hull::of(&footprints) {
        place(row, region, &centre, diameter_deg);
    }
    if let Some(plane) = planes.iter().find(|plane| plane.wcs.is_ok()) {
        coordinates(row, plane);
    }
    row.s_resolution = resolution(row, keywords);
    if row.shape.is_some() {
        return None;
    }
    Some(match &first.wcs {
        Err(error) => error.to_string(),
        Ok(_) => "no pixel has a position".to_owned(),
    })
}

/// Fills what follows from a region, its middle and its diameter.
pub(crate) fn place(row: &mut ImageRow, region: Outline, centre: &SkyPosition, diameter_deg: f64) {
    let shape = numbers(&region);
    row.s_region = Some(stc(&region, &shape));
    row.shape = Some(shape);
    row.cells = sky::footprint::stored(&region.into());
    row.healpix = Some(Healpix::index(centre));
    (row.s_ra, row.s_dec) = (Some(centre.lon_deg()), Some(centre.lat_deg()));
    row.s_fov = Some(diameter_deg);
    row.s_ucd = Some("pos".to_owned());
    row.s_unit = Some("deg".to_owned());
    row.s_calib_status = Some("calibrated".to_owned());
}

/// A region as numbers. Polygons are counter-clockwise as one sees the sky (DALI 1.1 §3.3.7).
fn numbers(region: &Outline) -> Vec<f64> {
    match region {
        Outline::Circle(cone) => vec![cone.centre().lon_deg(), cone.centre().lat_deg(), cone.radius_deg()],
        Outline::Polygon(polygon) => {
            polygon.vertices().iter().rev().flat_map(|vertex| [vertex.lon_deg(), vertex.lat_deg()]).collect()
        }
    }
}

fn stc(region: &Outline, shape: &[f64]) -> String {
    let name = if matches!(region, Outline::Circle(_)) { "CIRCLE" } else { "POLYGON" };
    let words = shape.iter().map(|number| format!(" {number}"));
    format!("{name} ICRS{}", words.collect::<String>())
}

/// The linear world coordinates, as SIA 1.0 §4.2 has them, and the size of pixels.
fn coordinates(row: &mut ImageRow, plane: &Plane) {
    let Ok(wcs) = &plane.wcs else { return };
    let (orientation, reference) = (wcs.orientation(), wcs.reference());
    let [[a, b], [c, d]] = orientation.matrix_deg;
    row.wcs_projection = Some(orientation.projection.to_owned());
    row.wcs_frame = Some(reference.frame.name().to_owned());
    row.wcs_equinox = reference.equinox;
    row.wcs_crpix = Some(orientation.reference_pixel.to_vec());
    row.wcs_crval = Some(orientation.reference_deg.to_vec());
    row.wcs_cd = Some(vec![a, b, c, d]);
    row.pixel_scale = Some(vec![a.hypot(c), b.hypot(d)]);
    let middle = plane.lengths(wcs).map(|length| (length as f64 + 1.0) / 2.0);
    let at_reference = || (a * d - b * c).abs().sqrt() * 3600.0;
    row.s_pixel_scale = Some(wcs.pixel_scale_arcsec(middle).unwrap_or_else(at_reference));
}

/// The width of a point source in arcsec; the remark beside it may say that it is in pixels or in degrees.
fn resolution(row: &ImageRow, keywords: &Keywords<'_>) -> Option<f64> {
    let keyword = keywords.keyword("resolution")?;
    let (width, remark) = (keywords.real(keyword)?, keywords.remark(keyword));
    let unit_arcsec = match remark {
        remark if remark.contains("arcsec") => 1.0,
        remark if remark.contains("pix") => row.s_pixel_scale?,
        remark if remark.contains("[deg") => 3600.0,
        _ => 1.0,
    };
    let width_arcsec = width * unit_arcsec;
    (width_arcsec > 0.0 && width_arcsec < 3600.0).then_some(width_arcsec)
}

#[cfg(test)]
mod tests {
    use catalogue::Images;

    use super::*;
    use crate::tests::header;

    const TAN: &str = "CTYPE1 = 'RA---TAN'\nCTYPE2 = 'DEC--TAN'\nCRVAL1 = 0.0\nCRVAL2 = 10.0\nCRPIX1 = 50.5\n\
        CRPIX2 = 50.5\nCDELT1 = -0.01\nCDELT2 = 0.02";

    fn filled(cards: &str, axes: Vec<u64>) -> (ImageRow, Option<String>) {
        let (header, images) = (header(cards), Images::default());
        let cards: Vec<u8> = header.cards().flat_map(|card| card.bytes()).copied().collect();
        let plane = Plane { hdu: 1, axes, wcs: Wcs::from_header(&cards) };
        let mut row = ImageRow::default();
        let problem = fill(&mut row, &[plane], &Keywords::new(vec![&header], &images));
        (row, problem)
    }

    #[test]
    fn a_plane_across_zero_has_its_footprint_and_its_coordinates() {
        let (row, problem) = filled(TAN, vec![100, 100]);
        assert_eq!(problem, None);
        assert_eq!((row.s_ra, row.s_dec), (Some(0.0), Some(10.0)));
        let shape = row.shape.unwrap();
        let middle = SkyPosition::new(0.0, 10.0).unwrap();
        let corners = shape.chunks(2).map(|corner| SkyPosition::new(corner[0], corner[1]).unwrap());
        let furthest = corners.map(|corner| middle.separation_deg(&corner)).fold(0.0, f64::max);
        assert!((row.s_fov.unwrap() - 2.0 * furthest).abs() < 1e-9);
        // Half the diagonal of 1 x 2 degrees.
        assert!((furthest - 1.25_f64.sqrt()).abs() < 1e-3, "{furthest}");
        assert!(row.s_region.unwrap().starts_with("POLYGON ICRS "));
        assert!(!row.cells.is_empty());
        assert_eq!(row.wcs_cd, Some(vec![-0.01, 0.0, 0.0, 0.02]));
        assert_eq!(row.pixel_scale, Some(vec![0.01, 0.02]));
        assert_eq!((row.wcs_projection.as_deref(), row.wcs_frame.as_deref()), (Some("TAN"), Some("ICRS")));
        assert!((row.s_pixel_scale.unwrap() - 3600.0 * 0.0002_f64.sqrt()).abs() < 1e-2);
        assert_eq!((row.naxis, row.hdu, row.image_hdus), (Some(vec![100, 100]), Some(1), Some(1)));
    }

    #[test]
    fn polygons_are_counter_clockwise_on_the_sky() {
        let (row, _) = filled(TAN, vec![100, 100]);
        let shape = row.shape.unwrap();
        // Signed area with east left: what is east of 0 has a negative place.
        let near = |lon: f64| if lon > 180.0 { 360.0 - lon } else { -lon };
        let points: Vec<[f64; 2]> = shape.chunks(2).map(|pair| [near(pair[0]), pair[1]]).collect();
        let area: f64 = (0..points.len())
            .map(|place| {
                let ([x, y], [next_x, next_y]) = (points[place], points[(place + 1) % points.len()]);
                x * next_y - next_x * y
            })
            .sum();
        assert!(area > 0.0, "{points:?}");
    }

    #[test]
    fn the_width_of_points_may_be_in_pixels() {
        let width = |card: &str| filled(&format!("{TAN}\n{card}"), vec![100, 100]).0.s_resolution;
        assert_eq!(width("SEEING = 1.25 / [arcsec] at 0.55 arcsec/pixel"), Some(1.25));
        let scale = filled(TAN, vec![100, 100]).0.s_pixel_scale.unwrap();
        assert_eq!(width("FWHM = 2.0 / median of stars in pixels"), Some(2.0 * scale));
        assert_eq!(width("SEEING = -1.0"), None);
    }

    #[test]
    fn an_image_without_world_coordinates_has_its_pixels() {
        let (row, problem) = filled("OBJECT = 'flat'", vec![100, 50]);
        assert_eq!((row.s_xel1, row.s_xel2, row.shape, row.s_ra), (Some(100), Some(50), None, None));
        assert_eq!(
            problem.unwrap(),
            "no world coordinates: no pair of CTYPEn cards names a longitude and a latitude, such as RA---TAN and DEC--TAN"
        );
    }
}
