//! Boxes of pixels against brute force over every pixel of small images.

use sky::{LonLatRange, Region, SkyPosition};
use wcs::{CutRegion, PixelBox, Wcs};

use crate::headers::{Sample, cards, in_icrs, map, plane};
use crate::random::Random;

/// Points along each side of a pixel that brute force tests.
const FINE: usize = 14;

fn position(lon_deg: f64, lat_deg: f64) -> SkyPosition {
    SkyPosition::new(lon_deg, lat_deg.clamp(-90.0, 90.0)).unwrap()
}

fn circle(centre: SkyPosition, radius_deg: f64) -> CutRegion {
    Region::cone(centre, radius_deg).unwrap().into()
}

struct Brute<'a> {
    wcs: &'a Wcs,
    region: &'a CutRegion,
    lengths: [u64; 2],
}

impl Brute<'_> {
    fn holds(&self, pixel: [f64; 2]) -> bool {
        self.wcs.sky_of(pixel).is_some_and(|position| self.region.contains(&position))
    }

    /// The box of all pixels of which a point of a fine grid lies in the region, or which hold one of its points that are `known`.
    fn pixel_box(&self, known: &[SkyPosition]) -> Option<PixelBox> {
        let mut found: Option<PixelBox> = None;
        let mut include = |pixel: [u64; 2]| match &mut found {
            None => found = Some(PixelBox { first: pixel, last: pixel }),
            Some(found) => {
                for (axis, coordinate) in pixel.into_iter().enumerate() {
                    found.first[axis] = found.first[axis].min(coordinate);
                    found.last[axis] = found.last[axis].max(coordinate);
                }
            }
        };
        for x in 1..=self.lengths[0] {
            for y in 1..=self.lengths[1] {
                let at = |step: usize| -0.5 + step as f64 / FINE as f64;
                let mut points = (0..=FINE).flat_map(|i| (0..=FINE).map(move |j| (i, j)));
                if points.any(|(i, j)| self.holds([x as f64 + at(i), y as f64 + at(j)])) {
                    include([x, y]);
                }
            }
        }
        for pixel in known.iter().filter_map(|position| self.wcs.pixel_of(position)) {
            let whole = pixel.map(f64::round);
            let is_inside = (0..2).all(|axis| (1.0..=self.lengths[axis] as f64).contains(&whole[axis]));
            if is_inside {
                include(whole.map(|coordinate| coordinate as u64));
            }
        }
        found
    }

    /// Whether the region reaches into the outermost row or column of a box on one side, tested on very close lines.
    fn reaches(&self, found: &PixelBox, axis: usize, is_last: bool) -> bool {
        let across = 1 - axis;
        let (low, high) = (found.first[across] as f64 - 0.5, found.last[across] as f64 + 0.5);
        let steps = ((high - low) * 500.0) as usize;
        [0.0, 1e-6, 1e-4, 1e-3, 1e-2, 0.05, 0.3, 0.7, 1.0].into_iter().any(|depth| {
            let coordinate = if is_last {
                found.last[axis] as f64 - 0.5 + depth
            } else {
                found.first[axis] as f64 + 0.5 - depth
            };
            (0..=steps).any(|step| {
                let along = low + (high - low) * step as f64 / steps as f64;
                self.holds(if axis == 0 { [coordinate, along] } else { [along, coordinate] })
            })
        })
    }

    /// The box that the library finds has every pixel of brute force, and no row or column without the region.
    #[track_caller]
    fn check(&self, known: &[SkyPosition], name: &str) -> bool {
        let found = self.wcs.pixel_box(self.region, self.lengths);
        let brute = self.pixel_box(known);
        let Some(found) = found else {
            assert_eq!(brute, None, "{name} {:?}", self.region);
            return false;
        };
        for axis in 0..2 {
            if let Some(brute) = brute {
                assert!(
                    found.first[axis] <= brute.first[axis] && found.last[axis] >= brute.last[axis],
                    "{name} {:?}: {found:?} lacks pixels of {brute:?}",
                    self.region
                );
            }
            let agrees = |is_last: bool| {
                brute.is_some_and(|brute| {
                    if is_last {
                        found.last[axis] == brute.last[axis]
                    } else {
                        found.first[axis] == brute.first[axis]
                    }
                })
            };
            for is_last in [false, true] {
                assert!(
                    agrees(is_last) || self.reaches(&found, axis, is_last),
                    "{name} {:?}: {found:?} is larger than {brute:?}",
                    self.region
                );
            }
        }
        true
    }
}

