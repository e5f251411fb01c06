//! Runs the files under `cases`: a query, a line of dashes, its SQL and its columns or its error.
//!
//! A first line `-- strict` switches to strict mode. `UPDATE=1` rewrites what is below the dashes; read the diff.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use adql::{Options, Translation, translate};
use catalogue::ResultColumn;

use crate::sample;

pub const DASHES: &str = "\n---\n";

#[test]
fn every_case_translates_as_its_file_says() {
    let scope = sample::scope();
    let mut wrong = Vec::new();
    let paths = case_files();
    for path in &paths {
        let content = std::fs::read_to_string(path).unwrap();
        let (query, expected) = content.split_once(DASHES).unwrap_or((content.trim_end(), ""));
        let options = Options { strict: query.starts_with("-- strict\n"), ..sample::options() };
        let outcome = match translate(query, &scope, &sample::FewCells, &options) {
            Ok(translation) => described(&translation),
            Err(error) => format!("{}\n", error.render(query)),
        };
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, format!("{query}{DASHES}{outcome}")).unwrap();
        } else if outcome != expected {
            wrong.push(format!("{}\n--- expected\n{expected}--- found\n{outcome}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(paths.len() >= 60, "{}", paths.len());
}

#[test]
fn one_case_in_eight_expects_an_error() {
    let paths = case_files();
    let is_error = |path: &&PathBuf| std::fs::read_to_string(path).unwrap().contains("\n---\nerror: ");
    assert!(paths.iter().filter(is_error).count() * 8 >= paths.len());
}

pub fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "case"))
        .collect();
    paths.sort();
    paths
}

fn described(translation: &Translation) -> String {
    let mut text = format!("{}\n", translation.sql);
    for (place, param) in translation.params.iter().enumerate() {
        writeln!(text, "${}: {param:?}", place + 1).unwrap();
    }
    for column in &translation.columns {
        text.push_str(&described_column(column));
    }
    writeln!(text, "collections: {}", translation.collections.join(" ")).unwrap();
    if let Some(rows) = translation.row_bound {
        writeln!(text, "rows: {rows}").unwrap();
    }
    for ranges in &translation.upload_ranges {
        writeln!(text, "{ranges:?}").unwrap();
    }
    if translation.sky_indexed {
        text.push_str("sky index\n");
    }
    for warning in &translation.warnings {
        writeln!(text, "warning at {}:{}: {}", warning.line, warning.column, warning.message()).unwrap();
    }
    text
}

fn described_column(column: &ResultColumn) -> String {
    let field = &column.field;
    let array = if column.pg_type.array { "[]" } else { "" };
    let mut text = format!("{}: {}", field.name, field.value_type.datatype.name());
    if let Some(arraysize) = &field.value_type.arraysize {
        write!(text, " {arraysize}").unwrap();
    }
    write!(text, " {:?}{array}", column.pg_type.base).unwrap();
    let frame = field.frame.map(|frame| format!("{frame:?}"));
    for (key, value) in [
        ("xtype", &field.value_type.xtype),
        ("unit", &field.unit),
        ("ucd", &field.ucd),
        ("frame", &frame),
        ("description", &field.description),
    ] {
        if let Some(value) = value {
            write!(text, " {key}={value}").unwrap();
        }
    }
    text + "\n"
}
