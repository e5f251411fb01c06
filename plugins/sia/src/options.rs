//! What there is to ask for: the values of columns that have few, counted from time to time.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use pg_rows::Field;
use plugin_api::{Principal, Result};
use service::{FewRows, Limits};

use crate::Sia;
use crate::parameter::{PARAMETERS, Parameter};
use crate::view::View;

/// For how long values are taken for those of now; older ones still serve while they are counted anew.
const FRESH: Duration = Duration::from_secs(60);

/// How long counting may take; then there are no values until it is tried again.
const COUNTING_SECS: u64 = 5;

/// How many views are kept; there are as many as there are sets of groups with different rights.
const VIEWS_MAX: usize = 64;

/// More combinations of values than this are not counted.
const COMBINATIONS_MAX: u64 = 2000;

/// A column with more values has no list of them.
const VALUES_MAX: usize = 200;

/// The values of columns, sorted.
pub(crate) type Values = BTreeMap<&'static str, BTreeSet<String>>;

/// The values that callers may find, by what they see.
#[derive(Debug, Default)]
pub(crate) struct Options {
    kept: Mutex<HashMap<String, Kept>>,
}

#[derive(Debug)]
struct Kept {
    since: Instant,
    values: Arc<Values>,
    /// Whether somebody counts anew.
    is_counting: bool,
}

/// What is to be done for a caller.
enum Found {
    Fresh(Arc<Values>),
    /// These serve, and this caller sees to newer ones.
    Stale(Arc<Values>),
    Nothing,
}

/// The values that a caller may find. The first of his kind waits for them.
pub(crate) async fn values(sia: &Arc<Sia>, view: &View, principal: &Principal) -> Arc<Values> {
    if view.is_empty {
        return Arc::default();
    }
    match sia.options.find(&view.key()) {
        Found::Fresh(values) => values,
        Found::Stale(values) => {
            let (again, view, principal) = (sia.clone(), view.clone(), principal.clone());
            let task = async move { drop(count(&again, &view, &principal).await) };
            if let Err(error) = sia.host.spawn(task) {
                tracing::debug!("values of images are not counted anew: {}", error.for_log());
            }
            values
        }
        Found::Nothing => count(sia, view, principal).await,
    }
}

/// Counts, and keeps what it found: after a failure nothing.
async fn count(sia: &Sia, view: &View, principal: &Principal) -> Arc<Values> {
    let values = counted(sia, view, principal).await.unwrap_or_else(|error| {
        tracing::debug!("no values of images: {}", error.for_log());
        Values::new()
    });
    let values = Arc::new(values);
    sia.options.keep(view.key(), values.clone());
    values
}

async fn counted(sia: &Sia, view: &View, principal: &Principal) -> Result<Values> {
    let columns: Vec<&'static str> = PARAMETERS.iter().filter_map(Parameter::listed_column).collect();
    let as_text = |column: &&str| match *column {
        "calib_level" => "CAST(calib_level AS VARCHAR) AS calib_level".to_owned(),
        column => column.to_owned(),
    };
    let items: Vec<String> = columns.iter().map(as_text).collect();
    let list = view.list()?.qualified_name();
    let query = FewRows {
        adql: &format!("SELECT DISTINCT {} FROM {list}", items.join(", ")),
        scope: view.scope(),
        principal,
        options: &view.options(sia, COMBINATIONS_MAX + 1)?,
        limits: &Limits { sync_timeout_secs: COUNTING_SECS, ..sia.config.limits },
        rows_max: COMBINATIONS_MAX + 1,
    };
    let mut values = Values::new();
    let mut combinations = 0;
    query
        .each(&sia.host, |row| {
            combinations += 1;
            for column in &columns {
                if let Field::Value(value) = row.next()? {
                    let known = values.entry(*column).or_default();
                    known.insert(pg_rows::text(value)?.to_owned());
                }
            }
            Some(())
        })
        .await?;
    values.retain(|_, known: &mut BTreeSet<String>| known.len() <= VALUES_MAX);
    Ok(if combinations > COMBINATIONS_MAX { Values::new() } else { values })
}

impl Options {
    fn find(&self, key: &str) -> Found {
        let mut all = self.kept();
        let Some(kept) = all.get_mut(key) else { return Found::Nothing };
        if kept.since.elapsed() < FRESH || kept.is_counting {
            return Found::Fresh(kept.values.clone());
        }
        kept.is_counting = true;
        Found::Stale(kept.values.clone())
    }

    fn keep(&self, key: String, values: Arc<Values>) {
        let mut all = self.kept();
        if all.len() >= VIEWS_MAX && !all.contains_key(&key) {
            all.clear();
        }
        all.insert(key, Kept { since: Instant::now(), values, is_counting: false });
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
