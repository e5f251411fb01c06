//! Projections against their definitions in vectors, without wcslib's formulae.

use sky::{SkyPosition, UnitVector};
use wcs::Wcs;

use crate::headers::{cards, map, plane};
use crate::random::Random;

/// East and north at a position, and the direction of it.
fn basis(lon_deg: f64, lat_deg: f64) -> [UnitVector; 3] {
    let (lon_sin, lon_cos) = lon_deg.to_radians().sin_cos();
    let (lat_sin, lat_cos) = lat_deg.to_radians().sin_cos();
    [
        UnitVector { x: -lon_sin, y: lon_cos, z: 0.0 },
        UnitVector { x: -lat_sin * lon_cos, y: -lat_sin * lon_sin, z: lat_cos },
        UnitVector { x: lat_cos * lon_cos, y: lat_cos * lon_sin, z: lat_sin },
    ]
}

fn direction([east, north, ahead]: &[UnitVector; 3], x: f64, y: f64, z: f64) -> UnitVector {
    UnitVector {
        x: x * east.x + y * north.x + z * ahead.x,
        y: x * east.y + y * north.y + z * ahead.y,
        z: x * east.z + y * north.z + z * ahead.z,
    }
}

#[track_caller]
fn assert_near(wcs: &Wcs, pixel: [f64; 2], expected: &UnitVector) {
    let lat_deg = expected.z.atan2(expected.x.hypot(expected.y)).to_degrees();
    let expected = SkyPosition::new(expected.y.atan2(expected.x).to_degrees(), lat_deg).unwrap();
    let found = wcs.sky_of(pixel).unwrap();
    let miss_deg = found.separation_deg(&expected);
    assert!(miss_deg < 1e-12, "{pixel:?}: {found:?} {expected:?}, {miss_deg} degrees");
}

/// The plane's coordinates in radians by the CD matrix of `headers::plane`.
fn plane_rad(pixel: [f64; 2]) -> (f64, f64) {
    let (u, v) = (pixel[0] - 512.3, pixel[1] - 480.7);
    ((-5.1e-5 * u + 1.3e-5 * v).to_radians(), (0.9e-5 * u + 5.6e-5 * v).to_radians())
}

#[test]
fn tangential_planes_are_points_of_the_tangent_plane() {
    let mut random = Random::new(1);
    for centre in [[150.3, 2.2], [0.0, 90.0], [77.0, -89.999], [359.999, -45.0]] {
        let wcs = Wcs::from_header(&cards(&plane("TAN", centre, &["LONPOLE = 180.0"]))).unwrap();
        let basis = basis(centre[0], centre[1]);
        for _ in 0..500 {
            let pixel = [random.between(-5e4, 5e4), random.between(-5e4, 5e4)];
            let (x, y) = plane_rad(pixel);
            assert_near(&wcs, pixel, &direction(&basis, x, y, 1.0));
        }
    }
}

#[test]
fn equal_area_zenithal_planes_have_chords_as_radii() {
    let mut random = Random::new(2);
    for centre in [[300.0, -75.0], [10.0, 0.0]] {
        let wcs = Wcs::from_header(&cards(&plane("ZEA", centre, &[]))).unwrap();
        let basis = basis(centre[0], centre[1]);
        for _ in 0..500 {
            let pixel = [random.between(-1e5, 1e5), random.between(-1e5, 1e5)];
            let (x, y) = plane_rad(pixel);
            // The radius is the chord 2 sin(d / 2), so its square is 2 - 2 cos d.
            let cos = 1.0 - (x * x + y * y) / 2.0;
            let stretch = ((1.0 + cos) / 2.0).sqrt();
            assert_near(&wcs, pixel, &direction(&basis, x * stretch, y * stretch, cos));
        }
    }
}

#[test]
fn plate_carree_maps_are_longitude_and_latitude() {
    let mut random = Random::new(3);
    let wcs = Wcs::from_header(&cards(&map("CAR", [30.0, 0.0], &[]))).unwrap();
    for _ in 0..500 {
        let pixel = [random.between(0.5, 360.5), random.between(0.5, 180.5)];
        let [_, _, ahead] = basis(30.0 - (pixel[0] - 180.5), pixel[1] - 90.5);
        assert_near(&wcs, pixel, &ahead);
    }
}

#[test]
fn sip_is_its_polynomial_before_the_tangential_plane() {
    let sip = [
        "A_ORDER = 3",
        "B_ORDER = 3",
        "A_2_0   = 2.0E-06",
        "A_1_2   = -3.0E-09",
        "B_1_1   = 4.0E-06",
        "B_0_3   = 5.0E-09",
    ];
    let wcs = Wcs::from_header(&cards(&plane("TAN-SIP", [150.3, 2.2], &sip))).unwrap();
    let basis = basis(150.3, 2.2);
    let mut random = Random::new(4);
    for _ in 0..500 {
        let pixel = [random.between(0.5, 1024.5), random.between(0.5, 1024.5)];
        let (u, v) = (pixel[0] - 512.3, pixel[1] - 480.7);
        let bent = [pixel[0] + 2e-6 * u * u - 3e-9 * u * v * v, pixel[1] + 4e-6 * u * v + 5e-9 * v * v * v];
        let (x, y) = plane_rad(bent);
        assert_near(&wcs, pixel, &direction(&basis, x, y, 1.0));
        let back = wcs.pixel_of(&wcs.sky_of(pixel).unwrap()).unwrap();
        assert!((back[0] - pixel[0]).hypot(back[1] - pixel[1]) < 1e-7, "{pixel:?} {back:?}");
    }
}