/// Small images with large pixels, at easy and awkward places.
fn small_images() -> Vec<Sample> {
    let small = |name: &str, projection: &str, centre: [f64; 2], more: &[&str]| {
        let mut lines = plane(projection, centre, more);
        lines.retain(|line| !line.starts_with("CRPIX") && !line.starts_with("CD"));
        let cards = [
            "CRPIX1  = 6.2",
            "CRPIX2  = 4.4",
            "CD1_1   = -0.3",
            "CD1_2   = 0.1",
            "CD2_1   = 0.06",
            "CD2_2   = 0.4",
        ];
        lines.extend(cards.map(str::to_owned));
        Sample { name: name.to_owned(), lines, lengths: [12, 9] }
    };
    vec![
        small("tan", "TAN", [150.0, 2.0], &[]),
        small("ra-0", "TAN", [0.3, -40.0], &[]),
        small("pole", "TAN", [33.0, 89.5], &[]),
        small("south-pole", "ZEA", [33.0, -89.9], &[]),
        small(
            "tpv",
            "TPV",
            [200.0, 10.0],
            &["PV1_1   = 1.0", "PV1_4   = 0.01", "PV2_1   = 1.0", "PV2_5   = -0.02"],
        ),
        small(
            "sip",
            "TAN-SIP",
            [200.0, 10.0],
            &["A_ORDER = 2", "B_ORDER = 2", "A_2_0   = 0.008", "B_1_1   = -0.01"],
        ),
        small("sin", "SIN", [10.0, -60.0], &["PV2_1   = 0.1", "PV2_2   = 0.2"]),
    ]
}

#[test]
fn boxes_of_circles_polygons_and_ranges_are_those_of_brute_force() {
    let mut random = Random::new(11);
    for sample in small_images() {
        let wcs = Wcs::from_header(&sample.cards()).unwrap();
        let (mut hits, mut misses) = (0, 0);
        for round in 0..60 {
            let pixel = [random.between(-3.0, 16.0), random.between(-3.0, 13.0)];
            let Some(centre) = wcs.sky_of(pixel) else { continue };
            let size_deg = 10_f64.powf(random.between(-3.0, 0.9));
            let (region, known) = match round % 3 {
                0 => (circle(centre, size_deg), vec![centre]),
                1 => {
                    let corners: Vec<SkyPosition> = (0..3)
                        .filter_map(|_| {
                            let offset = size_deg / 0.35;
                            wcs.sky_of(pixel.map(|coordinate| coordinate + random.between(-offset, offset)))
                        })
                        .collect();
                    let Ok(region) = Region::polygon(corners.clone()) else { continue };
                    (region.into(), corners)
                }
                _ => {
                    let lons = [centre.lon_deg(), centre.lon_deg() + random.between(0.0, 10.0 * size_deg)];
                    let lats = [centre.lat_deg(), (centre.lat_deg() + size_deg).min(90.0)];
                    let range = LonLatRange::new(lons, lats).unwrap();
                    let known = lons.into_iter().flat_map(|lon| lats.map(|lat| position(lon, lat))).collect();
                    (CutRegion::from(range), known)
                }
            };
            let brute = Brute { wcs: &wcs, region: &region, lengths: sample.lengths };
            if brute.check(&known, &sample.name) { hits += 1 } else { misses += 1 }
        }
        assert!(hits > 10 && misses > 5, "{}: {hits} hits, {misses} misses", sample.name);
    }
}

#[test]
fn boxes_in_whole_sky_maps_reach_both_sides_of_a_break() {
    let mut random = Random::new(12);
    for projection in ["CAR", "AIT", "MOL", "HPX", "SFL"] {
        let mut lines = map(projection, [0.0, 0.0], &[]);
        lines.retain(|line| !line.starts_with("CRPIX") && !line.starts_with("CDELT"));
        lines.extend(
            ["CRPIX1  = 20.5", "CRPIX2  = 10.5", "CDELT1  = -9.0", "CDELT2  = 9.0"].map(str::to_owned),
        );
        let wcs = Wcs::from_header(&cards(&lines)).unwrap();
        for _ in 0..12 {
            let centre = position(random.between(120.0, 240.0), random.between(-89.0, 89.0));
            let region = circle(centre, random.between(1.0, 60.0));
            let brute = Brute { wcs: &wcs, region: &region, lengths: [40, 20] };
            let found = wcs.pixel_box(&region, [40, 20]).unwrap();
            let expected = brute.pixel_box(&[centre]).unwrap();
            for axis in 0..2 {
                // What is thinner than half a pixel at a break may be missing.
                assert!(
                    found.first[axis] <= expected.first[axis] + 1,
                    "{projection} {region:?} {found:?} {expected:?}"
                );
                assert!(
                    found.last[axis] + 1 >= expected.last[axis],
                    "{projection} {region:?} {found:?} {expected:?}"
                );
                assert!(
                    found.first[axis] + 1 >= expected.first[axis],
                    "{projection} {region:?} {found:?} {expected:?}"
                );
                assert!(
                    found.last[axis] <= expected.last[axis] + 1,
                    "{projection} {region:?} {found:?} {expected:?}"
                );
            }
        }
    }
}

