//! Searches by region against brute force over points of all images: across RA 0, at the poles and elsewhere.

use std::collections::BTreeSet;

use sky::{Cone, LonLatRange, Polygon, SkyPosition};

use super::sample::{ALL, Image};
use super::{column, ids, search, search1};

/// What brute force cannot tell apart: images whose border lies at that of a region.
const MARGIN: f64 = 0.1;

fn at(lon: f64, lat: f64) -> SkyPosition {
    SkyPosition::new(lon, lat).unwrap()
}

/// Fails unless the answer has the images that surely belong to it and none that surely do not; `lies` says it for a margin
/// by which everything is a little larger, or smaller.
#[track_caller]
fn assert_found(found: &[String], what: &str, lies: impl Fn(&Image, f64) -> bool) {
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    let (mut sure, mut unsure) = (0, 0);
    for image in ALL.iter() {
        let (surely, perhaps) = (lies(image, -MARGIN), lies(image, MARGIN));
        sure += usize::from(surely);
        unsure += usize::from(perhaps && !surely);
        let is_found = found.contains(image.id.as_str());
        assert!(!surely || is_found, "{what}: {} is missing", image.id);
        assert!(perhaps || !is_found, "{what}: {} is found", image.id);
    }
    assert!(sure > 0, "{what}: no image lies there");
    assert!(unsure <= 8 + found.len(), "{what}: {unsure} images at the border");
}

/// Whether a point of the image is in the region, grown by a margin in degrees.
fn meets(image: &Image, within: impl Fn(&SkyPosition) -> bool) -> bool {
    image.points().any(|point| within(&point))
}

