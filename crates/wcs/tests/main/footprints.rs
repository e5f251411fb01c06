//! Footprints against the borders of their images.

use sky::SkyPosition;
use wcs::{Extent, Wcs};

use crate::headers::{Sample, cards, in_icrs, in_other_frames, plane};
use crate::random::Random;

fn read(sample: &Sample) -> Wcs {
    Wcs::from_header(&sample.cards()).unwrap()
}

#[test]
fn polygons_hold_the_image_and_nothing_else() {
    let mut random = Random::new(21);
    let samples = in_icrs().into_iter().chain(in_other_frames().into_iter().map(|(sample, _)| sample));
    let mut polygons = 0;
    for sample in samples {
        let wcs = read(&sample);
        let footprint = wcs.footprint(sample.lengths).unwrap();
        let Extent::Polygon(polygon) = &footprint.extent else { continue };
        polygons += 1;
        assert!(polygon.vertices().len() <= 64, "{}", sample.name);
        let scale = wcs.pixel_scale_arcsec(sample.lengths.map(|length| length as f64 / 2.0)).unwrap();
        // A tenth of a pixel or 0.05 arcseconds, and a half more because the scale is not the same everywhere.
        let margin = 1.5 * (0.1_f64).max(0.05 / scale);
        for _ in 0..2000 {
            let at = |axis: usize, random: &mut Random| {
                let length = sample.lengths[axis] as f64;
                random.between(-0.05 * length, 1.05 * length)
            };
            let pixel = [at(0, &mut random), at(1, &mut random)];
            let Some(position) = wcs.sky_of(pixel) else { continue };
            let depth = (0..2)
                .map(|axis| (pixel[axis] - 0.5).min(sample.lengths[axis] as f64 + 0.5 - pixel[axis]))
                .fold(f64::MAX, f64::min);
            if depth.abs() > margin {
                assert_eq!(polygon.contains(&position), depth > 0.0, "{} {pixel:?}", sample.name);
            }
            let radius_deg = footprint.centre.separation_deg(&position);
            assert!(depth < 0.0 || radius_deg <= footprint.diameter_deg / 2.0 + margin * scale / 3600.0);
        }
    }
    assert!(polygons >= 20, "{polygons} polygons");
}

#[test]
fn straight_borders_need_four_vertices_and_bent_ones_more() {
    let tan = Wcs::from_header(&cards(&plane("TAN", [150.3, 2.2], &[]))).unwrap();
    let vertices = tan.footprint([1024, 1024]).unwrap().extent.dali_vertices();
    assert_eq!(vertices.len(), 4);
    let corner = tan.sky_of([0.5, 0.5]).unwrap();
    assert!(vertices.iter().any(|vertex| vertex.separation_deg(&corner) < 1e-12));
    let sip = in_icrs().into_iter().find(|sample| sample.name.starts_with("sip-3")).unwrap();
    let vertices = read(&sip).footprint(sip.lengths).unwrap().extent.dali_vertices();
    assert!((5..=64).contains(&vertices.len()), "{}", vertices.len());
}

#[test]
fn vertices_run_counter_clockwise_as_seen_from_inside_the_sphere() {
    for lat_deg in [0.0, 60.0, -60.0] {
        let wcs = Wcs::tangential(SkyPosition::new(0.0, lat_deg).unwrap(), 10.0, [100, 100]).unwrap();
        let vertices = wcs.footprint([100, 100]).unwrap().extent.dali_vertices();
        // The sum of cross products of neighbours points to us, who look from the centre of the sphere along the
        // direction, if the order is counter-clockwise on the sky as we see it: against the direction.
        let mut sum = [0.0; 3];
        for (vertex, next) in vertices.iter().zip(vertices.iter().cycle().skip(1)) {
            let normal = vertex.vector().cross(&next.vector());
            sum = [sum[0] + normal.x, sum[1] + normal.y, sum[2] + normal.z];
        }
        let ahead = SkyPosition::new(0.0, lat_deg).unwrap().vector();
        assert!(sum[0] * ahead.x + sum[1] * ahead.y + sum[2] * ahead.z < 0.0, "{lat_deg}");
        // On the southern side, the next vertex lies west: longitudes grow to the left, and we walk rightwards.
        let southern = |position: &SkyPosition| position.lat_deg() < lat_deg;
        let pairs = vertices.iter().zip(vertices.iter().cycle().skip(1));
        let (from, to) = pairs.into_iter().find(|(from, to)| southern(from) && southern(to)).unwrap();
        assert!(from.lon_deg() < 180.0 && to.lon_deg() > 180.0, "{from:?} {to:?}");
    }
}

#[test]
fn images_that_hold_a_pole_or_cross_longitude_zero_are_polygons() {
    for (centre, inside) in
        [([33.0, 90.0], [200.0, 89.99]), ([0.0, 10.0], [359.99, 10.0]), ([0.0, -90.0], [7.0, -90.0])]
    {
        let wcs = Wcs::from_header(&cards(&plane("TAN", centre, &[]))).unwrap();
        let footprint = wcs.footprint([1024, 1024]).unwrap();
        let Extent::Polygon(polygon) = footprint.extent else { panic!("{centre:?}") };
        assert!(polygon.contains(&SkyPosition::new(inside[0], inside[1]).unwrap()), "{centre:?}");
        // 1024 pixels of about 0.2 arcseconds.
        assert!((0.06..0.1).contains(&footprint.diameter_deg), "{}", footprint.diameter_deg);
    }
}

#[test]
fn maps_of_the_whole_sky_say_so_and_halves_of_it_are_circles() {
    for sample in in_icrs() {
        let is_whole = ["car", "mol", "ait", "ait-oblique", "sfl"].contains(&sample.name.as_str());
        if is_whole {
            let footprint = read(&sample).footprint(sample.lengths).unwrap();
            assert_eq!(
                (footprint.extent, footprint.diameter_deg),
                (Extent::WholeSky, 360.0),
                "{}",
                sample.name
            );
        }
    }
    // Orthographic projection shows one half of the sky; its corners are empty.
    let mut lines = plane("SIN", [80.0, 30.0], &[]);
    lines.retain(|line| !line.starts_with("CRPIX") && !line.starts_with("CD"));
    lines.extend(["CRPIX1  = 64.5", "CRPIX2  = 64.5", "CDELT1  = -1.0", "CDELT2  = 1.0"].map(str::to_owned));
    let wcs = Wcs::from_header(&cards(&lines)).unwrap();
    let footprint = wcs.footprint([128, 128]).unwrap();
    let Extent::Circle(cone) = footprint.extent else { panic!("{footprint:?}") };
    // 57.3 pixels are the radius of the disc, which ends 90 degrees from its centre.
    assert!((85.0..=100.0).contains(&cone.radius_deg()), "{cone:?}");
    assert!(cone.centre().separation_deg(&SkyPosition::new(80.0, 30.0).unwrap()) < 1e-9);
}

#[test]
fn images_without_a_position_have_no_footprint() {
    let mut lines = plane("ZEA", [80.0, 30.0], &[]);
    lines.retain(|line| !line.starts_with("CRPIX"));
    lines.extend(["CRPIX1  = 9.0E9", "CRPIX2  = 64.5"].map(str::to_owned));
    let wcs = Wcs::from_header(&cards(&lines)).unwrap();
    assert_eq!(wcs.footprint([128, 128]), None);
    assert_eq!(wcs.footprint([0, 128]), None);
}
