//! From an address to a file: who may have it, and where it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use catalogue::{Images, Scope};
use hips_tiles::Properties;
use plugin_api::{Answer, ByteStream, Error, Request, Result};
use service::{DiskFile, SentFile, Wanted};

use crate::params::{HipsFile, Named, is_name};
use crate::{Hips, error};

/// More bytes of properties are not read.
const PROPERTIES_BYTES_MAX: u64 = 1 << 20;

/// A HiPS that the caller may have.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The collection and the name, as they stand in its address.
    pub(crate) place: String,
    pub(crate) folder: PathBuf,
    /// Whether everybody may have it.
    pub(crate) is_public: bool,
}

impl Found {
    /// What it says of itself, with its address and to whom it is open; `None` if there is no HiPS in the folder.
    pub(crate) fn properties(&self, base_url: &str) -> Option<Properties> {
        let path = self.folder.join("properties");
        let is_small = std::fs::metadata(&path).is_ok_and(|found| found.len() <= PROPERTIES_BYTES_MAX);
        let text = std::fs::read_to_string(path).ok().filter(|_| is_small)?;
        let mut properties = Properties::parse(&text);
        properties.set("hips_service_url", &format!("{base_url}/{}", self.place));
        let status = properties.get("hips_status").unwrap_or_default().to_owned();
        let mut words = status.split_whitespace().skip(1);
        let (source, clones) = (words.next().unwrap_or("master"), words.next().unwrap_or("clonableOnce"));
        let status = match self.is_public {
            true => format!("public {source} {clones}"),
            false => format!("private {source} unclonable"),
        };
        properties.set("hips_status", &status);
        Some(properties)
    }

    /// For how long its files may be kept, and by whom.
    fn caching(&self, max_age_secs: u32) -> String {
        match self.is_public {
            true => format!("public, max-age={max_age_secs}"),
            // What is not for everybody is asked for again each time, so that it ends with the right to see it.
            false => "private, no-cache".to_owned(),
        }
    }
}

/// A file of a HiPS.
pub(crate) async fn file(hips: &Hips, request: &Request) -> Result<Answer> {
    let found = found(hips, request).await?;
    let missing = found.caching(hips.config.missing_max_age_secs);
    let Some(file) = HipsFile::parse(request.path_param("file").unwrap_or_default()) else {
        return Ok(error::no_file(&missing));
    };
    let answer = match file {
        HipsFile::Properties => properties(hips, request, &found).await?,
        file => on_disk(hips, request, &found, file).await?,
    };
    let caching = found.caching(hips.config.max_age_secs);
    Ok(answer
        .map_or_else(|| error::no_file(&missing), |answer| answer.with_header("cache-control", &caching)))
}

/// Sends on to the address with a slash, for the links of the page.
pub(crate) async fn to_page(hips: &Hips, request: &Request) -> Result<Answer> {
    let found = found(hips, request).await?;
    let url = format!("{}/{}/", hips.host.base_url(), found.place);
    Ok(Answer::empty(308).with_header("location", &url))
}

/// The HiPS of a request, if the caller may have it.
async fn found(hips: &Hips, request: &Request) -> Result<Found> {
    let Some(named) = Named::of(request) else { return Err(Error::not_found("there is no such sky view")) };
    hips.host.authorize(request.principal(), &format!("images:{}", named.collection))?;
    let scope = hips.scopes.of(&hips.host, request.principal())?;
    let images = scope.images_of(named.collection).filter(|images| has_all(images));
    let found = images.and_then(|images| of_images(images, named)).ok_or_else(|| error::no_hips(&named))?;
    let folder = found.folder.clone();
    match hips.host.blocking(move || folder.is_dir()).await? {
        true => Ok(found),
        false => Err(error::no_hips(&named)),
    }
}

fn of_images(images: &Images, named: Named<'_>) -> Option<Found> {
    let folder = images.hips.as_ref()?.join(named.name);
    let place = format!("{}/{}", named.collection, named.name);
    Some(Found { place, folder, is_public: images.public })
}

/// Whether the caller may have what is made of all images together.
fn has_all(images: &Images) -> bool {
    !images.locked && !images.part
}

/// All HiPS that the caller may have, with their properties, by collection and name.
pub(crate) async fn all(hips: &Hips, request: &Request) -> Result<Vec<(Found, Properties)>> {
    let scope: Arc<Scope> = hips.scopes.of(&hips.host, request.principal())?;
    let base_url = hips.host.base_url();
    hips.host.blocking(move || listed(&scope, &base_url)).await
}

fn listed(scope: &Scope, base_url: &str) -> Vec<(Found, Properties)> {
    let mut all = Vec::new();
    for schema in scope.published() {
        let id = schema.collection.id.as_str();
        let Some(images) = schema.collection.images.as_ref().filter(|images| has_all(images)) else {
            continue;
        };
        for name in images.hips.as_deref().map(names).unwrap_or_default() {
            let found = of_images(images, Named { collection: id, name: &name });
            all.extend(found.and_then(|found| found.properties(base_url).map(|said| (found, said))));
        }
    }
    all
}

/// The folders that may be HiPS, by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| is_name(name));
    names.sort();
    names
}

async fn properties(hips: &Hips, request: &Request, found: &Found) -> Result<Option<Answer>> {
    let (own, base_url) = (found.clone(), hips.host.base_url());
    let text = hips.host.blocking(move || own.properties(&base_url).map(|said| said.to_string())).await?;
    let Some(text) = text else { return Ok(None) };
    let sent = SentFile {
        content_type: HipsFile::Properties.content_type(),
        name: "properties",
        is_attachment: false,
        length: text.len() as u64,
        version: None,
    };
    let part = |range: std::ops::Range<u64>| {
        let bytes = Bytes::from(text).slice(range.start as usize..range.end as usize);
        std::future::ready(Ok(ByteStream::from(bytes)))
    };
    Ok(Some(sent.answer(&Wanted::of(request), part).await?))
}

async fn on_disk(hips: &Hips, request: &Request, found: &Found, file: HipsFile) -> Result<Option<Answer>> {
    let path = file.path();
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let Some(open) = DiskFile::open(&hips.host, &found.folder.join(&path)).await? else { return Ok(None) };
    open.answer(&hips.host, &Wanted::of(request), file.content_type(), &name, false).await.map(Some)
}
