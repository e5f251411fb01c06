//! The columns of an answer: which, under which names and UCDs, and what they are in ADQL.

mod identifier;
mod position;

use catalogue::{Column, Frame, ResultColumn};

use crate::config::Ucds;
use crate::table::ConeTable;
use crate::ucd;

/// How many columns an answer has (SCS 1.03 §2.1, VERB).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Verbosity {
    /// Identifier and position.
    Fewest,
    /// What belongs to the core of the table too.
    #[default]
    Usual,
    /// All.
    All,
}

/// A column of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Output {
    /// Its name.
    pub(crate) name: String,
    /// Its value in ADQL.
    pub(crate) value: String,
    /// What it is for.
    pub(crate) role: Role,
    /// The words that describe it, if they differ from what follows from its value.
    pub(crate) ucd: Option<String>,
    /// The sentence that describes it, likewise.
    pub(crate) description: Option<String>,
}

/// What a column of an answer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It names the row.
    Identifier,
    /// It is one of the two that say where the row is, in ICRS.
    Position,
    /// The distance from the centre, whose value depends on the cone.
    Distance,
    /// It is any other column of the table.
    Plain,
}

/// The columns of an answer: identifier, right ascension, declination, the distance if it is wanted, and the others in the
/// order of the table.
pub(crate) fn outputs(
    table: &ConeTable<'_>,
    verbosity: Verbosity,
    with_distance: bool,
    ucds: Ucds,
) -> Vec<Output> {
    let columns = &table.found.table.columns;
    let mut names = Names { taken: columns.iter().map(|column| column.field.name.to_lowercase()).collect() };
    let (identifier, its_column) = identifier::identifier(columns, table.position, &mut names);
    let (position, its_columns) = position::position(columns, table.position, &mut names);
    let mut outputs = vec![identifier];
    outputs.extend(position);
    if with_distance {
        outputs.push(distance(&mut names));
    }
    let shown = |place: usize, column: &Column| {
        let is_there = its_column == Some(place) || its_columns.contains(&place);
        !is_there && is_shown(column, columns, verbosity)
    };
    let others = columns.iter().enumerate().filter(|(place, column)| shown(*place, column));
    outputs.extend(others.map(|(_, column)| plain(column)));
    for output in &mut outputs {
        output.ucd = ucd::of(output.role, output.ucd.take(), ucds);
    }
    outputs
}

impl Output {
    /// Makes what the translation says of the column what the answer is to say of it.
    pub(crate) fn describe(&self, column: &mut ResultColumn) {
        let field = &mut column.field;
        field.ucd.clone_from(&self.ucd);
        if self.description.is_some() {
            field.description.clone_from(&self.description);
        }
        if matches!(self.role, Role::Position | Role::Distance) {
            field.unit = Some("deg".to_owned());
        }
        match self.role {
            Role::Position => field.frame = Some(Frame::Icrs),
            Role::Identifier => (field.unit, field.frame) = (None, None),
            Role::Distance | Role::Plain => {}
        }
    }
}

/// Names of an answer's columns; no two of them differ in nothing but case.
struct Names {
    taken: Vec<String>,
}

impl Names {
    /// A name for a column that the table does not have.
    fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while self.taken.contains(&name.to_lowercase()) {
            name.push('_');
        }
        self.taken.push(name.to_lowercase());
        name
    }
}

/// Tables in which no column is marked as principal show them all.
fn is_shown(column: &Column, all: &[Column], verbosity: Verbosity) -> bool {
    match verbosity {
        Verbosity::Fewest => false,
        Verbosity::Usual => column.principal || !all.iter().any(|column| column.principal),
        Verbosity::All => true,
    }
}

fn plain(column: &Column) -> Output {
    Output {
        name: column.field.name.clone(),
        value: catalogue::quoted(&column.field.name).into_owned(),
        role: Role::Plain,
        ucd: column.field.ucd.clone(),
        description: None,
    }
}

fn distance(names: &mut Names) -> Output {
    Output {
        name: names.free("_r"),
        value: String::new(),
        role: Role::Distance,
        ucd: Some("pos.angDistance".to_owned()),
        description: Some("Distance from the centre of the cone".to_owned()),
    }
}
