//! How the loading says how far it is.

use std::{
    collections::HashMap,
    io::{IsTerminal, stderr},
    sync::{Mutex, PoisonError},
};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// Hears how far each stage of the loading is. Calls come often and from several threads.
pub trait Progress: Send + Sync {
    /// A stage has done so many of its steps; it ends when both numbers agree. A stage whose total is unknown or empty
    /// is not reported.
    fn report(&self, stage: &str, done: u64, total: u64);
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn report(&self, _stage: &str, _done: u64, _total: u64) {}
}

/// Draws a bar for each stage where standard error is a terminal, else writes a line for each quarter of a stage.
#[derive(Debug)]
pub struct TerminalProgress {
    bars: Option<MultiProgress>,
    stages: Mutex<HashMap<String, Stage>>,
}

#[derive(Debug)]
struct Stage {
    bar: Option<ProgressBar>,
    quarters: u64,
}

impl TerminalProgress {
    /// Bars or lines, after what standard error is.
    pub fn new() -> Self {
        Self { bars: stderr().is_terminal().then(MultiProgress::new), stages: Mutex::default() }
    }
}

impl Default for TerminalProgress {
    fn default() -> Self {
        Self::new()
    }
}

impl Progress for TerminalProgress {
    fn report(&self, stage: &str, done: u64, total: u64) {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        if !stages.contains_key(stage) {
            let bar = self.bars.as_ref().map(|bars| bars.add(new_bar(stage, total)));
            stages.insert(stage.to_owned(), Stage { bar, quarters: 0 });
        }
        let Some(known) = stages.get_mut(stage) else { return };
        if let Some(bar) = &known.bar {
            bar.set_position(done);
            if done >= total {
                bar.finish();
            }
        } else if let Some(line) = line(&mut known.quarters, stage, done, total) {
            eprintln!("{line}");
        }
    }
}

/// The line for a stage that has entered a new quarter, if it has.
fn line(quarters: &mut u64, stage: &str, done: u64, total: u64) -> Option<String> {
    let reached = done.saturating_mul(4).checked_div(total)?;
    (reached > *quarters).then(|| {
        *quarters = reached;
        format!("{stage}: {done} of {total}")
    })
}

fn new_bar(stage: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    // The template is constant and right; should it ever not be, the plain bar remains.
    if let Ok(style) =
        ProgressStyle::with_template("{prefix:>18} {wide_bar} {human_pos}/{human_len} {eta:>4}")
    {
        bar.set_style(style);
    }
    bar.with_prefix(stage.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn piped_progress_is_one_line_a_quarter() {
        let mut quarters = 0;
        let mut said = Vec::new();
        for done in 0..=100 {
            said.extend(line(&mut quarters, "sim-dr1 rows", done, 100));
        }
        let expected = [25, 50, 75, 100].map(|done| format!("sim-dr1 rows: {done} of 100"));
        assert_eq!(said, expected);
        assert_eq!(line(&mut quarters, "empty", 0, 0), None);
    }
}
