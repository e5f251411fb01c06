//! Prints failures on stderr, with colour on a terminal only; colour never carries meaning.

use std::io::{self, IsTerminal, Write};

use conf_file::Problem;

use super::failure::Failure;

const BOLD_RED: &str = "\x1b[1;31m";
const YELLOW: &str = "\x1b[1;33m";
const BLUE: &str = "\x1b[34m";
const CYAN: &str = "\x1b[36m";
const PLAIN: &str = "\x1b[0m";

/// Prints a failure.
pub fn failure(failure: &Failure) {
    marked(&failure.to_string());
}

/// Prints advice on a file, with a word such as `warning` in front.
pub fn advice(title: &str, problem: &Problem) {
    marked(&format!("{}\n", problem.titled(title)));
}

fn marked(text: &str) {
    let colour =
        io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let text = if colour { coloured(text) } else { text.to_owned() };
    // Nobody can be told that stderr is closed.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints a sentence for people and scripts that wait, on stderr, whatever the log level is.
pub fn status(text: &str) {
    // Nobody can be told that stderr is closed.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Prints a line of a result on stdout; a reader who has enough, like `head`, ends the program in peace.
pub fn line(text: &str) {
    if writeln!(io::stdout(), "{text}").is_err() {
        std::process::exit(0);
    }
}

/// The text with its marks in colour.
fn coloured(text: &str) -> String {
    let marks =
        [("error:", BOLD_RED), ("warning:", YELLOW), ("note:", CYAN), ("  -->", BLUE), ("hint:", CYAN)];
    let mut out = String::with_capacity(text.len() + 64);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        match marks.iter().find(|(mark, _)| line.starts_with(mark)) {
            Some((mark, colour)) => {
                out.extend([colour, *mark, PLAIN, &line[mark.len()..]]);
            }
            None => out.push_str(line),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_coloured_and_the_text_stays() {
        let text = "error: x\n  --> a:1:1\n\nhint: error: y";
        let shown = coloured(text);
        assert_eq!(
            shown,
            "\x1b[1;31merror:\x1b[0m x\n\x1b[34m  -->\x1b[0m a:1:1\n\n\x1b[36mhint:\x1b[0m error: y"
        );
        let stripped =
            [BOLD_RED, YELLOW, BLUE, CYAN, PLAIN].iter().fold(shown, |text, code| text.replace(code, ""));
        assert_eq!(stripped, text);
    }
}
