//! Compares the parser with a corpus of labelled queries: `cargo xtask corpus FILE`.

mod entry;
mod judge;
mod kinds;
mod report;
mod signature;

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(path), None) = (arguments.next(), arguments.next()) else {
        eprintln!("error: expected one argument, a file of JSON lines");
        return ExitCode::from(2);
    };
    let entries = std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read {path}: {error}"))
        .and_then(|text| entry::read(&text).map_err(|error| format!("{path}:{error}")));
    match entries {
        Ok(entries) => {
            report::print(&entries);
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}
