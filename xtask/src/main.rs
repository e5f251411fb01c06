//! Developer commands of the workspace; `cargo xtask help` lists them.

mod bench;
mod cargo;
mod check;
mod command;
mod console;
mod corpus;
mod docs;
mod error;
mod fuzz;
mod run;
mod setup;
mod test;
mod tidy;
mod tree;
mod web;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::error::Error;

const HELP: &str = "\
cargo xtask COMMAND

  setup [run|test|bench|web]  install what the machine lacks for that command (default: test)
  run [ARGUMENT...]       build, then `armilla demo` with these arguments
  web                     build the pages of web/ into the plugins that embed them
  check                   formatting, lints, tidy, pages, documentation, advisories
  test [SUITE...]         check, then the suites unit, doc, web and black-box; or only the named ones
  bench [PART...]         measure against PostgreSQL's own tools: adql, images, transfer, latency, start, composed
  tidy [--fix]            the house rules that no lint knows; --fix writes generated pages
  corpus FILE             compare the ADQL parser with a file of labelled queries
  fuzz [TARGET] [SECONDS [SEED]]
                          random input for the ADQL translator (adql) or the readers of uploads (formats);
                          default: adql, 60 s
  docs                    write the generated pages under docs/
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::error(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<(), Error> {
    let root = root()?;
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", arguments),
    };
    match name {
        "setup" => setup::run(&root, rest),
        "run" => run::run(&root, rest),
        "web" => no_arguments(rest).and_then(|()| web::run(&root)),
        "check" => no_arguments(rest).and_then(|()| check::run(&root)),
        "test" => test::run(&root, rest),
        "bench" => bench::run(&root, rest),
        "tidy" => tidy::run(&root, rest),
        "corpus" => corpus::run(&root, rest),
        "fuzz" => fuzz::run(&root, rest),
        "docs" => no_arguments(rest).and_then(|()| docs::run(&root)),
        "help" | "-h" | "--help" => {
            console::answer(HELP);
            Ok(())
        }
        other => Err(Error::Usage(format!("unknown command `{other}`"))),
    }
}

fn no_arguments(rest: &[String]) -> Result<(), Error> {
    match rest.first() {
        Some(argument) => Err(Error::Usage(format!("unexpected argument `{argument}`"))),
        None => Ok(()),
    }
}

/// The workspace's root: the folder above this package.
fn root() -> Result<PathBuf, Error> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .parent()
        .map(Path::to_path_buf)
        .ok_or_else(|| Error::Usage("the xtask package has no parent".into()))
}
