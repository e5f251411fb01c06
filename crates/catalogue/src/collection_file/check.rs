//! What must hold between the parts of a collection file, and the shapes of its texts.

use conf_file::{At, Section, suggestion_in_order};

use super::table::{Draft, KeyDraft};
use crate::{Column, Datatype, Ident, PgBase};

/// Names are unique without regard to case, and foreign keys end at columns that exist.
pub(super) fn tables(top: &Section<'_>, drafts: &[Draft]) {
    unique(top, "table", drafts.iter().filter_map(|draft| draft.name.as_ref()));
    for draft in drafts {
        unique(top, "column", draft.columns.iter().map(|column| &column.name));
        for key in &draft.keys {
            foreign_key(top, draft, key, drafts);
        }
    }
}

/// Whether a column can hold a longitude or a latitude.
pub(super) fn is_angle(column: &Column) -> bool {
    let number = matches!(column.field.value_type.datatype, Datatype::Double | Datatype::Float);
    let stored = matches!(column.pg_type.base, PgBase::Float8 | PgBase::Float4) && !column.pg_type.array;
    number && stored
}

/// A column's name can be written, if need be between quotes.
pub(super) fn column_name(section: &Section<'_>, name: &At<String>) {
    if name.value.trim() != name.value || name.value.is_empty() || name.value.chars().any(char::is_control) {
        section.problem_at(
            name.start,
            format!("`{}` cannot be the name of a column", name.value.escape_debug()),
            None,
        );
    }
}

/// Reads `ucd`: words of letters, digits, `.`, `-`, `_` joined by `;` (UCD 1.1 §2); the words are not looked up.
pub(super) fn ucd(section: &Section<'_>) -> Option<String> {
    let ucd = section.text("ucd")?;
    if !is_ucd(&ucd.value) {
        let hint = "join words by `;` without blanks, e.g. `pos.eq.ra;meta.main`".to_owned();
        section.problem_at(ucd.start, format!("`{}` is no UCD", ucd.value), hint);
        return None;
    }
    Some(ucd.value)
}

/// Reads `unit`: printable ASCII; the unit is not looked up.
pub(super) fn unit(section: &Section<'_>) -> Option<String> {
    let unit = section.text("unit")?;
    if !is_unit(&unit.value) {
        let hint = "write units as VOUnits do, e.g. `deg`, `um`, `Angstrom`, `erg.s**-1.cm**-2`".to_owned();
        section.problem_at(unit.start, format!("`{}` is no unit", unit.value), hint);
        return None;
    }
    Some(unit.value)
}

/// Whether the text has the shape of a UCD.
pub(crate) fn is_ucd(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:".contains(&byte))
    };
    text.split(';').all(is_word)
}

/// Whether the text has the shape of a unit.
pub(crate) fn is_unit(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
}

fn unique<'n>(top: &Section<'_>, noun: &str, names: impl Iterator<Item = &'n At<String>>) {
    let mut names: Vec<(String, &At<String>)> = names.map(|name| (name.value.to_lowercase(), name)).collect();
    names.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.start.cmp(&b.1.start)));
    for pair in names.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let message = format!("{noun} `{}` has the name of {noun} `{}`", pair[1].1.value, pair[0].1.value);
        top.problem_at(pair[1].1.start, message, "names must differ in more than case".to_owned());
    }
}

fn foreign_key(top: &Section<'_>, from: &Draft, key: &KeyDraft, drafts: &[Draft]) {
    columns_exist(top, &key.columns, from);
    let named = drafts.iter().filter_map(|draft| Some((draft, draft.name.as_ref()?)));
    let target = named.clone().find(|(_, name)| Ident::regular(&key.target.value).matches(&name.value));
    match target {
        Some((target, _)) => columns_exist(top, &key.target_columns, target),
        None => {
            let hint =
                suggestion_in_order(&key.target.value, "tables", named.map(|(_, name)| name.value.as_str()));
            top.problem_at(
                key.target.start,
                format!("no table `{}` in this collection", key.target.value),
                hint,
            );
        }
    }
}

fn columns_exist(top: &Section<'_>, names: &[At<String>], draft: &Draft) {
    let known = || draft.columns.iter().map(|column| column.name.value.as_str());
    for name in names.iter().filter(|name| !known().any(|known| Ident::regular(&name.value).matches(known))) {
        let table = draft.name.as_ref().map_or("", |name| name.value.as_str());
        let hint = suggestion_in_order(&name.value, "columns", known());
        top.problem_at(name.start, format!("no column `{}` in table `{table}`", name.value), hint);
    }
}
