//! What a developer reads: answers on standard output, everything else on standard error.

use std::io::Write;

use crate::error::Error;

/// Prints the result of a command.
pub fn answer(text: &str) {
    let mut out = std::io::stdout().lock();
    // A reader that went away, as in `cargo xtask help | head -1`, is no failure.
    drop(writeln!(out, "{}", text.trim_end()));
}

/// Prints what is going on.
pub fn note(text: &str) {
    eprintln!("{text}");
}

/// Prints an error, with a hint where there is one.
pub fn error(error: &Error) {
    eprintln!("error: {error}");
    if let Some(hint) = error.hint() {
        eprintln!("\nhint: {hint}");
    }
}
