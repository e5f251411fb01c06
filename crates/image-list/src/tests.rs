//! What the tests of this crate share.

use fits_header::Header;

/// A header of these cards, one on each line, behind those that each header has.
pub(crate) fn header(cards: &str) -> Header {
    let lines = "SIMPLE  = T\nBITPIX  = 8\nNAXIS   = 0".lines().chain(cards.lines()).chain(["END"]);
    let mut bytes: Vec<u8> =
        lines.flat_map(|line| format!("{}{:80}", tidy(line), "")[..80].to_owned().into_bytes()).collect();
    bytes.resize(bytes.len().next_multiple_of(2880), b' ');
    Header::read(&mut bytes.as_slice(), "SIMPLE  =").unwrap().unwrap()
}

/// Puts the keyword into its eight columns.
fn tidy(line: &str) -> String {
    match line.split_once('=') {
        Some((keyword, value)) => format!("{:8}= {}", keyword.trim(), value.trim()),
        None => line.to_owned(),
    }
}
