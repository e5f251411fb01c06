//! Each dependency is declared once, in the root manifest, with its reason, and is used.

use toml::Table;

use super::Finding;
use crate::tree::{TextFile, Tree};

const ROOT: &str = "Cargo.toml";

/// Finds dependencies without a reason, without a user, or declared outside the root manifest.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let members: Vec<&TextFile> = tree.files().filter(|file| file.path.ends_with("/Cargo.toml")).collect();
    let mut findings: Vec<Finding> = members.iter().flat_map(|member| check_member(member)).collect();
    if let Some(root) = tree.text(ROOT) {
        findings.extend(check_root(root, &members));
    }
    findings
}

fn check_root(text: &str, members: &[&TextFile]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in section(text, "[workspace.dependencies]") {
        let Some((name, rest)) = line.split_once(" = ") else { continue };
        let (value, reason) = rest.rsplit_once('#').unwrap_or((rest, ""));
        if !value.contains("path = ") && reason.trim().is_empty() {
            let message = format!("dependency `{name}` needs its reason behind it, `# ...`");
            findings.push(Finding::new(ROOT, index, message));
        }
        if !members.iter().any(|member| names(member).any(|used| used == name)) {
            findings.push(Finding::new(ROOT, index, format!("dependency `{name}` is used by no package")));
        }
    }
    findings
}

fn check_member(member: &TextFile) -> Vec<Finding> {
    let is_local = |line: &str| line.contains(" = ") && !line.contains("workspace = true");
    let lists = ["[dependencies]", "[dev-dependencies]", "[build-dependencies]"];
    let lines = lists.iter().flat_map(|list| section(&member.text, list));
    let message = "take the version from the root manifest: `name.workspace = true`";
    lines
        .filter(|(_, line)| is_local(line))
        .map(|(index, _)| Finding::new(&member.path, index, message))
        .collect()
}

/// The lines below a header, up to the next header, numbered from 1.
fn section<'a>(text: &'a str, header: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line));
    let below = lines.skip_while(move |(_, line)| line.trim() != header).skip(1);
    below
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| !line.trim_start().starts_with('#'))
}

/// The names of the dependencies of a package, of every kind.
fn names(member: &TextFile) -> impl Iterator<Item = String> {
    let table: Table = member.text.parse().unwrap_or_default();
    let kinds = ["dependencies", "dev-dependencies", "build-dependencies"];
    let lists =
        kinds.into_iter().filter_map(move |kind| table.get(kind).and_then(|list| list.as_table()).cloned());
    lists.flat_map(|list| list.into_iter().map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reason_user_and_place_are_required() {
        let root = "[workspace.dependencies]\nsky = { path = \"crates/sky\" }\nserde = \"1\"   # values as text\n\
                    http = \"1\"\nlost = \"2\" # nobody\n\n[profile.release]\ndebug = 0\n";
        let member = "[package]\nname = \"a\"\n[dependencies]\nsky.workspace = true\nserde = { workspace = true }\n\
                      http.workspace = true\n[dev-dependencies]\nrand = \"0.9\"\n[lints]\nworkspace = true\n";
        let tree = Tree::of(&[("Cargo.toml", root), ("crates/a/Cargo.toml", member)]);
        let lines: Vec<String> = check(&tree).iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "crates/a/Cargo.toml:8: error: take the version from the root manifest: `name.workspace = true`",
                "Cargo.toml:4: error: dependency `http` needs its reason behind it, `# ...`",
                "Cargo.toml:5: error: dependency `lost` is used by no package",
            ]
        );
    }
}
