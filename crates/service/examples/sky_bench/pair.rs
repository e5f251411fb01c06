//! Times of two ways to one answer, measured in turns.

use std::time::{Duration, Instant};

use crate::Outcome;
use crate::answer::Answer;

/// Times of one measurement.
#[derive(Default)]
pub struct Pair {
    pub what: String,
    pub ours_ms: Vec<f64>,
    pub q3c_ms: Vec<f64>,
    /// Rows of all answers.
    pub rows: usize,
    /// Answers of the two ways that differ in a row.
    pub differing: usize,
    /// The largest ratio of ours to q3c's that meets the target.
    pub target: f64,
}

impl Pair {
    pub fn new(what: impl Into<String>, target: f64) -> Self {
        Self { what: what.into(), target, ..Self::default() }
    }

    /// Adds two timed answers; the first round of a measurement warms up and is not counted.
    pub fn add(&mut self, counted: bool, ours: (Answer, Duration), q3c: (Answer, Duration)) {
        if counted {
            self.ours_ms.push(ours.1.as_secs_f64() * 1e3);
            self.q3c_ms.push(q3c.1.as_secs_f64() * 1e3);
        }
        let (ours, q3c) = (ours.0.sorted(), q3c.0.sorted());
        self.rows += ours.len();
        self.differing += usize::from(ours != q3c);
    }

    pub fn json(&self) -> String {
        let value = serde_json::json!({
            "what": self.what, "ours_ms": self.ours_ms, "q3c_ms": self.q3c_ms,
            "rows": self.rows, "differing": self.differing, "target": self.target,
        });
        value.to_string()
    }
}

/// An answer, and how long it took.
pub async fn timed(answer: impl Future<Output = Outcome<Answer>>) -> Outcome<(Answer, Duration)> {
    let begun = Instant::now();
    let answer = answer.await?;
    Ok((answer, begun.elapsed()))
}
