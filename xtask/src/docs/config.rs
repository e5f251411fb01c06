//! `docs/config.md`: the reference of the configuration, from the comments of the shipped files.

use super::Page;
use crate::tidy::{is_default_config, key_of};
use crate::tree::Tree;

const HEAD: &str = "\
# Configuration reference

Written by `cargo xtask docs` from the files in `conf.d/`, which are the defaults; do not edit.
";

/// The page, one chapter per file.
pub fn page(tree: &Tree) -> Page {
    let mut text = HEAD.to_owned();
    for file in tree.files().filter(|file| is_default_config(&file.path)) {
        text.push_str(&format!("\n## `{}`\n", file.path));
        chapter(&file.text, &mut text);
    }
    Page { path: "docs/config.md", text }
}

/// One file: comments before a blank line or a header are prose, comments before a key belong to the key.
fn chapter(file: &str, out: &mut String) {
    let mut comment: Vec<&str> = Vec::new();
    let mut in_table = false;
    let mut lines = file.lines();
    while let Some(line) = lines.next() {
        if let Some(text) = line.strip_prefix('#') {
            comment.push(text.trim());
        } else if line.starts_with('[') {
            out.push_str(&format!("\n### `{}`\n", line.trim()));
            prose(&mut comment, out);
            in_table = false;
        } else if key_of(line).is_some() {
            if !in_table {
                out.push_str("\n| key | default | meaning |\n| --- | --- | --- |\n");
                in_table = true;
            }
            row(line, &mut lines, &comment, out);
            comment.clear();
        } else if line.trim().is_empty() {
            if !comment.is_empty() {
                in_table = false;
            }
            prose(&mut comment, out);
        }
    }
}

fn prose(comment: &mut Vec<&str>, out: &mut String) {
    if !comment.is_empty() {
        out.push_str(&format!("\n{}\n", comment.join("\n")));
        comment.clear();
    }
}

/// A row of the table; a value that goes on over lines is read to its end.
fn row<'a>(line: &'a str, rest: &mut impl Iterator<Item = &'a str>, comment: &[&str], out: &mut String) {
    let mut setting = line.to_owned();
    while setting.parse::<toml::Table>().is_err() {
        let Some(next) = rest.next() else { break };
        setting.push('\n');
        setting.push_str(next);
    }
    let (key, value) = setting.split_once('=').unwrap_or((&setting, ""));
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let meaning = comment.join(" ");
    out.push_str(&format!("| `{}` | `{}` | {} |\n", key.trim(), escape(&value), escape(&meaning)));
}

fn escape(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_prose_and_tables() {
        let file = "# The service.\n# For all.\n\n# Where | it is.\nmount = \"/tap\"\n\n# Limits of\n# an answer.\n\
                    [limits]\n# Rows.\nmaxrec = 10\n# Names.\nnames = [\n  \"a\",\n  \"b\",\n]\n";
        let text = page(&Tree::of(&[("conf.d/tap.toml", file), ("conf.d/collections/x.toml", "a = 1")])).text;
        let expected = "\n## `conf.d/tap.toml`\n\nThe service.\nFor all.\n\n| key | default | meaning |\n| --- | --- | --- |\n\
                        | `mount` | `\"/tap\"` | Where \\| it is. |\n\n### `[limits]`\n\nLimits of\nan answer.\n\n\
                        | key | default | meaning |\n| --- | --- | --- |\n| `maxrec` | `10` | Rows. |\n\
                        | `names` | `[ \"a\", \"b\", ]` | Names. |\n";
        assert_eq!(text.strip_prefix(HEAD).unwrap(), expected);
    }
}
