//! Versions of files: what a client compares, to know whether it has the file already (RFC 9110 §8.8).

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

/// A file that was changed later than this before it was looked at may change again within the same instant of its
/// clock, and its tag is a weak one.
const SETTLED_SECS: i64 = 2;

/// A version of a file, by its size, the instant of its last change, and its place on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    tag: String,
    modified_secs: i64,
}

impl Version {
    /// The version that these are the properties of.
    pub fn of(metadata: &Metadata) -> Self {
        Self::seen_at(metadata, Timestamp::now().as_second())
    }

    fn seen_at(metadata: &Metadata, now_secs: i64) -> Self {
        let (secs, nanos) = (metadata.mtime(), metadata.mtime_nsec());
        let weak = if now_secs - secs < SETTLED_SECS { "W/" } else { "" };
        let tag = format!("{weak}\"{:x}-{secs:x}.{nanos:x}-{:x}\"", metadata.len(), metadata.ino());
        Self { tag, modified_secs: secs }
    }

    /// The version of something that is made from a file of this version, with a name for how it is made: letters and digits.
    #[must_use]
    pub fn derived(&self, name: &str) -> Self {
        let weak = if self.tag.starts_with("W/") { "W/" } else { "" };
        Self { tag: format!("{weak}\"{name}\""), modified_secs: self.modified_secs }
    }

    /// The one of two that was changed later.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        if other.modified_secs > self.modified_secs { other } else { self }
    }

    /// The entity tag, with its quotes and the mark of a weak one.
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The entity tag without the mark of a weak one, which a file loses when it has settled.
    pub fn opaque(&self) -> &str {
        self.tag.trim_start_matches("W/")
    }

    /// The instant of the last change as a header has it, e.g. `Sun, 06 Nov 1994 08:49:37 GMT`.
    pub fn modified_http(&self) -> String {
        let at = Timestamp::from_second(self.modified_secs).unwrap_or(Timestamp::UNIX_EPOCH);
        at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// Whether one of the tags of a header is this one (RFC 9110 §8.8.3.2, the weak comparison).
    pub(super) fn is_one_of(&self, tags: &str) -> bool {
        lists(tags, self.opaque())
    }

    /// Whether it is certain that a part of the version that the header names belongs to this one.
    pub(super) fn is_exactly(&self, header: &str) -> bool {
        let header = header.trim();
        match header.starts_with('"') || header.starts_with("W/") {
            true => header == self.tag && !header.starts_with("W/"),
            false => !self.tag.starts_with("W/") && read(header) == Some(self.modified_secs),
        }
    }

    /// Whether the file was changed after the instant of a header; one that nobody can read says nothing.
    pub(super) fn is_newer_than(&self, header: &str) -> Option<bool> {
        Some(self.modified_secs > read(header)?)
    }
}

/// Whether a list of tags has the one of these quoted letters, weak or not; `*` is every tag.
pub(crate) fn lists(tags: &str, opaque: &str) -> bool {
    let mut tags = tags.split(',').map(|tag| tag.trim().trim_start_matches("W/"));
    tags.any(|tag| tag == opaque || tag == "*")
}

/// Seconds since 1970 of an instant in a header.
fn read(header: &str) -> Option<i64> {
    rfc2822::DateTimeParser::new().parse_timestamp(header.trim()).ok().map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (tempfile::NamedTempFile, i64) {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "12345").unwrap();
        let changed = file.as_file().metadata().unwrap().mtime();
        (file, changed)
    }

    #[test]
    fn a_file_that_was_just_changed_has_a_weak_tag_and_a_settled_one_a_strong_tag() {
        let (file, changed) = file();
        let metadata = file.as_file().metadata().unwrap();
        let [fresh, settled] = [changed + 1, changed + 2].map(|now| Version::seen_at(&metadata, now));
        assert_eq!(fresh.tag(), format!("W/{}", settled.tag()));
        assert!(settled.tag().starts_with("\"5-"), "{}", settled.tag());
        assert!(
            settled.is_one_of(fresh.tag()) && settled.is_one_of("\"a\", *") && !settled.is_one_of("\"5\"")
        );
        assert!(settled.is_exactly(settled.tag()) && !fresh.is_exactly(fresh.tag()));
    }

    #[test]
    fn a_replaced_file_has_another_tag() {
        let (file, changed) = file();
        let before = Version::seen_at(&file.as_file().metadata().unwrap(), changed + 9);
        let other = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(other.path(), "54321").unwrap();
        other.as_file().set_modified(file.as_file().metadata().unwrap().modified().unwrap()).unwrap();
        let after = Version::seen_at(&other.as_file().metadata().unwrap(), changed + 9);
        assert_eq!(before.modified_http(), after.modified_http());
        assert_ne!(before.tag(), after.tag());
    }

    #[test]
    fn instants_of_headers_are_compared_by_the_second() {
        let version = Version { tag: "\"a\"".into(), modified_secs: 784_111_777 };
        assert_eq!(version.modified_http(), "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(version.is_newer_than("Sun, 06 Nov 1994 08:49:37 GMT"), Some(false));
        assert_eq!(version.is_newer_than("Sun, 06 Nov 1994 08:49:36 GMT"), Some(true));
        assert_eq!(version.is_newer_than("yesterday"), None);
        assert!(version.is_exactly("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert!(!version.is_exactly("Sun, 06 Nov 1994 08:49:38 GMT"));
    }
}
