//! Whether a client takes a coding (RFC 9110 §12.5.3).

/// Whether `Accept-Encoding` lets a coding in, by its name or by the star; without the header nothing is packed.
pub(crate) fn takes(accept_encoding: Option<&str>, coding: &str) -> bool {
    let Some(header) = accept_encoding else { return false };
    let mut star = false;
    for item in header.split(',') {
        let (name, parameters) = item.split_once(';').unwrap_or((item, ""));
        match name.trim() {
            name if name.eq_ignore_ascii_case(coding) => return is_wanted(parameters),
            "*" => star = is_wanted(parameters),
            _ => {}
        }
    }
    star
}

/// Whether the weight is not zero; one that cannot be read counts as none given.
fn is_wanted(parameters: &str) -> bool {
    let weight = parameters.trim().strip_prefix("q=").and_then(|text| text.trim().parse::<f32>().ok());
    weight.is_none_or(|weight| weight > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_of_zero_is_a_refusal() {
        for (header, expected) in [
            ("br", true),
            ("gzip, BR ;q=0.5", true),
            ("br;q=0", false),
            ("br;q=0.0, *", false),
            ("*;q=0", false),
            ("*", true),
            ("brr", false),
            ("", false),
            ("br;q=x", true),
        ] {
            assert_eq!(takes(Some(header), "br"), expected, "{header}");
        }
        assert!(!takes(None, "br"));
    }
}
