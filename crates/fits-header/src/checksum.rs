//! The checksums of a part of a FITS file (FITS 4.0 §4.4.2.7 and appendix J).

use crate::Cards;

/// The keyword of the sum of a whole part.
const CHECKSUM: &str = "CHECKSUM";
/// The value of [`CHECKSUM`] while the sum is made.
const UNSET: &str = "0000000000000000";

/// Makes a part of a file: ends the header with both checksums, and puts the data behind it, which are whole blocks.
pub fn with_checksums(mut cards: Cards, data: &[u8]) -> Vec<u8> {
    let data_sum = sum(data, 0);
    cards.text(CHECKSUM, UNSET, "HDU checksum");
    cards.text("DATASUM", &data_sum.to_string(), "data unit checksum");
    let mut part = Vec::new();
    cards.end(&mut part);
    let checksum = encoded(!sum(&part, data_sum));
    let card = format!("{CHECKSUM}= '{UNSET}'");
    if let Some(place) = part.windows(card.len()).position(|window| window == card.as_bytes()) {
        let value = place + card.len() - 1 - UNSET.len();
        part[value..value + UNSET.len()].copy_from_slice(&checksum);
    }
    part.extend_from_slice(data);
    part
}

/// The sum of 32-bit words in ones' complement; `start` is that of what stands before, which must be whole words.
fn sum(bytes: &[u8], start: u32) -> u32 {
    let words = bytes.chunks(4).map(|word| {
        let mut whole = [0; 4];
        whole[..word.len()].copy_from_slice(word);
        u64::from(u32::from_be_bytes(whole))
    });
    // Fewer than 2^32 words: the sum of them fits.
    let mut sum = u64::from(start) + words.sum::<u64>();
    while sum >> 32 != 0 {
        sum = (sum & 0xffff_ffff) + (sum >> 32);
    }
    sum as u32
}

/// A sum as sixteen letters and digits that add up to it, where four columns of the card are a word.
fn encoded(sum: u32) -> [u8; 16] {
    let mut text = [0; 16];
    for (place, byte) in sum.to_be_bytes().into_iter().enumerate() {
        let mut parts = [byte / 4 + b'0'; 4];
        parts[0] += byte % 4;
        for pair in parts.chunks_exact_mut(2) {
            while pair.iter().any(|letter| !letter.is_ascii_alphanumeric()) {
                pair[0] += 1;
                pair[1] -= 1;
            }
        }
        for (part, letter) in parts.into_iter().enumerate() {
            // The value begins in the last column of a word.
            text[(4 * part + place + 1) % 16] = letter;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_encoded_as_it_says() {
        // FITS 4.0, appendix J.3.
        assert_eq!(encoded(!868_229_149).as_slice(), b"hcHjjc9ghcEghc9g");
    }

    #[test]
    fn a_part_with_its_checksum_sums_up_to_all_ones() {
        for length in [0, 1, 7] {
            let data: Vec<u8> = (0..length * 2880).map(|byte| (byte * 7 % 251) as u8).collect();
            let mut cards = Cards::default();
            cards.logical("SIMPLE", true);
            cards.text("OBJECT", "it's 0000000000000000", "");
            let part = with_checksums(cards, &data);
            assert_eq!(sum(&part, 0), u32::MAX, "{length} blocks");
            assert!(part.ends_with(&data));
        }
    }
}
