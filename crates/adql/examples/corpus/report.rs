//! What the comparison prints.

use std::collections::BTreeMap;

use super::entry::Entry;
use super::judge;

/// Prints each disagreement, the agreement of each source, and as last line that of all.
#[expect(clippy::print_stdout, reason = "this is what the command is for")]
pub fn print(entries: &[Entry]) {
    let mut sources: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for entry in entries {
        let refusal = judge::refusal(entry);
        let agrees = judge::agrees(entry, refusal.is_some());
        let (agreed, all) = sources.entry(entry.source()).or_default();
        *agreed += usize::from(agrees);
        *all += 1;
        if !agrees {
            let message = refusal.unwrap_or_else(|| "accepted".to_owned());
            println!("{}: {message}\n  {}", entry.id, entry.query.replace('\n', "\n  "));
        }
    }
    let width = sources.keys().map(|source| source.len()).max().unwrap_or(0);
    for (source, (agreed, all)) in &sources {
        println!("{source:width$}  {agreed} of {all}");
    }
    let agreed: usize = sources.values().map(|(agreed, _)| agreed).sum();
    println!("agree {agreed} of {}", entries.len());
}
