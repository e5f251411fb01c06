//! wcslib: a description as an opaque pointer, and six functions.

use std::ffi::{c_char, c_int};
use std::ptr::{self, NonNull};

use crate::Error;
use crate::clean_header::CleanHeader;

/// How many points go through the library at once; its results for so many lie on the stack.
const CHUNK: usize = 64;

/// Status of `wcsp2s`: some of the pixels have no position.
const SOME_PIXELS_INVALID: c_int = 8;
/// Status of `wcss2p`: some of the positions have no pixel.
const SOME_WORLDS_INVALID: c_int = 9;

/// `struct wcsprm`, of which nothing is known here.
#[repr(C)]
struct WcsPrm {
    opaque: [u8; 0],
}

/// `wcsp2s` and `wcss2p` differ in the meaning of their arrays only.
type Transform = unsafe extern "C" fn(
    *mut WcsPrm,
    c_int,
    c_int,
    *const f64,
    *mut f64,
    *mut f64,
    *mut f64,
    *mut f64,
    *mut c_int,
) -> c_int;

unsafe extern "C" {
    fn wcspih(
        header: *mut c_char,
        nkeyrec: c_int,
        relax: c_int,
        ctrl: c_int,
        nreject: *mut c_int,
        nwcs: *mut c_int,
        wcs: *mut *mut WcsPrm,
    ) -> c_int;
    fn wcsvfree(nwcs: *mut c_int, wcs: *mut *mut WcsPrm) -> c_int;
    fn wcsset(wcs: *mut WcsPrm) -> c_int;
    fn cylfix(naxis: *const c_int, wcs: *mut WcsPrm) -> c_int;
    fn wcsp2s(
        wcs: *mut WcsPrm,
        ncoord: c_int,
        nelem: c_int,
        pixcrd: *const f64,
        imgcrd: *mut f64,
        phi: *mut f64,
        theta: *mut f64,
        world: *mut f64,
        stat: *mut c_int,
    ) -> c_int;
    fn wcss2p(
        wcs: *mut WcsPrm,
        ncoord: c_int,
        nelem: c_int,
        world: *const f64,
        phi: *mut f64,
        theta: *mut f64,
        imgcrd: *mut f64,
        pixcrd: *mut f64,
        stat: *mut c_int,
    ) -> c_int;
}

/// One description of two axes, longitude first, ready for use.
///
/// The library writes into its memory also while it only computes, so a handle is not `Sync`: the pointer in it sees to
/// that.
#[derive(Debug)]
pub(crate) struct Handle {
    prm: NonNull<WcsPrm>,
}

// SAFETY: the memory behind the pointer belongs to this handle alone, and the library keeps nothing per thread.
unsafe impl Send for Handle {}

impl Handle {
    /// Reads a header. With the lengths of the axes, cylindrical maps whose reference lies far outside are mended
    /// (Paper II §7.3.4).
    pub(crate) fn new(header: &CleanHeader, lengths: Option<[u32; 2]>) -> Result<Self, Error> {
        let mut bytes = header.bytes().to_vec();
        let records = c_int::try_from(bytes.len() / 80).map_err(|_| Error::Library(0))?;
        let (mut rejected, mut count, mut first) = (0, 0, ptr::null_mut());
        // SAFETY: `bytes` has 80 bytes for each record and lives through the call, which keeps no pointer into it;
        // the other pointers are to locals. `ctrl` 0 prints nothing.
        let status = unsafe {
            wcspih(bytes.as_mut_ptr().cast(), records, 0, 0, &mut rejected, &mut count, &mut first)
        };
        let (1, Some(prm)) = (count, NonNull::new(first)) else {
            if !first.is_null() {
                // SAFETY: the pointer and the count are those of `wcspih`, and are not used again.
                unsafe { wcsvfree(&mut count, &mut first) };
            }
            return Err(Error::Library(status));
        };
        let handle = Self { prm };
        match status {
            0 => handle.prepare(lengths).map(|()| handle),
            status => Err(Error::Library(status)),
        }
    }

