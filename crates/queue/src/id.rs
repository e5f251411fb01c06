//! Names that nobody guesses: of jobs, hosts and queues.

/// The characters of an id: 32 of them, so that each stands for 5 bits.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The characters of a job's id: 130 bits.
const LENGTH: usize = 26;

/// A new id from the system's random numbers.
pub(crate) fn random() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; LENGTH];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
}

/// Whether a text may be an id; whatever else comes from a client needs no query.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| ALPHABET.contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_differ_and_are_ids() {
        let (one, other) = (random().unwrap(), random().unwrap());
        assert!(is_id(&one) && is_id(&other) && one != other, "{one} {other}");
    }

    #[test]
    fn other_texts_are_no_ids() {
        let one = random().unwrap();
        let texts =
            ["", "..", &one[1..], &one.to_uppercase(), &format!("{}/", &one[1..]), &"1".repeat(LENGTH)];
        assert_eq!(texts.into_iter().find(|text| is_id(text)), None);
    }
}