#[tokio::test(flavor = "multi_thread")]
async fn circles_find_the_images_that_they_meet() {
    for (lon, lat, radius) in
        [(0.2, 0.5, 1.0), (359.9, -1.0, 0.4), (10.0, 89.5, 2.0), (200.0, -89.9, 0.5), (105.0, 58.0, 1.5)]
    {
        let circle = format!("CIRCLE {lon} {lat} {radius}");
        let found = ids(&[("POS", &circle)]).await;
        assert_found(&found, &circle, |image, margin| {
            let cone = Cone::new(at(lon, lat), radius + margin).unwrap();
            meets(image, |point| cone.contains(point)) || (margin > 0.0 && image.holds(&at(lon, lat), margin))
        });
    }
    // A circle round the opposite point leaves out what is within the rest.
    let found = ids(&[("POS", "CIRCLE 285 -58 170"), ("MAXREC", "1000")]).await;
    let cone = |margin: f64| Cone::new(at(285.0, -58.0), 170.0 + margin).unwrap();
    assert_found(&found, "large circle", |image, margin| meets(image, |point| cone(margin).contains(point)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circle_without_a_radius_finds_the_images_that_hold_the_point() {
    for image in ALL.iter().step_by(40) {
        let point = image.at(0.8, -0.7);
        let circle = format!("CIRCLE {} {} 0", point.lon_deg(), point.lat_deg());
        let found = ids(&[("POS", &circle)]).await;
        assert_found(&found, &circle, |image, margin| image.holds(&point, margin / 2.0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_find_the_images_that_they_meet() {
    for [west, east, south, north] in [
        [359.0, 1.0, -1.0, 1.0],
        [350.0, 20.0, 88.0, 90.0],
        [0.0, 360.0, -90.0, -89.0],
        [100.0, 104.0, 55.0, 58.0],
        [300.0, 60.0, 30.0, 50.0],
    ] {
        let range = format!("RANGE {west} {east} {south} {north}");
        let found = ids(&[("POS", &range)]).await;
        assert_found(&found, &range, |image, margin| in_range([west, east, south, north], margin, image));
    }
    let band = ids(&[("POS", "RANGE -Inf +Inf 86.5 +Inf")]).await;
    assert_eq!(band, ids(&[("POS", "RANGE 0 360 86.5 90")]).await);
}

/// Whether a point of an image lies in a range that is grown by a margin.
fn in_range([west, east, south, north]: [f64; 4], margin: f64, image: &Image) -> bool {
    image.points().any(|point| {
        let lat = point.lat_deg();
        let wide = margin / lat.to_radians().cos().max(1e-3);
        let all = east - west >= 360.0;
        let lons = if all { [0.0, 360.0] } else { [west - wide, east + wide] };
        let is_whole = all || (east - west).rem_euclid(360.0) + 2.0 * wide >= 360.0;
        let lons = if is_whole { [0.0, 360.0] } else { lons };
        let lats = [(south - margin).max(-90.0), (north + margin).min(90.0)];
        (is_whole || (east - west).rem_euclid(360.0) + 2.0 * wide > 0.0)
            && LonLatRange::new(lons, lats).is_ok_and(|range| range.contains(&point))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn polygons_find_the_images_that_they_meet_in_either_order() {
    for corners in [
        [[359.0, -1.0], [1.5, -1.5], [1.0, 1.0], [359.5, 1.2]],
        [[0.0, 88.0], [90.0, 88.5], [180.0, 88.0], [270.0, 88.5]],
        [[101.0, 56.0], [106.0, 56.0], [106.0, 60.0], [101.0, 60.0]],
    ] {
        let text = |corners: &[[f64; 2]]| {
            let numbers: Vec<String> = corners.iter().flatten().map(f64::to_string).collect();
            format!("POLYGON {}", numbers.join(" "))
        };
        let polygon = text(&corners);
        let found = ids(&[("POS", &polygon)]).await;
        let mut reversed = corners;
        reversed.reverse();
        assert_eq!(found, ids(&[("POS", &text(&reversed))]).await, "{polygon}");
        let closed = [corners.as_slice(), &corners[..1]].concat();
        assert_eq!(found, ids(&[("POS", &text(&closed))]).await, "{polygon}");
        let inside = Polygon::new(corners.map(|[lon, lat]| at(lon, lat)).to_vec()).unwrap();
        assert_found(&found, &polygon, |image, margin| {
            let near = |point: &SkyPosition| {
                let grown = |(x, y): (f64, f64)| {
                    let lon = point.lon_deg() + x * margin / point.lat_deg().to_radians().cos().max(0.02);
                    inside.contains(&at(
                        lon.rem_euclid(360.0),
                        (point.lat_deg() + y * margin).clamp(-90.0, 90.0),
                    ))
                };
                let mut round = [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)].into_iter();
                if margin > 0.0 { round.any(grown) || inside.contains(point) } else { round.all(grown) }
            };
            meets(image, near)
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_regions_find_what_meets_any_of_them() {
    let (one, other) = ("CIRCLE 105 58 0.5", "RANGE 359.5 0.5 -0.5 0.5");
    let mut both = ids(&[("POS", one)]).await;
    both.extend(ids(&[("POS", other)]).await);
    both.sort();
    both.dedup();
    assert!(both.len() > 2);
    assert_eq!(ids(&[("POS", one), ("pos", other)]).await, both);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_four_ways_to_lie_to_a_region_are_those_of_brute_force() {
    let format = ("FORMAT", "image/fits");
    for (pos, size, word) in [
        ([0.1, 0.3], [3.0, 2.0], "OVERLAPS"),
        ([0.1, 0.3], [6.0, 6.0], "ENCLOSED"),
        ([0.1, 0.3], [0.2, 0.1], "COVERS"),
        ([0.1, 0.3], [1.0, 1.0], "CENTER"),
        ([105.0, 58.0], [2.0, 3.0], "OVERLAPS"),
        ([105.0, 58.0], [6.0, 4.0], "ENCLOSED"),
        ([104.0, 58.5], [0.3, 0.3], "COVERS"),
        ([20.0, 89.5], [2.0, 2.0], "OVERLAPS"),
        ([20.0, -89.0], [7.0, 7.0], "ENCLOSED"),
    ] {
        let (place, extent) = (format!("{},{}", pos[0], pos[1]), format!("{},{}", size[0], size[1]));
        let table =
            search1(&[("POS", &place), ("SIZE", &extent), ("INTERSECT", word), ("VERB", "3"), format]).await;
        let found = column(&table, "obs_id");
        let what = format!("{word} {place} {extent}");
        let centre = at(pos[0], pos[1]);
        assert_found(&found, &what, |image, margin| match word {
            "OVERLAPS" => in_range(range_of(pos, size), margin, image),
            "ENCLOSED" => encloses(range_of(pos, size), margin, image),
            "COVERS" => {
                let [west, east, south, north] = range_of(pos, size);
                let span = (east - west).rem_euclid(360.0);
                let steps = || (0..=10).map(|step| f64::from(step) / 10.0);
                steps().all(|x| {
                    steps().all(|y| {
                        let point = at((west + x * span).rem_euclid(360.0), south + y * (north - south));
                        image.holds(&point, margin)
                    })
                })
            }
            _ => image.holds(&centre, margin / 2.0),
        });
    }
}

/// The region of version 1.0 by its definition.
fn range_of([lon, lat]: [f64; 2], [width, height]: [f64; 2]) -> [f64; 4] {
    let (south, north) = (lat - height / 2.0, lat + height / 2.0);
    if south <= -90.0 || north >= 90.0 {
        return [0.0, 360.0, south.max(-90.0), north.min(90.0)];
    }
    let half = width / 2.0 / lat.to_radians().cos();
    [(lon - half).rem_euclid(360.0), (lon + half).rem_euclid(360.0), south, north]
}

/// Whether all points of an image lie in a range that is grown by a margin.
fn encloses([west, east, south, north]: [f64; 4], margin: f64, image: &Image) -> bool {
    image.points().all(|point| {
        let wide = margin / point.lat_deg().to_radians().cos().max(1e-3);
        let lons = if east - west >= 360.0 { [0.0, 360.0] } else { [west - wide, east + wide] };
        let lats = [
            if south <= -90.0 { -90.0 } else { south - margin },
            if north >= 90.0 { 90.0 } else { (north + margin).min(90.0) },
        ];
        LonLatRange::new(lons, lats).is_ok_and(|range| range.contains(&point))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_without_extent_finds_the_images_that_hold_it() {
    let image = &ALL[4];
    let centre = format!("{},{}", image.centre.lon_deg(), image.centre.lat_deg());
    let table = search1(&[("POS", &centre), ("SIZE", "0"), ("VERB", "3"), ("FORMAT", "image/fits")]).await;
    let found = column(&table, "obs_id");
    assert!(found.contains(&image.id), "{found:?}");
    let circle = format!("CIRCLE {} {} 0", image.centre.lon_deg(), image.centre.lat_deg());
    assert_eq!(found, column(&search(&[("POS", &circle)]).await, "obs_id"));
}
