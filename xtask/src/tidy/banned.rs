//! Words that no kept code holds, and those that only tests may use.

use super::Finding;
use super::rust_text::Code;
use crate::tree::Tree;

/// A banned word: where it is banned, and what to do instead.
struct Word {
    text: &'static str,
    allowed_in_tests: bool,
    advice: &'static str,
}

const WORDS: &[Word] = &[
    Word { text: "dbg!", allowed_in_tests: false, advice: "is not for code that is kept: use `tracing`" },
    Word {
        text: "todo!",
        allowed_in_tests: false,
        advice: "is not for code that is kept: write it, or return an error",
    },
    Word {
        text: "unimplemented!",
        allowed_in_tests: false,
        advice: "is not for code that is kept: write it, or return an error",
    },
    Word {
        text: ".unwrap()",
        allowed_in_tests: true,
        advice: "is for tests: return the error, or state the invariant with `expect`",
    },
    Word { text: "#[ignore", allowed_in_tests: false, advice: "hides a test: mend it or delete it" },
    Word {
        text: "#[should_panic",
        allowed_in_tests: false,
        advice: "hides where it panics: test the returned error",
    },
    Word {
        text: "#[allow(",
        allowed_in_tests: false,
        advice: "outlives its cause: use `#[expect(..., reason = \"...\")]`",
    },
    Word {
        text: "#![allow(",
        allowed_in_tests: false,
        advice: "outlives its cause: use `#![expect(..., reason = \"...\")]`",
    },
];

/// Finds banned words in code, not in comments and literals.
pub fn check(tree: &Tree) -> Vec<Finding> {
    tree.sources().flat_map(|file| check_file(&file.path, &file.text)).collect()
}

fn check_file(path: &str, text: &str) -> Vec<Finding> {
    let code = Code::new(text);
    let mut findings = Vec::new();
    for word in WORDS {
        for at in code.find(word.text) {
            if word.allowed_in_tests && (is_test_file(path) || code.is_test(at)) {
                continue;
            }
            let name = word.text.trim_end_matches('(');
            findings.push(Finding::new(path, code.line(at), format!("`{name}` {}", word.advice)));
        }
    }
    findings
}

/// Files that are tests as a whole: the black-box crate, `tests` folders, and `tests.rs` beside its module.
fn is_test_file(path: &str) -> bool {
    path.split('/').any(|part| part == "tests" || part == "tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(path: &str, text: &str) -> Vec<String> {
        check_file(path, text).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn unwrap_outside_tests_is_found() {
        let text = "fn a() { b().unwrap(); }\n#[cfg(test)]\nmod tests { fn c() { d().unwrap(); } }\n";
        assert_eq!(
            messages("host/src/a.rs", text),
            [
                "host/src/a.rs:1: error: `.unwrap()` is for tests: return the error, or state the invariant with `expect`"
            ]
        );
        assert!(messages("tests/src/a.rs", text).is_empty());
    }

    #[test]
    fn suppressed_lint_needs_a_reason() {
        assert_eq!(
            messages("a.rs", "#[allow(dead_code)]\nfn a() {}\n"),
            ["a.rs:1: error: `#[allow` outlives its cause: use `#[expect(..., reason = \"...\")]`"]
        );
    }

    #[test]
    fn words_in_comments_and_strings_are_no_code() {
        assert!(messages("a.rs", "// todo! later\nfn a() { b(\"dbg!(1)\"); }\n").is_empty());
    }
}
