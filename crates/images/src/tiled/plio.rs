//! Tiles of masks as lists of runs: PLIO_1 (FITS 4.0 §10.4.3).

/// Words before the runs, if the list says nothing else.
const HEAD_WORDS: usize = 3;

/// Unpacks the first `needed` pixels of a tile.
pub(crate) fn unpack(data: &[u8], needed: usize) -> Result<Vec<i32>, String> {
    let words: Vec<i16> = data.as_chunks().0.iter().map(|&pair| i16::from_be_bytes(pair)).collect();
    let mut pixels = Vec::with_capacity(needed.min(words.len().saturating_mul(8)));
    let mut high = 1_i32;
    let mut words = runs(&words).iter().map(|&word| i32::from(word as u16));
    while pixels.len() < needed {
        let Some(word) = words.next() else { break };
        let (operation, value) = (word >> 12, word & 0xfff);
        let fill = |pixels: &mut Vec<i32>, count: i32, pixel: i32| {
            let count = (count as usize).min(needed - pixels.len());
            pixels.resize(pixels.len() + count, pixel);
        };
        match operation {
            0 => fill(&mut pixels, value, 0),
            1 => {
                let above = words.next().ok_or("its list of runs ends within a value")?;
                high = (above << 12) | value;
            }
            2 => high = high.wrapping_add(value),
            3 => high = high.wrapping_sub(value),
            4 => fill(&mut pixels, value, high),
            5 => {
                fill(&mut pixels, (value - 1).max(0), 0);
                fill(&mut pixels, value.min(1), high);
            }
            6 | 7 => {
                high = high.wrapping_add(if operation == 6 { value } else { -value });
                fill(&mut pixels, 1, high);
            }
            _ => return Err(format!("its list of runs has the unknown instruction {operation}")),
        }
    }
    // What no run describes is 0.
    pixels.resize(needed, 0);
    Ok(pixels)
}

/// The words with the runs: those behind the head, up to the length that it tells.
fn runs(words: &[i16]) -> &[i16] {
    let word = |index: usize| words.get(index).copied().unwrap_or(0);
    let (begin, end) = match word(2) {
        length if length > 0 => (HEAD_WORDS, length as usize),
        _ => (word(1).max(0) as usize, ((word(4).max(0) as usize) << 15) + word(3).max(0) as usize),
    };
    words.get(begin..end.min(words.len())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(words: &[u16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn every_instruction_is_followed() {
        let head = [0, 7, 0x8f9c, 20, 0, 0, 0];
        let runs = [
            0x0002, // two zeros
            0x4002, // two of 1, the first high value
            0x1005, 0x0001, // the high value is 4096 + 5
            0x5003, // two zeros and one of it
            0x2004, // up by 4
            0x4001, 0x3009, // down by 9
            0x6001, // up by 1, and one pixel
            0x7002, // down by 2, and one pixel
        ];
        let list = bytes(&[&head[..], &runs[..]].concat());
        let expected = [0, 0, 1, 1, 0, 0, 4101, 4105, 4097, 4095, 0, 0];
        assert_eq!(unpack(&list, 12).unwrap(), expected);
        assert_eq!(unpack(&list, 4).unwrap(), expected[..4]);
    }

    #[test]
    fn unknown_instructions_are_refused() {
        let list = bytes(&[0, 7, 0x8f9c, 8, 0, 0, 0, 0x9001]);
        assert_eq!(unpack(&list, 4).unwrap_err(), "its list of runs has the unknown instruction 9");
    }
}
