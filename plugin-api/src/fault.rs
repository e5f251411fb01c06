//! The part of a text of the client's that an error is about, and what puts it right.

use serde::{Deserialize, Serialize};

/// A mistake in a text that the client sent, e.g. in a query. All places count characters (code points) from 0. New in
/// 1.4.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextFault {
    /// Where it begins.
    pub from: usize,
    /// Where it ends, exclusively; `from` for a place between two characters.
    pub to: usize,
    /// What to do, in a sentence.
    pub hint: Option<String>,
    /// What to write instead, the likeliest first; each by itself puts the mistake right.
    pub repairs: Vec<TextRepair>,
}

/// A part of a text, and what to write in its place. New in 1.4.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextRepair {
    /// Where the part begins.
    pub from: usize,
    /// Where it ends, exclusively.
    pub to: usize,
    /// What to write there; may be empty.
    pub text: String,
}
