//! The arraysize attribute (VOTable 1.4 §2.2).

use catalogue::Arraysize;

/// The most elements that a value may fix.
const ELEMENTS_MAX: usize = 1 << 24;
/// More dimensions mean nothing.
const DIMENSIONS_MAX: usize = 8;

/// Reads `n`, `*`, `n*`, `axb`, `axb*`; a blank text is a scalar. The `n` of `n*` is only a promise, and is dropped.
pub(super) fn parse(text: &str) -> Result<Option<Arraysize>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let size = read(text).ok_or_else(|| {
        let text: String = text.chars().take(40).collect();
        format!("has the arraysize `{text}`; expected numbers such as `3`, `*`, `3x2` or `3x*`")
    })?;
    elements(&size)?;
    Ok(Some(size))
}

/// The product of the fixed dimensions, which has a limit.
pub(super) fn elements(size: &Arraysize) -> Result<usize, String> {
    size.fixed
        .iter()
        .try_fold(1_usize, |product, &length| product.checked_mul(length as usize))
        .filter(|&elements| elements <= ELEMENTS_MAX)
        .ok_or_else(|| format!("has values of more than {ELEMENTS_MAX} elements"))
}

fn read(text: &str) -> Option<Arraysize> {
    let (fixed, variable) = match text.strip_suffix('*') {
        // The last dimension is variable, whatever it promises.
        Some(text) => match text.rsplit_once('x') {
            Some((fixed, last)) if is_number(last) || last.is_empty() => (Some(fixed), true),
            None if is_number(text) || text.is_empty() => (None, true),
            _ => return None,
        },
        None => (Some(text), false),
    };
    let mut lengths = Vec::new();
    for length in fixed.into_iter().flat_map(|fixed| fixed.split('x')) {
        lengths.push(length.parse().ok().filter(|_| is_number(length) && lengths.len() < DIMENSIONS_MAX)?);
    }
    Some(Arraysize { fixed: lengths, variable })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_are_read() {
        for (text, fixed, variable) in [
            ("3", &[3][..], false),
            ("*", &[], true),
            ("64*", &[], true),
            ("3x2", &[3, 2], false),
            ("3x*", &[3], true),
            (" 3x2x10* ", &[3, 2], true),
        ] {
            assert_eq!(parse(text), Ok(Some(Arraysize { fixed: fixed.to_vec(), variable })), "{text}");
        }
        assert_eq!(parse(""), Ok(None));
    }

    #[test]
    fn other_texts_and_too_many_elements_are_refused() {
        for text in
            ["x", "3x", "x3", "*x3", "**", "-1", "+1", "3 x 2", "3,2", "99999999999", "1x1x1x1x1x1x1x1x1"]
        {
            let expected =
                format!("has the arraysize `{text}`; expected numbers such as `3`, `*`, `3x2` or `3x*`");
            assert_eq!(parse(text), Err(expected));
        }
        let expected = "has values of more than 16777216 elements";
        assert_eq!(parse("4096x4097"), Err(expected.to_owned()));
        assert_eq!(parse("4294967295x4294967295x4294967295*"), Err(expected.to_owned()));
    }
}
