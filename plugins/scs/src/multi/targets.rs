//! The table of targets: where it is in the request, and what a join can name in it.

use catalogue::{Column, PgBase, Position, Table};
use plugin_api::{Error, Host, Result};
use service::{FilePart, Received, Spool, Upload, from_dali};

use super::params::Asked;

/// The parameter that holds the targets, and their name in messages.
pub(super) const NAME: &str = "TARGETS";

/// How many names of columns a message has.
const NAMES_TOLD_MAX: usize = 20;

/// The bytes of targets in a parameter that are kept in memory.
const MEMORY_BYTES: usize = 1 << 20;

/// The columns of the targets under names that the table has not, so that both can be named without more.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Targets {
    /// The columns as the client calls them.
    pub(crate) names: Vec<String>,
    /// The places of longitude and latitude among them.
    pub(crate) position: [usize; 2],
    /// The frame of the positions.
    pub(crate) frame: &'static str,
    /// What all names of the join begin with.
    prefix: String,
}

/// The file of the targets: a part of the body, or the value of a parameter.
pub(super) async fn file(host: &Host, received: &mut Received) -> Result<FilePart> {
    let mut files =
        received.files.iter().enumerate().filter(|(_, file)| file.name.eq_ignore_ascii_case(NAME));
    match (files.next(), files.next()) {
        (Some((place, _)), None) => return Ok(received.files.swap_remove(place)),
        (Some(_), Some(_)) => {
            return Err(Error::bad_request(format!("{NAME} is given twice; send one table of targets")));
        }
        (None, _) => {}
    }
    let text = received.params.required(NAME).map_err(|error| from_dali(&error))?;
    let mut spool = Spool::new(MEMORY_BYTES);
    spool.append(host, text.as_bytes()).await?;
    Ok(FilePart { name: NAME.to_owned(), file_name: None, media_type: None, content: spool.finish() })
}

impl Targets {
    /// The targets of an upload that is to be joined with `table`, and the upload as the join names it.
    pub(super) fn of(mut upload: Upload, asked: &Asked, table: &Table) -> Result<(Self, Upload)> {
        let columns = &upload.table.columns;
        let names: Vec<String> = columns.iter().map(|column| column.field.name.clone()).collect();
        let (position, frame) = match &asked.position {
            Some(named) => {
                let [lon, lat] = [named_column(columns, &named[0])?, named_column(columns, &named[1])?];
                ([lon, lat], columns[lon].field.frame.unwrap_or_default())
            }
            None => {
                let found = Position::find(columns).ok_or_else(|| no_position(&names))?;
                ([found.lon, found.lat], found.frame)
            }
        };
        let prefix = prefix(columns.iter().chain(&table.columns));
        let targets = Self { names, position, frame: sky::Frame::from(frame).name(), prefix };
        for (place, column) in upload.table.columns.iter_mut().enumerate() {
            column.field.name = targets.column(place);
        }
        let upload = upload.numbered(&targets.number());
        Ok((targets, upload))
    }

    /// The name of a column in the join.
    pub(super) fn column(&self, place: usize) -> String {
        format!("{}{}", self.prefix, place + 1)
    }

    /// The column with the number of the target.
    pub(super) fn number(&self) -> String {
        format!("{}number", self.prefix)
    }

    /// The column that says which of the matches of a target a row is.
    pub(super) fn rank(&self) -> String {
        format!("{}rank", self.prefix)
    }

    /// The name of the matches as a table.
    pub(super) fn matches(&self) -> String {
        format!("{}matches", self.prefix)
    }
}

/// What no name of these columns begins with.
fn prefix<'c>(columns: impl Iterator<Item = &'c Column>) -> String {
    let names: Vec<String> = columns.map(|column| column.field.name.to_lowercase()).collect();
    let mut prefix = "target_".to_owned();
    while names.iter().any(|name| name.starts_with(&prefix)) {
        prefix.push('_');
    }
    prefix
}

/// A column of real numbers by its name, in any case.
fn named_column(columns: &[Column], name: &str) -> Result<usize> {
    let is_named = |column: &Column| column.field.name.eq_ignore_ascii_case(name.trim());
    let Some(place) = columns.iter().position(is_named) else {
        let known = told(columns.iter().map(|column| column.field.name.as_str()));
        return Err(Error::bad_request(format!("{NAME} has no column `{name}`; its columns: {known}")));
    };
    let pg_type = columns[place].pg_type;
    match matches!(pg_type.base, PgBase::Float4 | PgBase::Float8) && !pg_type.array {
        true => Ok(place),
        false => Err(Error::bad_request(format!(
            "the column `{name}` of {NAME} does not hold real numbers, which positions in degrees are"
        ))),
    }
}

fn no_position(names: &[String]) -> Error {
    Error::bad_request(format!(
        "{NAME} has no columns that are positions by their UCD or name, such as `ra` and `dec`, with real numbers; \
         name them with LON and LAT. Its columns: {}",
        told(names.iter().map(String::as_str))
    ))
}

/// The first names of columns, for messages.
fn told<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.take(NAMES_TOLD_MAX).map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
