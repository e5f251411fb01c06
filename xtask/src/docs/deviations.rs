//! `docs/standards.md`: the list of deviations, from the comments that begin with `Deviation`.

use super::Page;
use crate::tree::{TextFile, Tree};

const PATH: &str = "docs/standards.md";
const BEGIN: &str = "<!-- deviations: written by `cargo xtask docs` -->";
const END: &str = "<!-- deviations: end -->";
const MARK: &str = concat!("Deviation", ":");

/// The page as it is, with the list between its two marks written anew.
pub fn page(tree: &Tree) -> Page {
    let written = tree.text(PATH).unwrap_or_default();
    let (before, after) = match (written.split_once(BEGIN), written.split_once(END)) {
        (Some((before, _)), Some((_, after))) => (before, after),
        _ => (written, "\n"),
    };
    Page { path: PATH, text: format!("{before}{BEGIN}\n\n{}\n{END}{after}", list(tree)) }
}

fn list(tree: &Tree) -> String {
    let ours = |file: &&TextFile| !file.path.starts_with("xtask/");
    let mut list = String::new();
    for file in tree.sources().filter(ours) {
        for text in deviations(&file.text) {
            list.push_str(&format!("- {text} (`{}`)\n", file.path));
        }
    }
    if list.is_empty() { "None.\n".into() } else { list }
}

/// The sentences behind each mark, to the end of the paragraph of its comment.
fn deviations(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines().map(comment_of).peekable();
    while let Some(line) = lines.next() {
        let Some((_, first)) = line.and_then(|comment| comment.split_once(MARK)) else { continue };
        let mut sentence = first.trim().to_owned();
        while let Some(next) =
            lines.next_if(|next| next.is_some_and(|text| !text.is_empty() && !text.contains(MARK)))
        {
            sentence.push(' ');
            sentence.push_str(next.unwrap_or_default());
        }
        found.push(sentence);
    }
    found
}

/// The text of a line that is a comment as a whole.
fn comment_of(line: &str) -> Option<&str> {
    let comment = line.trim_start().strip_prefix("//")?;
    Some(comment.trim_start_matches(['/', '!']).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_between_the_marks_is_written_anew() {
        let source = format!(
            "//! A.\n/// Sum.\n///\n/// {MARK} DALI 1.1 §2: case\n/// does not matter.\n///\n/// More.\nfn a() {{}}\n// {MARK} TAP 1.1 §3.\nlet a = 1;\n"
        );
        let old = format!("# Standards\n\n{BEGIN}\n\n- old\n\n{END}\n\nTail.\n");
        let tree = Tree::of(&[("crates/dali/src/a.rs", &source), (PATH, &old)]);
        let expected = format!(
            "# Standards\n\n{BEGIN}\n\n- DALI 1.1 §2: case does not matter. (`crates/dali/src/a.rs`)\n\
             - TAP 1.1 §3. (`crates/dali/src/a.rs`)\n\n{END}\n\nTail.\n"
        );
        assert_eq!(page(&tree).text, expected);
    }

    #[test]
    fn no_deviation_is_said() {
        let tree = Tree::of(&[(PATH, &format!("{BEGIN}\n{END}\n"))]);
        assert_eq!(page(&tree).text, format!("{BEGIN}\n\nNone.\n\n{END}\n"));
    }
}
