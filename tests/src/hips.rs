//! Sky views: the command that makes them of FITS images, and the instance that serves them.

mod command;
mod policy;
mod routes;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use reqwest::Method;

use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Site};

/// The hash of `correct horse`, at the least cost.
const HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$9sbD1sKHRWfD57fr2UPn8w$viGOQjX6G7xioYN1fNw4mEL0UbNzPMditiceMeUVb3s";

/// Public images; some that everybody finds and the staff has; some of the staff that nobody else finds; some of which
/// everybody has one band.
const SETS: [(&str, &str); 4] = [
    ("wide", "access = 'public'"),
    ("deep", "access = { groups = ['staff'] }\nannounced = true"),
    ("secret", "access = { groups = ['staff'] }"),
    (
        "part",
        "access = { groups = ['staff'] }\n[[images.rows_for]]\naccess = 'public'\nwhere = \"band = 'r'\"",
    ),
];

/// Pixels on each side of an image.
const SIDE: usize = 200;
/// The pixel of the star in each image, from 1.
const STAR: [f64; 2] = [130.0, 60.0];
/// Where the middle of each image is, in degrees.
const CENTRE: [f64; 2] = [10.0, 20.0];
/// Degrees of a pixel.
const STEP_DEG: f64 = 3.0 / 3600.0;

/// A site with four collections that have the same three images, their sky views, and a host.
struct Place {
    site: Site,
    host: Host,
    /// The images, and the sky views of them; it goes with the host.
    data: PathBuf,
}

/// What the tests look at that change nothing.
static PLACE: LazyLock<Place> = LazyLock::new(|| {
    let place = Place::new();
    for (id, _) in SETS {
        let bands: &[&str] = if id == "wide" { &["--colour", "r,g,b"] } else { &["--band", "r"] };
        place.site.done(&[&["hips", id], bands].concat());
    }
    place
});

impl Place {
    /// One without sky views.
    fn new() -> Self {
        let site = Site::new("");
        let start = site.start();
        let data = start.folder().join("data");
        fs::create_dir(&data).unwrap();
        site.write("hips.toml", "plugin = \"hips\"\nmount = \"/hips\"\n");
        site.write("users.toml", &format!("[users.ada]\npassword = '{HASH}'\ngroups = ['staff']\n"));
        for band in ["r", "g", "b"] {
            fs::write(data.join(format!("{band}.fits")), image()).unwrap();
        }
        for (id, rules) in SETS {
            let folder = data.display();
            let text = format!(
                "title = 'The {id} survey'\ndescription = 'All of it'\nschema = 's_{id}'\n[images]\nfolder = '{folder}'\n\
                 hips = '{folder}/hips/{id}'\npublisher_did = 'ivo://example.org/{id}'\n{rules}\n"
            );
            site.write(&format!("collections/{id}.toml"), &text);
        }
        let host = start.ready();
        fill(&site);
        Self { site, host, data }
    }

    /// The folder of a sky view.
    fn folder(&self, place: &str) -> PathBuf {
        self.data.join("hips").join(place)
    }

    /// GET as a user, or as nobody.
    async fn get(&self, user: &str, path: &str) -> Answer {
        let client = Client::of(&self.host);
        let request = Request::new(Method::GET, path);
        let credentials = base64_simd::STANDARD.encode_to_string(format!("{user}:correct horse"));
        let request = match user {
            "" => request,
            _ => request.with_header("authorization", &format!("Basic {credentials}")),
        };
        client.send(request).await
    }
}

/// The list of images, as reading their headers would fill it.
fn fill(site: &Site) {
    let rows = "INSERT INTO armilla.images (collection, file, file_bytes, file_modified, links_id, healpix, shape, cells, \
                s_region, band, dataproduct_type, calib_level, obs_collection, obs_id, obs_publisher_did, access_format, \
                s_ra, s_dec, em_min, em_max, hdu, image_hdus) \
                SELECT id, band || '.fits', 1000, now(), id || band, 0, ARRAY[10, 20, 0.1], '{}', 'CIRCLE ICRS 10 20 0.1', \
                band, 'image', 2, id, band, 'ivo://example.org/' || id || '?' || band, 'image/fits', 10, 20, 5.4e-7, 7e-7, \
                0, 1 \
                FROM unnest(ARRAY['wide', 'deep', 'secret', 'part']) AS id, unnest(ARRAY['r', 'g', 'b']) AS band";
    site.psql(rows).unwrap();
}

/// A FITS image with a star.
fn image() -> Vec<u8> {
    let mut header = String::new();
    let mut card = |text: String| write!(header, "{text:80}").unwrap();
    card("SIMPLE  =                    T".to_owned());
    for (keyword, value) in
        [("BITPIX", -32.0), ("NAXIS", 2.0), ("NAXIS1", SIDE as f64), ("NAXIS2", SIDE as f64)]
    {
        card(format!("{keyword:8}= {value:20}"));
    }
    card("CTYPE1  = 'RA---TAN'".to_owned());
    card("CTYPE2  = 'DEC--TAN'".to_owned());
    let middle = (SIDE as f64 + 1.0) / 2.0;
    for (keyword, value) in [
        ("CRPIX1", middle),
        ("CRPIX2", middle),
        ("CRVAL1", CENTRE[0]),
        ("CRVAL2", CENTRE[1]),
        ("CDELT1", -STEP_DEG),
        ("CDELT2", STEP_DEG),
    ] {
        card(format!("{keyword:8}= {value:20?}"));
    }
    card("END".to_owned());
    let mut bytes = header.into_bytes();
    bytes.resize(2880, b' ');
    for y in 1..=SIDE {
        for x in 1..=SIDE {
            let away = (x as f64 - STAR[0]).powi(2) + (y as f64 - STAR[1]).powi(2);
            let value = (x + y) as f64 / 100.0 + 500.0 * (-away / 8.0).exp();
            bytes.extend((value as f32).to_be_bytes());
        }
    }
    bytes.resize(bytes.len().next_multiple_of(2880), 0);
    bytes
}

/// A tile below a sky view, as a path: the first of an order by number.
fn some_tile(folder: &Path, order: &str, extension: &str) -> String {
    let mut found = Vec::new();
    for inner in fs::read_dir(folder.join(order)).unwrap().map(Result::unwrap) {
        let Ok(entries) = fs::read_dir(inner.path()) else { continue };
        found.extend(entries.map(|entry| entry.unwrap().path()));
    }
    found.retain(|path| path.extension().is_some_and(|known| known == extension));
    found.sort();
    found[0].strip_prefix(folder).unwrap().display().to_string()
}

/// The value of a property.
fn property<'t>(text: &'t str, key: &str) -> &'t str {
    let line = text.lines().find(|line| line.split('=').next().unwrap_or_default().trim() == key);
    line.and_then(|line| line.split_once('=')).map_or("", |(_, value)| value.trim())
}
