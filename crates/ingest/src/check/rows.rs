//! The number of rows that the file says, and whether the planner knows one.

use conf_file::Problem;

use super::places::Where;
use super::{Findings, is_stored};
use crate::live::LiveTable;

/// Compares the number with the server's estimate, which may itself be off by some per cent.
pub(super) fn check(at: &Where<'_>, live: &LiveTable, found: &mut Findings) {
    if !is_stored(live) {
        return;
    }
    let Some(estimate) = live.rows_estimate else {
        if live.size_bytes > 0 {
            let message = format!("the planner knows nothing of `{}`: it was never analysed", at.shown());
            let hint = format!("run ANALYZE {}", at.sql());
            found.warnings.push(Problem::new(at.place("database_table"), message).hint(hint));
        }
        return;
    };
    let Some(rows) = at.table.rows.filter(|_| at.part == 0) else { return };
    if rows.abs_diff(estimate) > rows.max(estimate) / 5 {
        let message = format!("`rows` is {rows}, and `{}` has about {estimate}", at.shown());
        found.warnings.push(Problem::new(at.place("rows"), message).hint(format!("write rows = {estimate}")));
    }
}
