//! The list becomes what a table of images is.

mod mapping;
mod region;

use std::collections::HashSet;
use std::sync::Arc;

use catalogue::images::Mapped;
use database::Client;
use progress::Progress;
use rayon::prelude::*;
use tokio::sync::mpsc::channel;

use crate::file::name;
use crate::ingest::blocking;
use crate::row::Instant;
use crate::store;
use crate::{FoundFile, ImageListError, ImageRow, Order, Reading, Report, light};

use mapping::Mapping;

/// Rows that are read at once.
const CHUNK_ROWS: usize = 2000;
/// Name of the stage in which rows are read.
const READING: &str = "rows read";

/// Reads all rows of the table that `[images] table` names, and changes the list in one transaction on `client`, which must
/// not be in one. Rows that are as they were stay.
pub async fn ingest_table(
    order: &Order,
    client: &Client,
    progress: Arc<dyn Progress>,
) -> Result<Report, ImageListError> {
    let begun = std::time::Instant::now();
    let done = fill(order, client, progress).await;
    if done.is_err() || order.dry_run {
        let _ = client.batch_execute("ROLLBACK").await;
    }
    done.map(|report| Report { took: begun.elapsed(), ..report })
}

async fn fill(order: &Order, client: &Client, progress: Arc<dyn Progress>) -> Result<Report, ImageListError> {
    let failed = || ImageListError::database("reading the table of images");
    let id = &order.collection.id;
    store::begin(client, id, order.query_role.as_deref()).await?;
    let mapping = Mapping::resolve(order, client).await?;
    store::stage(client).await?;
    let declare = format!("DECLARE armilla_images NO SCROLL CURSOR FOR {}", mapping.sql());
    client.batch_execute(&declare).await.map_err(failed())?;
    let (mapping, shared) = (Arc::new(mapping), Arc::new(order.clone()));
    let (mut report, mut listed, mut names, mut rows_read) = (Report::default(), 0, HashSet::new(), 0);
    loop {
        let rows = client.query(&format!("FETCH {CHUNK_ROWS} FROM armilla_images"), &[]).await;
        let rows = rows.map_err(failed())?;
        if rows.is_empty() {
            break;
        }
        rows_read += rows.len() as u64;
        let texts = |row: &tokio_postgres::Row| (0..row.len()).map(|place| row.try_get(place)).collect();
        let texts: Result<Vec<Texts>, _> = rows.iter().map(texts).collect();
        let (texts, mapping, order) = (texts.map_err(failed())?, mapping.clone(), shared.clone());
        let read = blocking(move || -> Vec<Made> {
            texts.into_par_iter().map(|texts| made(&order, &mapping, &texts)).collect()
        });
        let mut batch = Vec::new();
        for (key, made) in read.await? {
            let made = made.and_then(|reading| match names.insert(key.to_lowercase()) {
                true => Ok(reading),
                false => Err("another row has this name".to_owned()),
            });
            match made {
                Ok(Reading { row, no_footprint, unknown_filter }) => {
                    listed += 1;
                    row.write(&mut batch);
                    report.note(&key, no_footprint, unknown_filter);
                }
                Err(why) => report.skipped.push((key, why)),
            }
        }
        send(client, batch).await?;
        progress.report(READING, rows_read, 0);
    }
    progress.end(READING);
    report.removed = store::remove_others(client, id).await?;
    (report.added, report.changed) = store::merge(client).await?;
    report.unchanged = listed - report.added - report.changed;
    if !order.dry_run {
        store::commit(client).await?;
    }
    Ok(report)
}

/// The values of a row of the table, as text.
type Texts = Vec<Option<String>>;
/// What names an image, and its row or what keeps it out.
type Made = (String, Result<Reading, String>);

async fn send(client: &Client, batch: Vec<u8>) -> Result<(), ImageListError> {
    let (sender, receiver) = channel(1);
    if !batch.is_empty() {
        // There is room for one.
        let _ = sender.send(batch).await;
    }
    drop(sender);
    store::copy(client, receiver).await
}

