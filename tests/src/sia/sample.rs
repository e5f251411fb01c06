//! Square images with places and values that tests know: at both poles, across RA 0 and elsewhere.

use std::fmt::Write;
use std::sync::LazyLock;

use sky::{Healpix, Polygon, Region, SkyPosition};

use crate::harness::{Random, Site};

/// How many images there are at places drawn by lot.
const IMAGES: usize = 400;

/// An image.
pub struct Image {
    pub id: String,
    pub centre: SkyPosition,
    /// Half of a side, as an angle from the centre on the tangent plane.
    pub half_deg: f64,
    /// How it is turned.
    pub angle_deg: f64,
    /// Its number, from which other values follow.
    pub number: usize,
}

/// All images.
pub static ALL: LazyLock<Vec<Image>> = LazyLock::new(|| {
    let mut random = Random(7);
    let mut between = |least: f64, most: f64| least + (most - least) * random.below(1_000_000) as f64 / 1e6;
    let place = |number: usize, between: &mut dyn FnMut(f64, f64) -> f64| match number % 5 {
        0 => (between(-3.0, 3.0_f64).rem_euclid(360.0), between(-4.0, 4.0)),
        1 => (between(0.0, 360.0), between(86.0, 90.0)),
        2 => (between(0.0, 360.0), between(-90.0, -86.0)),
        3 => (between(100.0, 110.0), between(55.0, 62.0)),
        _ => (between(0.0, 360.0), between(-80.0, 80.0)),
    };
    let image = |number| {
        let (lon, lat) = place(number, &mut between);
        Image {
            id: format!("night-{number:03}"),
            centre: SkyPosition::new(lon, lat).unwrap(),
            half_deg: between(0.05, 1.5),
            angle_deg: between(0.0, 90.0),
            number,
        }
    };
    (0..IMAGES).map(image).collect()
});

impl Image {
    /// The point of the image at a place of its square, whose corners are at -1 and 1.
    pub fn at(&self, x: f64, y: f64) -> SkyPosition {
        let (sin, cos) = self.angle_deg.to_radians().sin_cos();
        let half = self.half_deg.to_radians().tan();
        let (east, north) = ((x * cos - y * sin) * half, (x * sin + y * cos) * half);
        let (sin_lon, cos_lon) = self.centre.lon_deg().to_radians().sin_cos();
        let (sin_lat, cos_lat) = self.centre.lat_deg().to_radians().sin_cos();
        let centre = [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat];
        let to_east = [-sin_lon, cos_lon, 0.0];
        let to_north = [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat];
        let axis = |place: usize| centre[place] + east * to_east[place] + north * to_north[place];
        let [x, y, z] = [axis(0), axis(1), axis(2)];
        let lon = y.atan2(x).to_degrees().rem_euclid(360.0);
        SkyPosition::new(lon, z.atan2(x.hypot(y)).to_degrees()).unwrap()
    }

