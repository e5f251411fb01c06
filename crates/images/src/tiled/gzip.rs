//! Tiles in gzip (FITS 4.0 §10.4.2).

use std::io::Read;

use flate2::bufread::MultiGzDecoder;

use super::codec::Unpacked;

/// The widest pixel.
const PIXEL_BYTES_MAX: usize = 8;

/// Unpacks a tile of so many pixels; not more than they can have.
pub(crate) fn unpack(data: &[u8], pixels: usize) -> Result<Vec<u8>, String> {
    let limit = pixels.saturating_mul(PIXEL_BYTES_MAX) as u64;
    let mut bytes = Vec::new();
    let read = MultiGzDecoder::new(data).take(limit + 1).read_to_end(&mut bytes);
    match read {
        Ok(count) if count as u64 <= limit => Ok(bytes),
        Ok(_) => Err(format!("more comes out of its gzip than {pixels} pixels have")),
        Err(_) => Err("its gzip is damaged".to_owned()),
    }
}

/// Puts bytes that were sorted by significance back to their pixels.
pub(crate) fn in_order(tile: Unpacked) -> Unpacked {
    let Unpacked::Bytes { bytes, element_bytes } = tile else { return tile };
    let pixels = bytes.len() / element_bytes;
    let mut ordered = vec![0; bytes.len()];
    for (place, plane) in bytes.chunks_exact(pixels.max(1)).enumerate() {
        for (element, &byte) in ordered.chunks_exact_mut(element_bytes).zip(plane) {
            if let Some(to) = element.get_mut(place) {
                *to = byte;
            }
        }
    }
    Unpacked::Bytes { bytes: ordered, element_bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_to_their_pixels() {
        let sorted = Unpacked::Bytes { bytes: vec![1, 3, 5, 2, 4, 6], element_bytes: 2 };
        assert_eq!(in_order(sorted), Unpacked::Bytes { bytes: vec![1, 2, 3, 4, 5, 6], element_bytes: 2 });
    }

    #[test]
    fn damaged_gzip_is_told() {
        assert_eq!(unpack(&[0x1f, 0x8b, 8, 0], 4).unwrap_err(), "its gzip is damaged");
    }
}
