//! Links, files, cutouts and pictures of images, as clients get them.

mod access;
mod clients;
mod companions;
mod cutouts;
mod files;
mod jobs;
mod links;
mod pictures;

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use reqwest::Method;
use serde_json::Value;
use sky::{Region, SkyPosition};
use tempfile::TempDir;

use crate::client::{Answer, Client, Request};
use crate::harness::{Host, Site, new_folder, python};
use crate::policy::{as_user, site_with_login};

/// A host with images of three collections: public ones, some that everybody finds and only the staff has, and some that
/// only the staff finds.
static PLACE: LazyLock<Place> = LazyLock::new(|| Place::start(""));

struct Place {
    host: Host,
    site: Site,
    folder: TempDir,
}

/// A circle in the images of the filters r, g and z.
const CIRCLE: [&str; 3] = ["150.004", "1.997", "0.009"];

impl Place {
    /// With these further settings of DataLink.
    fn start(settings: &str) -> Self {
        let folder = new_folder();
        let rows = python("image_files.py", &[&folder.path().display().to_string()]);
        let site = site_with_login(&[("ada", "['staff']"), ("bob", "[]")]);
        for (id, rules) in [
            ("wide", "access = 'public'"),
            ("deep", "access = { groups = ['staff'] }\nannounced = true"),
            ("secret", "access = { groups = ['staff'] }"),
        ] {
            let text = format!(
                "title = '{id}'\ndescription = '{id}'\nschema = 's_{id}'\n[images]\nfolder = '{}'\n\
                 publisher_did = 'ivo://example.org/{id}'\n{rules}\n\
                 [[images.companion]]\nsemantics = '#weight'\nfile = 'weights/*.fits'\n\
                 [[images.companion]]\nsemantics = '#auxiliary'\nname = 'flags'\nfile = '*.flags.fits.gz'\n",
                folder.path().join(id).display()
            );
            site.write(&format!("collections/{id}.toml"), &text);
        }
        let datalink = format!("plugin = \"datalink\"\nmount = \"/datalink\"\n[settings]\n{settings}\n");
        site.write("datalink.toml", &datalink);
        let audit = format!("host.audit.file=\"{}\"", folder.path().join("audit.jsonl").display());
        for (image, companion) in companions::FILES {
            let companion = folder.path().join(companion);
            std::fs::create_dir_all(companion.parent().unwrap()).unwrap();
            std::fs::copy(folder.path().join(image), companion).unwrap();
        }
        let host = site.start().with(&["--set", &audit]).ready();
        rows.as_array().unwrap().iter().for_each(|row| insert(&site, row));
        Self { host, site, folder }
    }

    fn client(&self) -> Client {
        Client::of(&self.host)
    }

    /// The path of a file of the public images.
    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join("wide").join(file)
    }

    /// A request below the mount.
    async fn get(&self, path: &str, parameters: &[(&str, &str)]) -> Answer {
        self.get_as("", path, parameters).await
    }

    /// A request that fails by the fault of those who keep the files.
    async fn broken(&self, path: &str, parameters: &[(&str, &str)]) -> Answer {
        let request = Request::new(Method::GET, &format!("/datalink{path}")).with(parameters);
        self.client().fetch(request).await.unwrap()
    }

    /// The address that a user gets for what an answer was, and what was said with it.
    async fn handed_over(&self, user: &str, answer: &Answer) -> (String, Value) {
        let asked = &answer.request;
        let url = reqwest::Url::parse_with_params(
            &format!("{}{}", self.host.base(), asked.path),
            &asked.parameters,
        );
        let request = as_user(Request::new(Method::POST, "/datalink/handover"), user);
        self.client().handed_over(request, url.unwrap().as_str()).await
    }

    async fn get_as(&self, user: &str, path: &str, parameters: &[(&str, &str)]) -> Answer {
        let request = Request::new(Method::GET, &format!("/datalink{path}")).with(parameters);
        self.client().send(as_user(request, user)).await
    }
}

/// The publisher's identifier of a file of a collection.
fn did(collection: &str, file: &str) -> String {
    format!("ivo://example.org/{collection}?{file}")
}

/// Puts a row into the list of images.
fn insert(site: &Site, row: &Value) {
    let text = |key: &str| row[key].as_str().map_or("NULL".to_owned(), |text| format!("'{text}'"));
    let number = |value: &Value| value.as_f64().map_or("NULL".to_owned(), |number| number.to_string());
    let (collection, file) = (row["collection"].as_str().unwrap(), row["file"].as_str().unwrap());
    let did = did(collection, file);
    let links_id: String = did.bytes().map(encoded).collect();
    let shape: Vec<String> = row["shape"].as_array().into_iter().flatten().map(number).collect();
    let corners = row["shape"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect::<Vec<_>>();
    let vertices = corners.chunks_exact(2).map(|pair| SkyPosition::new(pair[0], pair[1]).unwrap()).collect();
    let cells = Region::polygon(vertices).map(|region| sky::footprint::stored(&region)).unwrap_or_default();
    let cells: Vec<String> = cells.iter().map(i64::to_string).collect();
    let shape =
        if shape.is_empty() { "NULL".to_owned() } else { format!("ARRAY[{}]::float8[]", shape.join(",")) };
    let region = match corners.as_slice() {
        [] => "NULL".to_owned(),
        corners => {
            format!("'POLYGON ICRS {}'", corners.iter().map(f64::to_string).collect::<Vec<_>>().join(" "))
        }
    };
    let format = row["format"].as_str().unwrap_or("image/fits");
    let healpix = match row["centre"].as_array() {
        Some(centre) => format!("armilla.healpix_index(29, {}, {})", centre[0], centre[1]),
        None => "NULL".to_owned(),
    };
    let sql = format!(
        "INSERT INTO armilla.images (collection, file, file_bytes, file_modified, links_id, healpix, shape, s_region, cells, band, \
         hdu, image_hdus, dataproduct_type, calib_level, obs_collection, obs_id, obs_publisher_did, obs_title, \
         access_format, s_ra, s_dec, s_fov, em_min, em_max, t_min, t_max, pol_states) VALUES \
         ('{collection}', '{file}', {}, now(), '{links_id}', {healpix}, {shape}, {region}, '{{{}}}', {}, {}, {}, 'image', 2, \
         '{collection}', '{file}', '{did}', 'Image {file}', '{format}', {}, {}, {}, {}, {}, {}, {}, NULL)",
        row["bytes"],
        cells.join(","),
        text("band"),
        row["hdu"],
        row["image_hdus"],
        number(&row["centre"][0]),
        number(&row["centre"][1]),
        number(&row["fov"]),
        number(&row["em"][0]),
        number(&row["em"][1]),
        number(&row["t"][0]),
        number(&row["t"][1]),
    );
    site.psql(&sql).unwrap();
}

fn encoded(byte: u8) -> String {
    match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    }
}

/// A circle as a parameter.
fn circle() -> String {
    CIRCLE.join(" ")
}

/// The bytes of a file.
fn bytes_of(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}
