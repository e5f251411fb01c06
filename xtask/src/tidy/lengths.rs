//! Files stay below 500 lines and functions below 70.

use super::Finding;
use super::rust_text::{Code, is_word};
use crate::tree::Tree;

const FILE_LINES_MAX: usize = 500;
const FUNCTION_LINES_MAX: usize = 70;

/// Finds sources and functions that are too long.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.sources().flat_map(|file| check_file(&file.path, &file.text)).collect()
}

fn check_file(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = text.lines().count();
    if lines > FILE_LINES_MAX {
        let message =
            format!("{lines} lines; the limit is {FILE_LINES_MAX}: split the file by what its parts do");
        findings.push(Finding::new(path, lines, message));
    }
    let code = Code::new(text);
    for (name, first, last) in functions(&code) {
        let length = last - first + 1;
        if length > FUNCTION_LINES_MAX {
            let message = format!("function `{name}` has {length} lines; the limit is {FUNCTION_LINES_MAX}");
            findings.push(Finding::new(path, first, message));
        }
    }
    findings
}

/// Name, first and last line of every function with a body.
fn functions(code: &Code) -> Vec<(String, usize, usize)> {
    let mut functions = Vec::new();
    for at in code.find("fn") {
        let rest = &code.bytes()[at + 2..];
        let name: Vec<u8> = rest
            .iter()
            .skip_while(|byte| **byte == b' ')
            .take_while(|byte| is_word(**byte))
            .copied()
            .collect();
        if name.is_empty() {
            continue;
        }
        if let Some(end) = code.block_end(at) {
            let name = String::from_utf8_lossy(&name).into_owned();
            functions.push((name, code.line(at), code.line(end - 1)));
        }
    }
    functions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(text: &str) -> Vec<String> {
        check_file("a.rs", text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn file_over_the_limit_is_found() {
        assert!(messages(&"// x\n".repeat(500)).is_empty());
        assert_eq!(
            messages(&"// x\n".repeat(501)),
            ["a.rs:501: error: 501 lines; the limit is 500: split the file by what its parts do"]
        );
    }

    #[test]
    fn function_over_the_limit_is_found_by_its_name() {
        let body = |lines: usize| {
            format!("\n\nfn long(f: fn() -> [u8; 3]) {{\n{}}}\n", "    x(\"}\");\n".repeat(lines))
        };
        assert!(messages(&body(68)).is_empty());
        assert_eq!(messages(&body(69)), ["a.rs:3: error: function `long` has 71 lines; the limit is 70"]);
    }

    #[test]
    fn declaration_without_a_body_ends_at_its_semicolon() {
        let text = format!(
            "trait T {{\n    fn short(&self);\n}}\nmod m {{\n{}}}\n",
            "const X: u8 = 1;\n".repeat(100)
        );
        assert!(messages(&text).is_empty());
    }
}
