//! DataLink 1.1 and SODA 1.0: links to images, their files, cutouts at once and as jobs, and pictures.

mod companions;
mod config;
mod error;
mod file;
mod links;
mod metadata;
mod opened;
mod page;
mod pictures;
#[cfg(test)]
mod sample;
mod soda;
mod turns;

use std::sync::Arc;

use plugin_api::{
    Answer, Description, Error, Host, Job, JobOutcome, Offer, Plugin, Principal, Request, Result, Settings,
};
use service::{Extensions, FoundImage, IMAGE_SERVICES, ImageFinder, ImageServices, Scopes};

use config::Config;
use opened::OpenFiles;
use pictures::Pictures;
use turns::Turns;

/// How many may wait for a cutout or a picture to be begun.
const WAITING_MAX: usize = 512;

/// The images of one instance.
struct DataLink {
    host: Host,
    config: Config,
    scopes: Scopes,
    extensions: Extensions,
    finder: ImageFinder,
    files: Arc<OpenFiles>,
    cutting: Turns,
    pictures: Pictures,
}

impl DataLink {
    /// An image whose file the caller may have and is about to get, for the record. What he may not know of is not there.
    async fn image(&self, principal: &Principal, id: &str) -> Result<Arc<FoundImage>> {
        let scope = self.scopes.of(&self.host, principal)?;
        let found = self.finder.find(&self.host, &scope, principal, id.trim()).await?;
        let image = found.ok_or_else(|| no_image(id))?;
        self.host.authorize(principal, &Self::resource(&image.collection))?;
        self.host.record_given(&image.collection, &image.did).await?;
        Ok(image)
    }

    /// Who may keep what is made of images alone, and for how long: caches that many share, if everybody may have the
    /// images; else it is asked for again each time, so that it ends with the right to see it.
    fn caching(&self, principal: &Principal, images: &[Arc<FoundImage>]) -> Result<&'static str> {
        let scope = self.scopes.of(&self.host, principal)?;
        let is_public =
            |image: &Arc<FoundImage>| scope.images_of(&image.collection).is_some_and(|images| images.public);
        Ok(if images.iter().all(is_public) { file::FOR_ALL } else { file::FOR_ONE })
    }

    /// What the host is asked for before the file of an image is given.
    fn resource(collection: &str) -> String {
        format!("images:{collection}")
    }
}

/// The refusal of an identifier that belongs to no image.
fn no_image(id: &str) -> Error {
    let shown: String = id.trim().chars().filter(|letter| !letter.is_control()).take(200).collect();
    Error::not_found(format!("there is no image with the identifier `{shown}`"))
}

impl Plugin for DataLink {
    fn describe() -> Description {
        let title = "DataLink 1.1 and SODA 1.0: links, files, cutouts and pictures of images";
        config::keys(Description::new("datalink", env!("CARGO_PKG_VERSION"), title))
            .with_collections()
            .route("GET", "", "a page about the service")
            .route("GET POST", "/links", "what there is for identifiers: files, cutouts, pictures (DataLink)")
            .route("GET", "/file", "the file of an image, whole or in parts")
            .route("GET POST", "/sync", "a cutout of an image (SODA)")
            .route("GET POST", "/async", "the list of cutout jobs; makes one (SODA, UWS)")
            .route("GET POST", "/async/", "the same list")
            .route("GET POST DELETE", "/async/{*rest}", "a job and what belongs to it (UWS)")
            .route("GET", "/preview", "a picture of an image or of a part of it, in grey")
            .route("GET", "/colour", "a picture of three images in colour")
            .route("GET", "/capabilities", "what the service can do (VOSI)")
            .open()
            .route("GET", "/availability", "whether the service works (VOSI)")
            .open()
            .route("GET", "/examples", "requests that work here (DALI)")
            .capability("ivo://ivoa.net/std/DataLink#links-1.1", "/links")
            .capability("ivo://ivoa.net/std/SODA#sync-1.0", "/sync")
            .capability("ivo://ivoa.net/std/SODA#async-1.0", "/async")
            .example("/links", "what links look like, without any")
            .example("/examples", "requests that work here")
    }

    fn configure(host: Host, settings: Settings) -> Result<Self> {
        let config = Config::read(&settings)?;
        host.offer(Offer::data(IMAGE_SERVICES, "datalink", offered(&host.base_url())?))?;
        Ok(Self {
            scopes: Scopes::default(),
            extensions: Extensions::default(),
            finder: ImageFinder::default(),
            files: Arc::new(OpenFiles::new(config.open_files_max)),
            cutting: Turns::new(config.cutouts_at_once, WAITING_MAX),
            pictures: Pictures::new(&config).map_err(|error| settings.mistake("picture_folder", error))?,
            host,
            config,
        })
    }

    async fn answer(self: Arc<Self>, mut request: Request) -> Result<Answer> {
        let route = request.route().to_owned();
        match route.as_str() {
            "/links" => {
                Ok(links::answer(&self, &mut request).await.unwrap_or_else(|error| error::links(&error)))
            }
            "/file" => Ok(file::file(&self, &request).await.unwrap_or_else(|fault| error::soda(&fault))),
            "/sync" => Ok(soda::sync(&self, &mut request).await.unwrap_or_else(|fault| error::soda(&fault))),
            "/async" | "/async/" | "/async/{*rest}" => soda::async_tree(&self, &mut request).await,
            "/preview" => {
                Ok(pictures::preview(&self, &request).await.unwrap_or_else(|fault| error::soda(&fault)))
            }
            "/colour" => {
                Ok(pictures::colour(&self, &request).await.unwrap_or_else(|fault| error::soda(&fault)))
            }
            "/capabilities" => metadata::capabilities(&self).await,
            "/availability" => service::availability(&self.host).await,
            "/examples" => page::examples(&self, &request).await,
            _ => page::page(&self, &request).await,
        }
    }

    async fn run_job(self: Arc<Self>, job: Job) -> Result<JobOutcome> {
        soda::run(&self, job).await
    }
}

/// The addresses for other plugins.
fn offered(base: &str) -> Result<String> {
    let at = |path: &str| Some(format!("{base}{path}"));
    let services = ImageServices {
        links: at("/links"),
        soda_sync: at("/sync"),
        soda_async: at("/async"),
        file: at("/file"),
        preview: at("/preview"),
    };
    serde_json::to_string(&services).map_err(|error| Error::internal(format!("the offer of images: {error}")))
}

plugin_api::export_plugin!(DataLink);
