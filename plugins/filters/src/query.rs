//! Reads enumerations from the database, at the start and again and again.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use plugin_api::{Error, Host, Lane, Query, Result};

use crate::config::Table;
use crate::enumeration::List;
use crate::offers::Offers;
use crate::rows;

/// The largest number of elements that is read.
const ELEMENTS_MAX: u64 = 100_000;
/// Time that a reading may take.
const READING_MAX: Duration = Duration::from_secs(30);
/// Time that the start waits for the first reading, so that a reload has no moment without the names.
const START_WAIT: Duration = Duration::from_secs(5);
/// Time until the next try after a reading that failed, unless the next reading is due before.
const RETRY: Duration = Duration::from_secs(5);

/// Reads each table now, and again after its time, until the plugin set ends. A table that cannot be read does not stop
/// the start: its elements come when it can.
pub(crate) fn keep_reading(host: &Host, offers: &Arc<Offers>, tables: Vec<(List, Table)>) -> Result<()> {
    let (told, first) = mpsc::channel::<()>();
    for (list, table) in tables {
        let (host_of_task, offers, told) = (host.clone(), offers.clone(), told.clone());
        host.spawn(async move {
            let mut told = Some(told);
            loop {
                let good = read_and_offer(&host_of_task, &offers, &list, &table).await;
                // Dropping it tells that this table was tried.
                drop(told.take());
                let pause = if good { table.refresh } else { table.refresh.min(RETRY) };
                if host_of_task.sleep(pause).await.is_err() {
                    return;
                }
            }
        })?;
    }
    drop(told);
    // Nothing is sent: it ends when all tables were tried, or after the longest wait.
    let _ = first.recv_timeout(START_WAIT);
    Ok(())
}

async fn read_and_offer(host: &Host, offers: &Offers, list: &List, table: &Table) -> bool {
    let name = &list.enumeration.name;
    let read = async {
        let list = read(host, list, table).await?;
        offers.offer(&list).map(|changed| (changed, list.enumeration.elements.len()))
    };
    match read.await {
        Ok((true, count)) => tracing::info!("enumeration `{name}` has {count} elements from its table"),
        Ok((false, _)) => {}
        Err(error) => {
            tracing::warn!(
                "enumeration `{name}` cannot be read from its table, what was read before stays: {}",
                error.for_log()
            );
            return false;
        }
    }
    true
}

/// The list with the elements that its table has now.
async fn read(host: &Host, list: &List, table: &Table) -> Result<List> {
    let query = Query {
        lane: Lane::Short,
        row_limit: Some(ELEMENTS_MAX),
        first_row_timeout: Some(READING_MAX),
        total_timeout: Some(READING_MAX),
        ..Query::new(table.sql.clone())
    };
    let elements = rows::elements(host.query(query).await?).await?;
    let list = list.clone().with(elements);
    list.enumeration.check().map_err(|fault| Error::internal(fault.message))?;
    Ok(list)
}
