//! The path under which an instance is served.

use std::fmt;

/// A mount: `/`, or segments like `/vo/tap/jplus-dr3`. Of nested mounts the longest that fits a request wins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mount(String);

impl Mount {
    /// Reads a mount; the error says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "/" {
            return Ok(Self(text.to_owned()));
        }
        let Some(path) = text.strip_prefix('/') else {
            return Err(format!("mount \"{text}\" does not begin with `/`"));
        };
        if path.ends_with('/') {
            return Err(format!("mount \"{text}\" ends with `/`"));
        }
        if path == "auth" || path.starts_with("auth/") {
            return Err(format!("mount \"{text}\" is below /auth, where users log in"));
        }
        path.split('/').try_for_each(check_segment).map_err(|why| format!("mount \"{text}\" {why}"))?;
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Mount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Only characters that no client escapes (RFC 3986 §2.3), so that a mount has one spelling.
fn check_segment(segment: &str) -> Result<(), String> {
    if segment.is_empty() {
        return Err("has an empty segment".into());
    }
    if segment == "." || segment == ".." {
        return Err(format!("has the segment `{segment}`"));
    }
    match segment.chars().find(|&letter| !(letter.is_ascii_alphanumeric() || "-._~".contains(letter))) {
        Some(letter) => Err(format!("has the character `{}`", letter.escape_debug())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_with_plain_segments_are_read() {
        for text in ["/", "/tap", "/vo/tap/sim-dr1", "/sia/v2.0", "/~user"] {
            assert_eq!(Mount::parse(text).map(|mount| mount.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_bad_mount_says_what_is_wrong() {
        let cases = [
            ("tap", "mount \"tap\" does not begin with `/`"),
            ("", "mount \"\" does not begin with `/`"),
            ("/tap/", "mount \"/tap/\" ends with `/`"),
            ("/a//b", "mount \"/a//b\" has an empty segment"),
            ("/a/../b", "mount \"/a/../b\" has the segment `..`"),
            ("/auth/tap", "mount \"/auth/tap\" is below /auth, where users log in"),
            ("/a b", "mount \"/a b\" has the character ` `"),
            ("/{id}", "mount \"/{id}\" has the character `{`"),
            ("/%74ap", "mount \"/%74ap\" has the character `%`"),
        ];
        for (text, message) in cases {
            assert_eq!(Mount::parse(text), Err(message.to_owned()));
        }
    }
}