    /// Points all over the image, its border included.
    pub fn points(&self) -> impl Iterator<Item = SkyPosition> + '_ {
        let steps = || (-12..=12).map(|step| f64::from(step) / 12.0);
        steps().flat_map(move |x| steps().map(move |y| self.at(x, y)))
    }

    /// Whether a point is in the image; `margin` makes it larger, relative to its size.
    pub fn holds(&self, point: &SkyPosition, margin: f64) -> bool {
        let scale = 1.0 + margin;
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        let corners = corners.map(|(x, y)| self.at(x * scale, y * scale)).to_vec();
        Polygon::new(corners).unwrap().contains(point)
    }

    fn region(&self) -> Region {
        let corners = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        Region::polygon(corners.map(|(x, y)| self.at(x, y)).to_vec()).unwrap()
    }

    /// The filter: the wavelengths are those of its number.
    pub fn band(&self) -> &'static str {
        ["u", "g", "r", "i"][self.number % 4]
    }

    /// The shortest wavelength in metres; the longest is 1e-7 m more.
    pub fn em_min(&self) -> f64 {
        3e-7 + 1.5e-7 * (self.number % 4) as f64
    }

    /// The start as MJD; each tenth image has none. The end is half a day later.
    pub fn t_min(&self) -> Option<f64> {
        (!self.number.is_multiple_of(10)).then_some(58_000.0 + self.number as f64)
    }

    fn row(&self, out: &mut String) {
        let Region::Polygon(polygon) = self.region() else { panic!("it is a polygon") };
        let numbers: Vec<String> = polygon
            .vertices()
            .iter()
            .flat_map(|corner| [corner.lon_deg().to_string(), corner.lat_deg().to_string()])
            .collect();
        let cells: Vec<String> = sky::footprint::stored(&self.region()).iter().map(i64::to_string).collect();
        let (lon, lat) = (self.centre.lon_deg(), self.centre.lat_deg());
        let did = format!("ivo://example.org/Sky?{}", self.id);
        let t_min = self.t_min().map_or("NULL".to_owned(), |time| time.to_string());
        let states = if self.number.is_multiple_of(3) { "'/RR/LL/'" } else { "'/I/Q/'" };
        let (em_min, scale) = (self.em_min(), self.half_deg.to_radians().tan().to_degrees() / 500.0);
        let (sin, cos) = self.angle_deg.to_radians().sin_cos();
        let cd = [scale * cos, -scale * sin, scale * sin, scale * cos].map(|number| number.to_string());
        let (id, band, comma) = (&self.id, self.band(), if out.is_empty() { "" } else { ",\n" });
        let healpix = Healpix::index(&self.centre);
        write!(
            out,
            "{comma}('sky', '{id}.fits', 4000000, now(), 'ivo%3A%2F%2Fexample.org%2FSky%3F{id}', {healpix}, \
             ARRAY[{}], ARRAY[{}]::bigint[], 'POLYGON ICRS {}', '{band}', 'TAN', 'ICRS', ARRAY[500.5, 500.5], \
             ARRAY[{lon}, {lat}], ARRAY[{}], ARRAY[1000, 1000], ARRAY[{scale}, {scale}], 'image', {}, \
             '{}', '{id}', '{did}', 'image/fits', 4000, 'Field {id}', {lon}, {lat}, {}, {}, {t_min}, {t_min} + 0.5, {}, \
             {em_min}, {em_min} + 1e-7, {}, {states}, '{}', 'Cam', 'Image {id} in {band}')",
            numbers.join(", "),
            cells.join(", "),
            numbers.join(" "),
            cd.join(", "),
            self.number % 4,
            if self.number.is_multiple_of(2) { "Even" } else { "Odd's" },
            self.half_deg * 2.0,
            1.0 + (self.number % 7) as f64,
            60 * (1 + self.number % 5),
            5.0 + (self.number % 2) as f64,
            if self.number.is_multiple_of(2) { "North" } else { "South" },
        )
        .unwrap();
    }
}

/// A site with an empty list of images, TAP and image searches.
pub fn site() -> Site {
    let site = Site::new("");
    site.write("sia.toml", "plugin = \"sia\"\nmount = \"/sia\"\n");
    site.write(
        "cut.toml",
        "plugin = \"sia\"\nmount = \"/cut\"\n[settings]\nimage_service = \"cutout\"\nsize_max_deg = 5\n",
    );
    site.write("tap.toml", "plugin = \"tap\"\nmount = \"/tap\"\n");
    site.write(
        "collections/sky.toml",
        "title = 'Sky'\ndescription = 'Squares'\nschema = 'sky'\naccess = 'public'\n[images]\nfolder = '/data/sky'\n\
         publisher_did = 'ivo://example.org/Sky'\n",
    );
    site
}

/// Lists all images.
pub fn fill(site: &Site) {
    let mut rows = String::new();
    ALL.iter().for_each(|image| image.row(&mut rows));
    let columns = "collection, file, file_bytes, file_modified, links_id, healpix, shape, cells, s_region, band, \
                   wcs_projection, wcs_frame, wcs_crpix, wcs_crval, wcs_cd, naxis, pixel_scale, dataproduct_type, \
                   calib_level, obs_collection, obs_id, obs_publisher_did, access_format, access_estsize, target_name, \
                   s_ra, s_dec, s_fov, s_resolution, t_min, t_max, t_exptime, em_min, em_max, em_res_power, pol_states, \
                   facility_name, instrument_name, obs_title";
    let rows = rows.replace("Odd's", "Odd''s");
    let file = site.conf().join("rows.sql");
    std::fs::write(
        &file,
        format!("INSERT INTO armilla.images ({columns}) VALUES\n{rows};\nANALYZE armilla.images;\n"),
    )
    .unwrap();
    let done =
        site.server.client("psql").args(["-Xqv", "ON_ERROR_STOP=1", "-f"]).arg(&file).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
