//! Base64 over a whole stream of bytes that arrives in pieces (VOTable 1.4 §4.9).

use base64_simd::STANDARD;

/// Encodes all whole groups of three of `pending`, and ends the line; at most two bytes stay for the next time.
pub(crate) fn flush(pending: &mut Vec<u8>, out: &mut Vec<u8>) {
    let whole = pending.len() / 3 * 3;
    if whole > 0 {
        encode(&pending[..whole], out);
        out.push(b'\n');
        pending.drain(..whole);
    }
}

/// Encodes all of `pending`, padded.
pub(crate) fn finish(pending: &mut Vec<u8>, out: &mut Vec<u8>) {
    encode(pending, out);
    pending.clear();
}

fn encode(bytes: &[u8], out: &mut Vec<u8>) {
    // The encoder by itself reserves exactly, which would copy `out` each time.
    out.reserve(STANDARD.encoded_length(bytes.len()) + 1);
    STANDARD.encode_append(bytes, out);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn pieces_encode_as_the_whole(pieces in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..50), 0..9)) {
            let (mut pending, mut out) = (Vec::new(), Vec::new());
            for piece in &pieces {
                pending.extend_from_slice(piece);
                flush(&mut pending, &mut out);
                prop_assert!(pending.len() < 3);
            }
            finish(&mut pending, &mut out);
            out.retain(|byte| *byte != b'\n');
            prop_assert_eq!(String::from_utf8(out).unwrap(), STANDARD.encode_to_string(pieces.concat()));
        }
    }
}