/// The row of the list for a row of the table.
fn made(order: &Order, mapping: &Mapping, texts: &[Option<String>]) -> Made {
    let values: Vec<(&str, &str)> = mapping
        .columns
        .iter()
        .zip(texts)
        .filter_map(|(column, text)| Some((column.as_str(), text.as_deref()?)))
        .collect();
    let value = |name: &str| values.iter().find(|(column, _)| *column == name).map(|(_, text)| *text);
    let file = value("file").map(str::to_owned);
    let Some(key) = file.clone().or_else(|| value("obs_id").map(str::to_owned)).filter(|key| !key.is_empty())
    else {
        return ("(a row without a name)".to_owned(), Err("`file` and `obs_id` are NULL".to_owned()));
    };
    let made = base(order, file.as_deref()).and_then(|mut reading| {
        name(&mut reading.row, &order.collection.id, &order.images, &key);
        fill_row(order, &mut reading, &values)?;
        Ok(reading)
    });
    (key, made)
}

/// What the file says, if there is one. It need not be there for its row to be.
fn base(order: &Order, file: Option<&str>) -> Result<Reading, String> {
    let empty = || Reading {
        row: ImageRow { dataproduct_type: Some("image".to_owned()), ..ImageRow::default() },
        no_footprint: Some("neither the table nor a file says where it is".to_owned()),
        unknown_filter: None,
    };
    let Some(file) = file else { return Ok(empty()) };
    let path = order.images.path_of(file).ok_or("its path leads out of the folder of the collection")?;
    let Ok(metadata) = std::fs::metadata(&path) else { return Ok(empty()) };
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    let found = FoundFile {
        file: file.to_owned(),
        path,
        bytes: metadata.len() as i64,
        modified: Instant(modified.map_or(0, |since| since.as_micros() as i64)),
    };
    order.read(&found)
}

fn fill_row(order: &Order, reading: &mut Reading, values: &[(&str, &str)]) -> Result<(), String> {
    let row = &mut reading.row;
    for (column, text) in values.iter().filter(|(column, _)| !["file", "s_region"].contains(column)) {
        row.set(column, text).map_err(|why| format!("column `{column}`: {why}"))?;
    }
    let value = |name: &str| values.iter().find(|(column, _)| *column == name).map(|(_, text)| *text);
    if region::fill(row, value("s_region"), values)? {
        reading.no_footprint = None;
    }
    if value("band").is_some() {
        reading.unknown_filter = band(order, row);
    }
    row.facility_name = row.facility_name.take().or_else(|| order.images.facility.clone());
    row.instrument_name = row.instrument_name.take().or_else(|| order.images.instrument.clone());
    row.obs_title = row.obs_title.take().or_else(|| Some(row.obs_id.clone()));
    order.complete(row);
    Ok(())
}

/// Takes a filter by its name or its number in the enumeration; gives back one that is not in it.
fn band(order: &Order, row: &mut ImageRow) -> Option<String> {
    let said = row.band.clone()?;
    let filters = order.filters.as_ref()?;
    let is_it = |name: &str, index: u32| name.eq_ignore_ascii_case(&said) || said.parse() == Ok(index);
    let Some(element) = filters.elements.iter().find(|element| is_it(&element.name, element.index)) else {
        return Some(said);
    };
    row.band = Some(element.name.clone());
    if let (None, Some(centre_nm), Some(width_nm)) = (row.em_min, element.wavelength_nm, element.width_nm) {
        light::wavelengths(row, centre_nm, width_nm);
    }
    None
}

/// A constant, or the name of a column.
fn column_of(mapped: &Mapped) -> Option<&str> {
    match mapped {
        Mapped::Column(column) => Some(column),
        Mapped::Constant(_) => None,
    }
}
