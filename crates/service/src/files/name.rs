//! Names of files that every client may keep.

/// Longer names are cut at their beginning, since their end says the kind.
const NAME_CHARS_MAX: usize = 150;

/// The name with everything replaced that a path or a quoted header may not hold: only letters and digits of ASCII,
/// `.`, `_`, `-` and `+` stay. It is never empty and never begins with a dot.
pub fn file_name(name: &str) -> String {
    let is_safe = |letter: &char| letter.is_ascii_alphanumeric() || "._-+".contains(*letter);
    let safe: Vec<char> = name.chars().map(|letter| if is_safe(&letter) { letter } else { '_' }).collect();
    let cut = safe.len().saturating_sub(NAME_CHARS_MAX);
    let name: String = safe[cut..].iter().collect();
    match name.trim_start_matches('.') {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_in_headers_and_on_disks() {
        for (name, expected) in [
            ("tile-7_r.fits.fz", "tile-7_r.fits.fz"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("a\"b\r\nc.fits", "a_b__c.fits"),
            ("Größe 3.fits", "Gr__e_3.fits"),
            ("...", "file"),
            ("", "file"),
        ] {
            assert_eq!(file_name(name), expected, "{name}");
        }
        let long = file_name(&format!("{}.fits", "x".repeat(500)));
        assert!(long.len() == 150 && long.ends_with("xx.fits"), "{long}");
    }
}
