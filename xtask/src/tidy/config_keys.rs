//! Every key of the shipped configuration is explained by a comment above it.

use super::Finding;
use crate::tree::{TextFile, Tree};

/// Finds keys of `conf.d/*.toml` without a comment. Collection files describe data and need none.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.files().filter(|file| is_default(&file.path)).flat_map(check_file).collect()
}

/// Whether a file is part of the configuration that is shipped as the default.
pub fn is_default(path: &str) -> bool {
    path.strip_prefix("conf.d/")
        .is_some_and(|name| !name.contains('/') && (name.ends_with(".toml") || name.ends_with(".toml.off")))
}

fn check_file(file: &TextFile) -> Vec<Finding> {
    let lines: Vec<&str> = file.text.lines().collect();
    let is_explained = |index: usize| index > 0 && is_comment(lines[index - 1]);
    let mut findings = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if let Some(key) = key_of(line).filter(|_| !is_explained(index)) {
            let message = format!("key `{key}` needs a comment of one or two sentences above it");
            findings.push(Finding::new(&file.path, index + 1, message));
        }
    }
    findings
}

fn is_comment(line: &str) -> bool {
    line.trim_start().strip_prefix('#').is_some_and(|text| !text.trim().is_empty())
}

/// The key that a line sets. Lines of a value that goes on (arrays) start with a blank, a quote or a bracket.
pub fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim_end();
    let is_key = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'"');
    (!key.is_empty() && key.bytes().all(is_key)).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_without_a_comment_is_found() {
        let good = "# What serves.\nplugin = \"tap\"\n\n[settings]\n# Rows.\nmaxrec = 20000\n# List.\nx = [\n  1,\n]\n";
        let bad = "# What serves.\nplugin = \"tap\"\nmount = \"/tap\"\n\n#\nenabled = true\n";
        let tree = Tree::of(&[
            ("conf.d/good.toml", good),
            ("conf.d/bad.toml", bad),
            ("conf.d/collections/a.toml", "id = 1\n"),
        ]);
        let lines: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "conf.d/bad.toml:3: error: key `mount` needs a comment of one or two sentences above it",
                "conf.d/bad.toml:6: error: key `enabled` needs a comment of one or two sentences above it",
            ]
        );
    }
}
