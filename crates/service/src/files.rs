//! Files as answers: the parts that clients ask for, versions that they have already, names to keep them under.

mod ahead;
mod disk;
mod name;
mod range;
mod version;
mod wanted;

use std::ops::Range;

use bytes::Bytes;
use plugin_api::{Answer, ByteStream, Result};

use range::Part;
use wanted::Verdict;

pub use ahead::read_ahead;
pub use disk::DiskFile;
pub use name::file_name;
pub use version::Version;
pub(crate) use version::lists;
pub use wanted::Wanted;

const TEXT: &str = "text/plain; charset=utf-8";

/// A file that is sent to a client, but for its bytes.
#[derive(Clone, Debug)]
pub struct SentFile<'f> {
    /// Its media type.
    pub content_type: &'f str,
    /// The name under which a client keeps it; what a header cannot hold is left out.
    pub name: &'f str,
    /// Whether a browser stores it in place of showing it.
    pub is_attachment: bool,
    /// Its bytes.
    pub length: u64,
    /// Which version of it this is; without one, nobody is told that it has not changed.
    pub version: Option<&'f Version>,
}

impl SentFile<'_> {
    /// The answer to a request for the file or a part of it (RFC 9110 §13 and §14): 200, 206, 304, 412 or 416.
    ///
    /// `open` gives the bytes of a range, which is never empty unless the file is; it is called only if they are to be
    /// sent. The answer is never compressed on its way.
    pub async fn answer<F>(&self, wanted: &Wanted, open: impl FnOnce(Range<u64>) -> F) -> Result<Answer>
    where
        F: Future<Output = Result<ByteStream>>,
    {
        let range = match wanted.verdict(self.version) {
            Verdict::Send { with_range: true } => wanted.range.as_deref(),
            Verdict::Send { with_range: false } => None,
            Verdict::Unchanged => return Ok(self.described(Answer::empty(304))),
            Verdict::Changed => {
                let text = Bytes::from_static(b"the file is another one by now; ask for it anew\n");
                return Ok(self.described(Answer::new(412, TEXT, text)));
            }
        };
        let length = self.length;
        let answer = match Part::read(range, length) {
            Part::Whole => Answer::new(200, self.content_type, open(0..length).await?.with_length(length)),
            Part::Bytes(bytes) => {
                let stated = format!("bytes {}-{}/{length}", bytes.start, bytes.end - 1);
                let content = open(bytes.clone()).await?.with_length(bytes.end - bytes.start);
                Answer::new(206, self.content_type, content).with_header("content-range", &stated)
            }
            Part::Beyond => {
                let text = Bytes::from(format!("the file has {length} bytes; ask for some of them\n"));
                let stated = format!("bytes */{length}");
                return Ok(Answer::new(416, TEXT, text).with_header("content-range", &stated));
            }
        };
        Ok(self.described(self.named(answer)).with_header("accept-ranges", "bytes"))
    }

    fn named(&self, answer: Answer) -> Answer {
        let kind = if self.is_attachment { "attachment" } else { "inline" };
        answer.with_header("content-disposition", &format!("{kind}; filename=\"{}\"", file_name(self.name)))
    }

    fn described(&self, answer: Answer) -> Answer {
        match self.version {
            None => answer,
            Some(version) => answer
                .with_header("etag", version.tag())
                .with_header("last-modified", &version.modified_http()),
        }
    }
}

#[cfg(test)]
mod tests;
