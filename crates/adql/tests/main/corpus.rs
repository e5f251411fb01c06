//! The parser against labelled queries of other projects, where their folder lies beside the checkout.

#[path = "../../examples/corpus/entry.rs"]
mod entry;
#[path = "../../examples/corpus/judge.rs"]
mod judge;
#[path = "../../examples/corpus/kinds.rs"]
mod kinds;
#[path = "../../examples/corpus/signature.rs"]
mod signature;

use std::path::Path;

use entry::Entry;

/// The entries of a file of the corpus; `None`, said aloud, where there is no corpus.
fn entries(file: &str) -> Option<Vec<Entry>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/adql-corpus").join(file);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(entry::read(&text).unwrap()),
        Err(_) => {
            eprintln!("skipped: there is no folder `shared/adql-corpus` beside the checkout");
            None
        }
    }
}

fn disagreements(entries: &[Entry]) -> Vec<String> {
    let outcomes = entries.iter().map(|entry| (entry, judge::refusal(entry)));
    let wrong = outcomes.filter(|(entry, refusal)| !judge::agrees(entry, refusal.is_some()));
    let told = |(entry, refusal): (&Entry, Option<String>)| {
        format!("{} of {}: {}", entry.id, entry.source(), refusal.unwrap_or_else(|| "accepted".to_owned()))
    };
    wrong.map(told).collect()
}

#[test]
fn labelled_queries_are_accepted_and_refused_as_their_labels_say() {
    let Some(entries) = entries("open.jsonl") else { return };
    assert!(entries.len() >= 400, "{}", entries.len());
    assert_eq!(disagreements(&entries), Vec::<String>::new());
}

#[test]
fn notes_declare_functions_for_queries_that_need_them() {
    let line = |query: &str| {
        format!(
            r#"{{"id": "x:1", "query": "{query}", "valid": true, "level": "semantic",
                "note": "[declared functions: f(a VARCHAR) -> DOUBLE, g() -> POINT]"}}"#
        )
        .replace('\n', " ")
    };
    let refused = |query: &str| judge::refusal(&entry::read(&line(query)).unwrap()[0]);
    assert_eq!(refused("SELECT f('x') + 1, AREA(g()), F(a) FROM t"), None);
    assert_eq!(refused("SELECT h(1) FROM t").as_deref(), Some("unknown function `h`"));
    assert_eq!(refused("SELECT f(1) FROM t").as_deref(), Some("no declaration of `f` takes these arguments"));
    assert_eq!(
        refused("SELECT g() * 2 FROM t").as_deref(),
        Some("an operand is Geometry where Number is needed")
    );
}