#[test]
fn tnx_adds_its_surface_in_the_plane_also_if_its_text_is_cut_within_numbers() {
    // gsurfit: polynomial, 3 x 3 terms with half of the cross terms, limits, then x varies fastest.
    let surface = |terms: [f64; 6]| {
        let terms: Vec<String> = terms.iter().map(|term| format!("{term:.12E}")).collect();
        format!("3. 3. 3. 2. -0.1 0.1 -0.1 0.1 {} ", terms.join(" "))
    };
    let (lon, lat) = ([1e-5, 2e-4, 3e-2, -1e-4, 2e-2, -1e-2], [-2e-5, 1e-4, -1e-2, 3e-4, 1e-2, 4e-2]);
    let mut lines = plane("TNX", [150.3, 2.2], &[]);
    for (axis, key, name, terms) in [(1, "lngcor", "ra", lon), (2, "latcor", "dec", lat)] {
        let text = format!("wtype=tnx axtype={name} {key} = \"{}\"", surface(terms));
        for (part, piece) in text.as_bytes().chunks(68).enumerate() {
            lines.push(format!("WAT{axis}_{:03}= '{:68}'", part + 1, String::from_utf8_lossy(piece)));
        }
    }
    let wcs = Wcs::from_header(&cards(&lines)).unwrap();
    let basis = basis(150.3, 2.2);
    let mut random = Random::new(5);
    for _ in 0..200 {
        let pixel = [random.between(0.5, 1024.5), random.between(0.5, 1024.5)];
        let (x, y) = plane_rad(pixel);
        let (x, y) = (x.to_degrees(), y.to_degrees());
        let value = |t: [f64; 6]| t[0] + t[1] * x + t[2] * x * x + t[3] * y + t[4] * x * y + t[5] * y * y;
        let (bent_x, bent_y) = ((x + value(lon)).to_radians(), (y + value(lat)).to_radians());
        assert_near(&wcs, pixel, &direction(&basis, bent_x, bent_y, 1.0));
    }
}

#[test]
fn a_plane_made_for_a_picture_has_its_centre_and_scale() {
    let centre = SkyPosition::new(10.0, 60.0).unwrap();
    let wcs = Wcs::tangential(centre, 0.5, [100, 50]).unwrap();
    assert!(wcs.sky_of([50.5, 25.5]).unwrap().separation_deg(&centre) < 1e-13);
    assert!((wcs.pixel_scale_arcsec([50.5, 25.5]).unwrap() - 0.5).abs() < 1e-9);
    let north = wcs.sky_of([50.5, 26.5]).unwrap();
    assert!((north.lat_deg() - 60.0 - 0.5 / 3600.0).abs() < 1e-12);
    let east = wcs.sky_of([49.5, 25.5]).unwrap();
    assert!(east.lon_deg() > 10.0);
    assert_eq!(
        Wcs::tangential(centre, -1.0, [1, 1]).unwrap_err().to_string(),
        format!("card CDELT1 is {}; expected more than 0 and less than 90 degrees per pixel", -1.0 / 3600.0)
    );
}

#[test]
fn a_plane_made_at_a_pole_has_its_longitude_upwards_behind_the_pole() {
    let wcs = Wcs::tangential(SkyPosition::new(30.0, 90.0).unwrap(), 1.0, [10, 10]).unwrap();
    let above = wcs.sky_of([5.5, 8.5]).unwrap();
    assert!((above.lon_deg() - 210.0).abs() < 1e-6, "{above:?}");
}

#[test]
fn pixels_of_one_plane_are_found_in_another() {
    let other = Wcs::from_header(&cards(&plane("TAN", [150.3, 2.2], &[]))).unwrap();
    let grid = Wcs::tangential(SkyPosition::new(150.3, 2.2).unwrap(), 0.2, [200, 100]).unwrap();
    let pixels: Vec<[f64; 2]> = (0..150)
        .map(|step| [f64::from(step) + 1.0, f64::from(step) / 2.0 + 1.0])
        .chain([[f64::NAN, 1.0]])
        .collect();
    let mut there = vec![None; pixels.len()];
    grid.pixels_in(&other, &pixels, &mut there);
    for (pixel, there) in pixels.iter().zip(&there) {
        let expected = grid.sky_of(*pixel).and_then(|position| other.pixel_of(&position));
        assert_eq!(*there, expected);
    }
    assert!(there[..150].iter().all(Option::is_some) && there[150].is_none());
}
