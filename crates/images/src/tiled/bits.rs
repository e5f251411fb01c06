//! Bits of packed tiles, read one after the other.

/// Bits from the highest of the first byte on.
pub(super) struct Bits<'d> {
    data: &'d [u8],
    /// The next bits, from the highest on. Behind `count` stand bits that will be read again.
    window: u64,
    count: u32,
}

/// The data end too early.
pub(super) struct Ended;

impl<'d> Bits<'d> {
    /// All bits of the data.
    pub fn new(data: &'d [u8]) -> Self {
        Self { data, window: 0, count: 0 }
    }

    /// The next bits, at most 32.
    #[inline]
    pub fn take(&mut self, bits: u32) -> Result<u32, Ended> {
        if self.count < bits {
            self.refill();
            if self.count < bits {
                return Err(Ended);
            }
        }
        // Two shifts, as one by 64 would be none.
        let value = (self.window >> 32) >> (32 - bits);
        self.window <<= bits;
        self.count -= bits;
        Ok(value as u32)
    }

    /// The number of zeros before the next one, which is taken too.
    #[inline]
    pub fn zeros(&mut self) -> Result<u32, Ended> {
        let mut before = 0_u32;
        loop {
            let zeros = self.window.leading_zeros();
            if zeros < self.count {
                self.window <<= zeros + 1;
                self.count -= zeros + 1;
                return Ok(before + zeros);
            }
            before = before.saturating_add(self.count);
            (self.window, self.count) = (0, 0);
            self.refill();
            if self.count == 0 {
                return Err(Ended);
            }
        }
    }

    /// Goes to the next whole byte.
    pub fn align(&mut self) {
        let rest = self.count % 8;
        self.window <<= rest;
        self.count -= rest;
    }

    /// Fills the window to at least 56 bits, or with all that is left.
    #[inline]
    fn refill(&mut self) {
        if let Some((eight, _)) = self.data.split_first_chunk::<8>() {
            self.window |= u64::from_be_bytes(*eight) >> self.count;
            let bytes = (63 - self.count) / 8;
            self.data = self.data.get(bytes as usize..).unwrap_or_default();
            self.count += bytes * 8;
            return;
        }
        while let Some((&byte, rest)) = self.data.split_first().filter(|_| self.count <= 56) {
            self.window |= u64::from(byte) << (56 - self.count);
            self.count += 8;
            self.data = rest;
        }
    }
}
