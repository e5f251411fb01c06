//! Patterns of paths: `*` and `?` within a name, `**` for any folders.

use std::path::{Path, PathBuf};

/// A pattern below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    parts: Vec<String>,
}

impl Pattern {
    /// Cuts a path where its first pattern stands: the folder above, and the pattern below it. `None` for a plain path.
    pub(crate) fn cut(path: &Path) -> Option<(PathBuf, Self)> {
        let is_pattern = |part: &str| part.contains(['*', '?']);
        let parts: Vec<String> =
            path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let first = parts.iter().position(|part| is_pattern(part))?;
        let above: PathBuf = path.components().take(first).collect();
        let above = if above.as_os_str().is_empty() { PathBuf::from(".") } else { above };
        Some((above, Self { parts: parts[first..].to_vec() }))
    }

    /// Whether a path below the folder, with `/` between its parts, is meant.
    pub(crate) fn matches(&self, path: &str) -> bool {
        let path: Vec<&str> = path.split('/').collect();
        let pattern: Vec<&str> = self.parts.iter().map(String::as_str).collect();
        wild(
            &pattern,
            &path,
            |part| *part == "**",
            |part, name| {
                let (part, name): (Vec<char>, Vec<char>) = (part.chars().collect(), name.chars().collect());
                wild(&part, &name, |letter| *letter == '*', |letter, other| *letter == '?' || letter == other)
            },
        )
    }
}

/// Whether a list fits a pattern in which some elements stand for any number of others. No step is taken back further than
/// to the last of these, so that it takes time with the product of both lengths at most.
fn wild<P, T>(pattern: &[P], list: &[T], is_any: impl Fn(&P) -> bool, fits: impl Fn(&P, &T) -> bool) -> bool {
    let (mut at, mut place) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while place < list.len() {
        match pattern.get(at) {
            Some(part) if is_any(part) => {
                back = Some((at, place));
                at += 1;
            }
            Some(part) if fits(part, &list[place]) => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((any, taken)) = back else { return false };
                back = Some((any, taken + 1));
                (at, place) = (any + 1, taken + 1);
            }
        }
    }
    pattern[at..].iter().all(is_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_shells_mean() {
        for (pattern, path, expected) in [
            ("d/*.fits", "a.fits", true),
            ("d/*.fits", "b/a.fits", false),
            ("d/**/*.fits", "a.fits", true),
            ("d/**/*.fits", "b/c/a.fits", true),
            ("d/**", "b/c/a.fits", true),
            ("d/20??/*r*.fits", "2026/x-rSDSS-1.fits", true),
            ("d/20??/*r*.fits", "206/x-rSDSS-1.fits", false),
            ("d/*a*b*c", "xaybzc", true),
            ("d/*a*b*c", "xaybz", false),
        ] {
            let (above, cut) = Pattern::cut(Path::new(pattern)).unwrap();
            assert_eq!(above, Path::new("d"));
            assert_eq!(cut.matches(path), expected, "{pattern} {path}");
        }
        assert_eq!(Pattern::cut(Path::new("/data/a.fits")), None);
        assert_eq!(Pattern::cut(Path::new("*.fits")).unwrap().0, Path::new("."));
    }
}
