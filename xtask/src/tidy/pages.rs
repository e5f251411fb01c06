//! The house rules of the pages' sources: a first sentence, files of bounded length, no style attributes.

use super::Finding;
use crate::tree::{TextFile, Tree};

const FILE_LINES_MAX: usize = 500;

/// What Lit writes as an attribute, which the pages' own policy (CSP) refuses; written in two parts so that this file is none.
const STYLE: &str = concat!(" style=", "${");

/// Finds sources of the pages that break a rule.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let is_source = |file: &&TextFile| {
        file.path.starts_with("web/") && [".ts", ".mjs"].iter().any(|end| file.path.ends_with(end))
    };
    tree.files().filter(is_source).flat_map(check_file).collect()
}

fn check_file(file: &TextFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !is_sentence(file.text.lines().next().unwrap_or_default()) {
        let message = "the first line must be `// ` and one sentence true of the whole file";
        findings.push(Finding::new(&file.path, 1, message));
    }
    let lines = file.text.lines().count();
    if lines > FILE_LINES_MAX {
        let message =
            format!("{lines} lines; the limit is {FILE_LINES_MAX}: split the file by what its parts do");
        findings.push(Finding::new(&file.path, lines, message));
    }
    for (index, _) in file.text.lines().enumerate().filter(|(_, line)| line.contains(STYLE)) {
        let message = format!(
            "`{}` is an attribute, which the pages' policy refuses: write `.style=` or a class",
            STYLE.trim()
        );
        findings.push(Finding::new(&file.path, index + 1, message));
    }
    findings
}

fn is_sentence(line: &str) -> bool {
    line.strip_prefix("// ").is_some_and(|text| text.trim().len() > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_finds_what_breaks_it() {
        let long = format!("// Long.\n{}", "x();\n".repeat(500));
        let styled = format!("// Styled.\nhtml`<p{STYLE}x}}>`;\nhtml`<p .style=${{x}}>`;\n");
        let tree = Tree::of(&[
            ("web/src/a.ts", "import x;\n"),
            ("web/src/good.ts", "// Good.\n"),
            ("web/src/long.ts", &long),
            ("web/src/styled.ts", &styled),
            ("tests/a.ts", "x"),
        ]);
        let found: Vec<(String, usize)> = check(&tree).into_iter().map(|one| (one.path, one.line)).collect();
        let expected = [("web/src/a.ts", 1), ("web/src/long.ts", 501), ("web/src/styled.ts", 2)];
        assert_eq!(found, expected.map(|(path, line)| (path.to_owned(), line)));
    }
}
