//! `armilla ingest-images`: lists the FITS images of a collection.

use std::sync::Arc;

use catalogue::{Collection, Enumeration, Images};
use conf_file::suggestion;
use image_list::{ImageListError, Order, Report, ingest, ingest_table};
use progress::{Progress, TerminalProgress};

use super::args::{Folder, IngestImages};
use super::failure::Failure;
use super::print;
use super::workbench::Workbench;
use crate::app::Prepared;
use crate::config::Config;

/// Of each kind of message, so many are told one by one.
const TOLD_MAX: usize = 20;

/// Fills the list, and prints what was done.
pub fn ingest_images(flags: &IngestImages) -> Result<(), Failure> {
    let bench = Workbench::open(&flags.folder)?;
    let (collection, images) = collection(&bench.config, &flags.collection)?;
    let filters = filters(&flags.folder, &collection.id, &images)?;
    let order = Order {
        filters,
        named: flags.paths.clone(),
        all: flags.all,
        dry_run: flags.dry_run,
        ..order(&bench, collection, images)
    };
    let report = fill(&bench, &order, Arc::new(TerminalProgress::new()))?;
    tell(&order, &report);
    Ok(())
}

/// The order to list all new images of a collection, without names of filters.
pub fn order(bench: &Workbench, collection: Collection, images: Images) -> Order {
    Order {
        collection,
        images,
        filters: None,
        named: Vec::new(),
        all: false,
        dry_run: false,
        query_role: bench.config.host.database.query_role.clone(),
    }
}

/// Fills the list from the files or from the table that the collection names.
pub fn fill(bench: &Workbench, order: &Order, progress: Arc<dyn Progress>) -> Result<Report, Failure> {
    let client = bench.client()?;
    let done = bench.runtime.block_on(async {
        match order.images.table {
            Some(_) => ingest_table(order, &client, progress).await,
            None => ingest(order, &client, progress).await,
        }
    });
    done.map_err(failure)
}

/// A collection of the configuration and its images, with their folder absolute.
pub fn collection(config: &Config, id: &str) -> Result<(Collection, Images), Failure> {
    let Some(raw) = config.collections.iter().find(|raw| raw.id == id) else {
        let hint = suggestion(id, "collections", config.collections.iter().map(|raw| &*raw.id));
        return Err(Failure::machine(format!("there is no collection `{id}`"), hint));
    };
    let collection = catalogue::parse_with(&raw.source.name, &raw.source.text, &config.host.access)?;
    let Some(mut images) = collection.images.clone() else {
        let hint = format!("write `[images]` with `folder` and `publisher_did` in {}", raw.source.name);
        return Err(Failure::machine(format!("collection `{id}` has no images"), hint));
    };
    let folder = config.folder.join(&images.folder);
    images.folder = std::path::absolute(&folder).unwrap_or(folder);
    Ok((collection, images))
}

/// The names of the filters, from whatever plugin offers them.
fn filters(folder: &Folder, id: &str, images: &Images) -> Result<Option<Enumeration>, Failure> {
    let Some(name) = &images.enumeration else { return Ok(None) };
    let is_it = |one: &Enumeration| one.name.eq_ignore_ascii_case(name);
    let (config, prepared) = Prepared::read(folder)?;
    let offered = prepared.enumerations(&config, id, |offered| offered.iter().any(is_it))?;
    let known = offered.iter().map(|one| one.name.clone()).collect();
    match offered.into_iter().find(is_it) {
        Some(found) => Ok(Some(found)),
        None => Err(failure(ImageListError::NoEnumeration {
            collection: id.to_owned(),
            name: name.clone(),
            known,
        })),
    }
}

fn failure(error: ImageListError) -> Failure {
    Failure::machine(error.to_string(), error.hint())
}

fn tell(order: &Order, report: &Report) {
    for line in lines(order, report) {
        print::line(&line);
    }
}

/// What was done, and what is to be said of single files.
fn lines(order: &Order, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    let mut some = |what: &str, list: &[(String, String)]| {
        lines.extend(list.iter().take(TOLD_MAX).map(|(file, why)| format!("{what}: {file}: {why}")));
        let more = list.len().saturating_sub(TOLD_MAX);
        lines.extend((more > 0).then(|| format!("{what}: {more} more")));
    };
    some("skipped", &report.skipped);
    some("without a footprint", &report.no_footprint);
    for (filter, images) in &report.unknown_filters {
        let name = order.images.enumeration.as_deref().unwrap_or_default();
        lines.push(format!(
            "filter `{filter}` of {images} images is not in the enumeration `{name}`: no wavelengths"
        ));
    }
    let (secs, id) = (report.took.as_secs_f64(), &order.collection.id);
    lines.push(format!("images of {id}: {}, in {secs:.1} s", report.summary()));
    lines.extend(order.dry_run.then(|| "nothing was changed: this was a dry run".to_owned()));
    lines
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn order(dry_run: bool) -> Order {
        let head = "title = 'T'\ndescription = 'D'\naccess = 'public'\nschema = 's'\n[images]\nfolder = 'x'\n\
            publisher_did = 'ivo://example.org/a'\nenumeration = 'e'\n";
        let collection = catalogue::parse("a.toml", head).unwrap();
        let images = collection.images.clone().unwrap();
        Order { collection, images, filters: None, named: Vec::new(), all: false, dry_run, query_role: None }
    }

    #[test]
    fn what_is_left_out_is_told_and_long_lists_are_cut() {
        let report = Report {
            added: 3,
            unchanged: 4,
            skipped: (0..22).map(|number| (format!("{number}.fits"), "it is no image".to_owned())).collect(),
            no_footprint: vec![("flat.fits".to_owned(), "no world coordinates".to_owned())],
            unknown_filters: [("X".to_owned(), 2)].into(),
            took: Duration::from_millis(1_250),
            ..Report::default()
        };
        let told = lines(&order(true), &report);
        assert_eq!(
            told[19..],
            [
                "skipped: 19.fits: it is no image",
                "skipped: 2 more",
                "without a footprint: flat.fits: no world coordinates",
                "filter `X` of 2 images is not in the enumeration `e`: no wavelengths",
                "images of a: 3 added, 0 changed, 4 unchanged, 0 removed, 22 skipped, in 1.2 s",
                "nothing was changed: this was a dry run",
            ]
        );
    }
}
