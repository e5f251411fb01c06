//! How many bytes of data stand behind a header (FITS 4.0 §4.4.1, §6.1.1 and §7.1.2).

use crate::{BLOCK_BYTES, Header, HeaderError, malformed};

/// More axes than any image has (FITS 4.0 §4.4.1.1).
const AXES_MAX: u64 = 999;

impl Header {
    /// The lengths of the axes by `NAXIS` and `NAXISn`, or others with another `prefix`, e.g. `ZNAXIS`.
    pub fn axes(&self, prefix: &str) -> Result<Vec<u64>, HeaderError> {
        let count = self.count(prefix)?.filter(|&axes| axes <= AXES_MAX);
        let count = count.ok_or_else(|| malformed(&format!("keyword `{prefix}`"), "it must be 0 to 999"))?;
        let length = |axis| {
            let keyword = format!("{prefix}{axis}");
            let length = self.count(&keyword)?;
            length.ok_or_else(|| malformed(&format!("keyword `{keyword}`"), "it is missing"))
        };
        (1..=count).map(length).collect()
    }

    /// The bits of a value, negative for floating-point numbers; `keyword` is `BITPIX` or one that stands for it.
    pub fn bitpix(&self, keyword: &str) -> Result<i64, HeaderError> {
        match self.integer(keyword)? {
            Some(bitpix @ (8 | 16 | 32 | 64 | -32 | -64)) => Ok(bitpix),
            _ => Err(malformed(&format!("keyword `{keyword}`"), "it must be 8, 16, 32, 64, -32 or -64")),
        }
    }

    /// Bytes of the data behind the header, without what fills the last block.
    pub fn data_bytes(&self) -> Result<u64, HeaderError> {
        let element_bytes = self.bitpix("BITPIX")?.unsigned_abs() / 8;
        let mut axes = self.axes("NAXIS")?;
        if axes.is_empty() {
            return Ok(0);
        }
        let (pcount, gcount) = (self.count("PCOUNT")?.unwrap_or(0), self.count("GCOUNT")?.unwrap_or(1));
        // Random groups have no first axis.
        if self.is_true("GROUPS") && axes.first() == Some(&0) {
            axes.remove(0);
        }
        let bytes = axes
            .iter()
            .try_fold(1_u64, |elements, &length| elements.checked_mul(length))
            .and_then(|elements| elements.checked_add(pcount))
            .and_then(|elements| elements.checked_mul(gcount))
            .and_then(|elements| elements.checked_mul(element_bytes))
            .filter(|&bytes| bytes <= u64::MAX - BLOCK_BYTES as u64);
        bytes.ok_or_else(|| {
            malformed("keyword `NAXIS`", "the lengths of the axes make more bytes than any file has")
        })
    }
}
