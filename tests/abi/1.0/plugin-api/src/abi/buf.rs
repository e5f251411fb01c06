//! Bytes that cross the boundary without a copy.

use std::ffi::c_void;

use abi_stable::StableAbi;
use bytes::Bytes;

/// A shared slice and how to let go of it. The side that made it frees it, whichever side drops it.
#[repr(C)]
#[derive(StableAbi)]
pub struct AbiBuf {
    start: *const u8,
    len: usize,
    /// The maker's owner of the bytes, opaque to the other side.
    owner: *mut c_void,
    /// Frees `owner`; called once, from any thread.
    release: extern "C" fn(*mut c_void),
}

// SAFETY: the bytes are immutable and `owner` is a boxed `Bytes`, which is Send and Sync.
unsafe impl Send for AbiBuf {}
// SAFETY: as above; all access is through `&[u8]`.
unsafe impl Sync for AbiBuf {}

extern "C" fn release_bytes(owner: *mut c_void) {
    // SAFETY: `owner` came from `Box::into_raw` in `From<Bytes>` of this same library, and is released once.
    drop(unsafe { Box::from_raw(owner.cast::<Bytes>()) });
}

impl From<Bytes> for AbiBuf {
    fn from(bytes: Bytes) -> Self {
        let owner = Box::new(bytes);
        Self {
            start: owner.as_ptr(),
            len: owner.len(),
            owner: Box::into_raw(owner).cast(),
            release: release_bytes,
        }
    }
}

impl AsRef<[u8]> for AbiBuf {
    fn as_ref(&self) -> &[u8] {
        // SAFETY: `start` and `len` describe the bytes that `owner` keeps alive until drop.
        unsafe { std::slice::from_raw_parts(self.start, self.len) }
    }
}

impl From<AbiBuf> for Bytes {
    fn from(buf: AbiBuf) -> Self {
        if buf.len == 0 { Self::new() } else { Self::from_owner(buf) }
    }
}

impl Drop for AbiBuf {
    fn drop(&mut self) {
        (self.release)(self.owner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_cross_without_a_copy() {
        let bytes = Bytes::from(vec![1_u8, 2, 3]);
        let place = bytes.as_ptr();
        let back = Bytes::from(AbiBuf::from(bytes));
        assert_eq!((&back[..], back.as_ptr()), (&[1_u8, 2, 3][..], place));
    }
}
