//! STILTS' own check of VOTables, for each kind of document once.

use std::collections::HashSet;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// What votlint 3.4.7 says of a null cell of an array of fixed length in TABLEDATA, where VOTable 1.3 and later have an
/// empty cell.
const NULL_ARRAY: &str = "Wrong number of elements in array";

/// Documents that differ in no more than their rows are one kind.
static CHECKED: Mutex<Option<HashSet<Vec<u8>>>> = Mutex::new(None);

/// Fails the test if votlint has a complaint; starting Java takes half a second, so each kind is checked once.
#[track_caller]
pub fn assert_clean(document: &[u8], what: &str) {
    let kind = kind(document);
    let is_new = CHECKED.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default().insert(kind);
    if is_new {
        let complaints = complaints(document);
        assert!(complaints.is_empty(), "{what}: votlint: {}", complaints.join("\n"));
    }
}

/// What comes before the rows and what comes behind them, without the INFO elements, which repeat the request.
fn kind(document: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(document);
    let (head, rest) = text.split_once("<DATA>").unwrap_or((&text, ""));
    let tail = rest.rsplit_once("</DATA>").map_or("", |(_, tail)| tail);
    let lines = head.lines().chain(rest.lines().take(1)).chain(tail.lines());
    lines.filter(|line| !line.starts_with("<INFO") && line.contains('<')).collect::<String>().into_bytes()
}

fn complaints(document: &[u8]) -> Vec<String> {
    let mut command = Command::new("stilts");
    command
        .args(["-Djava.awt.headless=true", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"])
        .args(["votlint", "votable=-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("stilts runs: `cargo xtask setup test` installs it");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let output = std::thread::scope(|scope| {
        // Fed from beside, because it may complain before it has read everything.
        scope.spawn(move || stdin.write_all(document));
        child.wait_with_output().expect("votlint ends")
    });
    assert!(output.status.success(), "votlint: {}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = |line: &&str| {
        (line.starts_with("ERROR") || line.starts_with("WARNING")) && !line.contains(NULL_ARRAY)
    };
    lines.lines().filter(complaint).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_document_has_complaints() {
        let document = "<?xml version=\"1.0\"?><VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\">\
            <RESOURCE><TABLE><FIELD name=\"a\" datatype=\"int\"/><DATA><TABLEDATA><TR><TD>x</TD></TR></TABLEDATA></DATA>\
            </TABLE></RESOURCE></VOTABLE>";
        let complaints = complaints(document.as_bytes());
        assert!(complaints.iter().any(|line| line.contains('x')), "{complaints:?}");
    }

    #[test]
    fn documents_that_differ_in_rows_are_of_one_kind() {
        let document = |rows: &str, status: &str| {
            let head = "<VOTABLE>\n<INFO name=\"QUERY\"/>\n<FIELD/>\n<DATA><TABLEDATA>\n";
            kind(format!("{head}{rows}\n</TABLEDATA></DATA>\n{status}</VOTABLE>").as_bytes())
        };
        assert_eq!(document("<TR/>", ""), document("<TR/><TR/>", ""));
        assert_ne!(document("", ""), document("", "<PARAM/>"));
    }
}