    fn prepare(&self, lengths: Option<[u32; 2]>) -> Result<(), Error> {
        // SAFETY: the pointer is that of `wcspih`, not yet freed, and no other call uses it now.
        let status = unsafe { wcsset(self.prm.as_ptr()) };
        if status != 0 {
            return Err(Error::Library(status));
        }
        if let Some(lengths) = lengths {
            let lengths = lengths.map(|length| c_int::try_from(length).unwrap_or(c_int::MAX));
            // SAFETY: as above; the description has two axes, and so has the array.
            let status = unsafe { cylfix(lengths.as_ptr(), self.prm.as_ptr()) };
            // What cannot be mended (no pixel in a corner) is left as it was.
            if status > 0 {
                // SAFETY: as above.
                let again = unsafe { wcsset(self.prm.as_ptr()) };
                return if again == 0 { Ok(()) } else { Err(Error::Library(again)) };
            }
        }
        Ok(())
    }

    /// Longitude and latitude in degrees of each pixel; NaN where there is none.
    pub(crate) fn worlds(&self, pixels: &[[f64; 2]], worlds: &mut [[f64; 2]]) {
        self.transform(wcsp2s, SOME_PIXELS_INVALID, pixels, worlds);
    }

    /// The pixel of each longitude and latitude in degrees; NaN where there is none.
    pub(crate) fn pixels(&self, worlds: &[[f64; 2]], pixels: &mut [[f64; 2]]) {
        self.transform(wcss2p, SOME_WORLDS_INVALID, worlds, pixels);
    }

    fn transform(&self, function: Transform, some_invalid: c_int, from: &[[f64; 2]], to: &mut [[f64; 2]]) {
        for (from, to) in from.chunks(CHUNK).zip(to.chunks_mut(CHUNK)) {
            let is_finite = from.iter().flatten().all(|number| number.is_finite());
            if is_finite && self.transform_chunk(function, some_invalid, from, to) {
                continue;
            }
            let is_alone = is_finite && from.len() == 1;
            // One point for which an iteration fails spoils a whole chunk; alone it spoils itself only.
            for (from, to) in from.iter().zip(to) {
                let finite = from.iter().all(|number| number.is_finite());
                let (from, to) = (std::slice::from_ref(from), std::slice::from_mut(to));
                if !finite || is_alone || !self.transform_chunk(function, some_invalid, from, to) {
                    to[0] = [f64::NAN; 2];
                }
            }
        }
    }

    /// Transforms at most [`CHUNK`] points; `false` if the library gave up on all of them.
    fn transform_chunk(
        &self,
        function: Transform,
        some_invalid: c_int,
        from: &[[f64; 2]],
        to: &mut [[f64; 2]],
    ) -> bool {
        let count = from.len().min(to.len()).min(CHUNK);
        let mut pairs = [0.0; 2 * CHUNK];
        let (mut first, mut second) = ([0.0; 2 * CHUNK], [0.0; 2 * CHUNK]);
        let mut invalid: [c_int; CHUNK] = [0; CHUNK];
        let is_forward = some_invalid == SOME_PIXELS_INVALID;
        // The plane's coordinates are two numbers a point, the native angles one each; they change places.
        let (image, native) = (&mut first, &mut second);
        let (phi, theta) = native.split_at_mut(CHUNK);
        let outputs = if is_forward {
            [image.as_mut_ptr(), phi.as_mut_ptr(), theta.as_mut_ptr()]
        } else {
            [phi.as_mut_ptr(), theta.as_mut_ptr(), image.as_mut_ptr()]
        };
        // SAFETY: the pointer is valid as in `prepare`; `from` and each array hold `count` points of two numbers, or
        // one for the angles and the flags, and `count` is at most CHUNK.
        let status = unsafe {
            let [second, third, fourth] = outputs;
            let from = from.as_ptr().cast();
            let (pairs, invalid) = (pairs.as_mut_ptr(), invalid.as_mut_ptr());
            function(self.prm.as_ptr(), count as c_int, 2, from, second, third, fourth, pairs, invalid)
        };
        if status != 0 && status != some_invalid {
            return false;
        }
        for ((to, pair), invalid) in to.iter_mut().zip(pairs.chunks_exact(2)).zip(invalid).take(count) {
            let is_valid = invalid == 0 && pair.iter().all(|number| number.is_finite());
            *to = if is_valid { [pair[0], pair[1]] } else { [f64::NAN; 2] };
        }
        true
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let (mut count, mut first) = (1, self.prm.as_ptr());
        // SAFETY: the pointer is that of `wcspih`, which made one description, and is not used again.
        unsafe { wcsvfree(&mut count, &mut first) };
    }
}