#[test]
fn a_circle_beside_a_corner_has_no_box_though_its_square_overlaps() {
    let wcs = Wcs::tangential(position(40.0, 20.0), 1.0, [100, 100]).unwrap();
    // Its centre is 3 pixels beyond the corner in both directions, 4.24 pixels away from it.
    let centre = wcs.sky_of([103.5, 103.5]).unwrap();
    assert_eq!(wcs.pixel_box(&circle(centre, 4.2 / 3600.0), [100, 100]), None);
    let corner = PixelBox { first: [100, 100], last: [100, 100] };
    assert_eq!(wcs.pixel_box(&circle(centre, 4.3 / 3600.0), [100, 100]), Some(corner));
}

#[test]
fn points_whole_images_and_images_without_pixels_have_the_boxes_that_they_must() {
    let wcs = Wcs::tangential(position(40.0, 20.0), 1.0, [100, 60]).unwrap();
    let at = |pixel: [f64; 2]| wcs.sky_of(pixel).unwrap();
    let one = PixelBox { first: [7, 9], last: [7, 9] };
    assert_eq!(wcs.pixel_box(&circle(at([7.2, 8.9]), 0.0), [100, 60]), Some(one));
    assert_eq!(one.lengths(), [1, 1]);
    let whole = PixelBox { first: [1, 1], last: [100, 60] };
    for radius_deg in [0.1, 90.0, 150.0, 180.0] {
        assert_eq!(
            wcs.pixel_box(&circle(at([50.0, 30.0]), radius_deg), [100, 60]),
            Some(whole),
            "{radius_deg}"
        );
    }
    assert_eq!(wcs.pixel_box(&circle(position(220.0, -20.0), 30.0), [100, 60]), None);
    assert_eq!(wcs.pixel_box(&circle(at([50.0, 30.0]), 0.1), [100, 0]), None);
    let sky =
        LonLatRange::new([f64::NEG_INFINITY, f64::INFINITY], [f64::NEG_INFINITY, f64::INFINITY]).unwrap();
    assert_eq!(wcs.pixel_box(&sky.into(), [100, 60]), Some(whole));
}

#[test]
fn a_circle_in_a_large_image_has_the_box_of_its_radius() {
    let wcs = Wcs::tangential(position(40.0, 0.0), 0.5, [9000, 9000]).unwrap();
    // Beside the centre of projection a radius is longer by its square: 64 arcseconds are 128 pixels.
    let region = circle(wcs.sky_of([4000.25, 5000.0]).unwrap(), 64.0 / 3600.0);
    let found = wcs.pixel_box(&region, [9000, 9000]).unwrap();
    assert_eq!(found, PixelBox { first: [3872, 4872], last: [4128, 5128] });
}

#[test]
fn any_header_has_boxes_within_its_image() {
    let mut random = Random::new(13);
    for sample in in_icrs() {
        let wcs = Wcs::from_header(&sample.cards()).unwrap();
        for _ in 0..20 {
            let pixel = [0, 1].map(|axis| random.between(0.5, sample.lengths[axis] as f64 + 0.5));
            let Some(centre) = wcs.sky_of(pixel) else { continue };
            // Beyond the facets of HPX, pixels repeat positions of others.
            let is_only =
                |back: [f64; 2]| (back[0] - pixel[0]).abs() < 1e-3 && (back[1] - pixel[1]).abs() < 1e-3;
            if !wcs.pixel_of(&centre).is_some_and(is_only) {
                continue;
            }
            let radius_deg = 10_f64.powf(random.between(-5.0, 2.0));
            let found = wcs.pixel_box(&circle(centre, radius_deg), sample.lengths).unwrap();
            for axis in 0..2 {
                let own = pixel[axis].round() as u64;
                assert!(found.first[axis] >= 1 && found.last[axis] <= sample.lengths[axis], "{found:?}");
                assert!(
                    found.first[axis] <= own && own <= found.last[axis],
                    "{}: {pixel:?} {found:?}",
                    sample.name
                );
            }
        }
    }
}
