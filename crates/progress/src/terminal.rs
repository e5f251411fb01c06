//! Progress on standard error: a bar for each stage on a terminal, else a line now and then.

use std::{
    collections::HashMap,
    io::{IsTerminal, stderr},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::Progress;

/// Between two lines of a stage that takes long.
const LINE_EVERY: Duration = Duration::from_secs(30);

const BAR: &str = "{prefix:>18} {wide_bar} {human_pos}/{human_len} {per_sec:>12} {eta:>4}";
const COUNTER: &str = "{prefix:>18} {spinner} {human_pos} {per_sec:>12} {elapsed:>4}";

/// Draws a bar for each stage where standard error is a terminal, else writes a line for each quarter of a stage, and
/// every half minute.
#[derive(Debug)]
pub struct TerminalProgress {
    bars: Option<MultiProgress>,
    stages: Mutex<HashMap<String, Stage>>,
}

#[derive(Debug)]
struct Stage {
    bar: Option<ProgressBar>,
    begun: Instant,
    /// Quarters that lines told.
    quarters: u64,
    /// How long the stage had taken at its last line.
    told: Duration,
}

impl TerminalProgress {
    /// Bars or lines, after what standard error is.
    pub fn new() -> Self {
        Self { bars: stderr().is_terminal().then(MultiProgress::new), stages: Mutex::default() }
    }

    /// Lines, whatever standard error is: beside other output.
    pub fn lines() -> Self {
        Self { bars: None, stages: Mutex::default() }
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
            stages.insert(stage.to_owned(), Stage::new(bar));
        }
        let Some(known) = stages.get_mut(stage) else { return };
        if let Some(bar) = &known.bar {
            bar.set_position(done);
            if total > 0 && done >= total {
                bar.finish();
            }
        } else if let Some(line) = known.line(stage, done, total, known.begun.elapsed()) {
            eprintln!("{line}");
        }
    }

    fn end(&self, stage: &str) {
        let mut stages = self.stages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = stages.remove(stage).and_then(|stage| stage.bar) {
            bar.abandon();
        }
    }
}

impl Stage {
    fn new(bar: Option<ProgressBar>) -> Self {
        Self { bar, begun: Instant::now(), quarters: 0, told: Duration::ZERO }
    }

    /// The line for a stage that has entered a new quarter, or of which nothing was heard for long.
    fn line(&mut self, stage: &str, done: u64, total: u64, elapsed: Duration) -> Option<String> {
        let reached = done.saturating_mul(4).checked_div(total).unwrap_or(0);
        if reached <= self.quarters && elapsed < self.told + LINE_EVERY {
            return None;
        }
        self.quarters = reached;
        self.told = elapsed;
        let mut line = format!("{stage}: {done}");
        if total > 0 {
            line += &format!(" of {total}");
        }
        let secs = elapsed.as_secs_f64();
        if secs >= 1.0 {
            line += &format!(", {:.0}/s", done as f64 / secs);
        }
        if secs >= 1.0 && done > 0 && done < total {
            line += &format!(", {:.0} s left", secs * (total - done) as f64 / done as f64);
        }
        Some(line)
    }
}

fn new_bar(stage: &str, total: u64) -> ProgressBar {
    let bar = if total > 0 { ProgressBar::new(total) } else { ProgressBar::no_length() };
    // The templates are constant and right; should one ever not be, the plain bar remains.
    if let Ok(style) = ProgressStyle::with_template(if total > 0 { BAR } else { COUNTER }) {
        bar.set_style(style);
    }
    bar.with_prefix(stage.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn piped_progress_is_one_line_a_quarter() {
        let mut stage = Stage::new(None);
        let said: Vec<String> =
            (0..=100).filter_map(|done| stage.line("sim-dr1 rows", done, 100, Duration::ZERO)).collect();
        let expected = [25, 50, 75, 100].map(|done| format!("sim-dr1 rows: {done} of 100"));
        assert_eq!(said, expected);
    }

    #[test]
    fn a_long_stage_is_heard_of_with_its_rate_and_the_time_left() {
        let mut stage = Stage::new(None);
        let mut line = |done, total, secs| stage.line("rows", done, total, Duration::from_secs(secs));
        assert_eq!(line(10, 1000, 10), None);
        assert_eq!(line(40, 1000, 40).as_deref(), Some("rows: 40 of 1000, 1/s, 960 s left"));
        assert_eq!(line(50, 1000, 50), None);
        assert_eq!(line(1000, 1000, 100).as_deref(), Some("rows: 1000 of 1000, 10/s"));
    }

    #[test]
    fn a_stage_without_a_total_is_counted() {
        let mut stage = Stage::new(None);
        let mut line = |done, secs| stage.line("rows", done, 0, Duration::from_secs(secs));
        assert_eq!(line(500, 5), None);
        assert_eq!(line(3000, 30).as_deref(), Some("rows: 3000, 100/s"));
    }
}
