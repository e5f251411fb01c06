//! UPLOAD: tables that come with a request (DALI 1.1 §3.4.5, TAP 1.1 §2.7.6).

use crate::error::shown;
use crate::{Error, Params};

/// The most tables of one request.
const UPLOADS_MAX: usize = 32;

/// One table of UPLOAD.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadPair<'p> {
    /// The name by which the request speaks of it: a letter, then letters, digits and `_`.
    pub name: &'p str,
    /// Where it is.
    pub source: UploadSource<'p>,
}

/// Where an uploaded table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadSource<'p> {
    /// In a part of the request: `param:` and the name of the part.
    Part(&'p str),
    /// At an `http` or `https` URL.
    Url(&'p str),
}

/// All tables of a request. UPLOAD may be repeated, and one value may have several pairs with `;` between them, as TAP
/// 1.0 has it. At most 32; names that differ in nothing but case are an error.
pub fn uploads(params: &Params) -> Result<Vec<UploadPair<'_>>, Error> {
    let mut uploads: Vec<UploadPair<'_>> = Vec::new();
    for pair in params.all("UPLOAD").flat_map(pairs) {
        let upload = read(pair)?;
        if uploads.iter().any(|known| known.name.eq_ignore_ascii_case(upload.name)) {
            return Err(Error::UploadTwice { name: shown(upload.name) });
        }
        if uploads.len() == UPLOADS_MAX {
            return Err(Error::TooManyUploads { limit: UPLOADS_MAX });
        }
        uploads.push(upload);
    }
    Ok(uploads)
}

/// The names of the parts that a value of UPLOAD speaks of, be the rest of it right or wrong.
pub fn upload_parts(value: &str) -> impl Iterator<Item = &str> {
    pairs(value).filter_map(|pair| match read(pair) {
        Ok(UploadPair { source: UploadSource::Part(part), .. }) => Some(part),
        _ => None,
    })
}

/// The pairs of a value. A URL may have `;` and `,` of its own, so a pair ends only where another one begins.
fn pairs(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let ends = text.match_indices(';').map(|(place, _)| place);
        let end = ends.into_iter().find(|&place| begins_pair(&text[place + 1..]));
        rest = end.map(|end| &text[end + 1..]);
        Some(text[..end.unwrap_or(text.len())].trim())
    })
    .filter(|pair| !pair.is_empty())
}

/// Whether a text begins with a name, a comma, letters and a colon.
fn begins_pair(text: &str) -> bool {
    let Some((name, uri)) = text.split_once(',') else { return false };
    is_name(name.trim()) && scheme(uri.trim_start()).is_some()
}

fn read(pair: &str) -> Result<UploadPair<'_>, Error> {
    let invalid = |expected: &'static str| Error::invalid("UPLOAD", pair, expected);
    let (name, uri) = pair
        .split_once(',')
        .map(|(name, uri)| (name.trim(), uri.trim()))
        .ok_or_else(|| invalid("a name, a comma and a URI, as in `mine,param:table`"))?;
    if !is_name(name) {
        let expected =
            "a name that begins with a letter and has only letters, digits and `_`, a comma and a URI";
        return Err(invalid(expected));
    }
    let Some((scheme, rest)) = scheme(uri) else {
        return Err(invalid("a name, a comma and a URI that begins with `param:`, `http:` or `https:`"));
    };
    // A `;` after the last pair is nobody's; in a URL it may mean something.
    let part = rest.trim_end_matches(';');
    let source = match scheme.to_ascii_lowercase().as_str() {
        "param" if part.is_empty() => {
            return Err(invalid("a name, a comma and `param:` with the name of a part"));
        }
        "param" => UploadSource::Part(part),
        "http" | "https" => UploadSource::Url(uri),
        _ => return Err(Error::UploadScheme { name: shown(name), scheme: shown(scheme) }),
    };
    Ok(UploadPair { name, source })
}

/// The scheme of a URI, and what follows its colon (RFC 3986 §3.1).
fn scheme(uri: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = uri.split_once(':')?;
    let letters =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && letters(scheme);
    is_scheme.then_some((scheme, rest))
}

/// A regular identifier of ADQL.
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Limits;

    fn params(values: &[&str]) -> Params {
        let mut params = Params::new(Limits::default());
        for value in values {
            params.push("upload", *value).unwrap();
        }
        params
    }

    fn read_all(values: &[&str]) -> Result<Vec<(String, String)>, String> {
        let params = params(values);
        let uploads = super::uploads(&params).map_err(|error| error.to_string())?;
        let text = |source| match source {
            UploadSource::Part(part) => format!("part {part}"),
            UploadSource::Url(url) => url.to_owned(),
        };
        Ok(uploads.into_iter().map(|upload| (upload.name.to_owned(), text(upload.source))).collect())
    }

    fn pair(name: &str, source: &str) -> (String, String) {
        (name.to_owned(), source.to_owned())
    }

    #[test]
    fn pairs_are_repeated_or_joined() {
        let expected =
            Ok(vec![pair("a", "part x"), pair("b_2", "http://h/t?a=1;b=2,3"), pair("c", "part y")]);
        assert_eq!(read_all(&["a,param:x", "b_2,http://h/t?a=1;b=2,3", "c,param:y"]), expected);
        assert_eq!(read_all(&["a,param:x;b_2,http://h/t?a=1;b=2,3;c,param:y"]), expected);
        assert_eq!(read_all(&[" a , param:x ; b_2,http://h/t?a=1;b=2,3", "c,PARAM:y;"]), expected);
        assert_eq!(read_all(&[]), Ok(Vec::new()));
    }

    #[test]
    fn a_url_keeps_what_only_looks_like_a_pair() {
        for url in ["https://h/a;b,c", "http://h/;1a,param:x", "http://h/a;b;c,d/e:f", "http://h/;;,:"] {
            assert_eq!(read_all(&[&format!("t,{url}")]), Ok(vec![pair("t", url)]), "{url}");
        }
    }

    #[test]
    fn what_is_no_pair_is_refused() {
        let begin = "parameter UPLOAD has the value";
        let name = "a name that begins with a letter and has only letters, digits and `_`, a comma and a URI";
        for (value, expected) in [
            ("mine", "`mine`; it must be a name, a comma and a URI, as in `mine,param:table`"),
            ("1a,param:x", &format!("`1a,param:x`; it must be {name}")),
            ("a.b,param:x", &format!("`a.b,param:x`; it must be {name}")),
            ("été,param:x", &format!("`été,param:x`; it must be {name}")),
            (",param:x", &format!("`,param:x`; it must be {name}")),
            (
                "a,",
                "`a,`; it must be a name, a comma and a URI that begins with `param:`, `http:` or `https:`",
            ),
            (
                "a,/etc/x",
                "`a,/etc/x`; it must be a name, a comma and a URI that begins with `param:`, `http:` or `https:`",
            ),
            ("a,param:", "`a,param:`; it must be a name, a comma and `param:` with the name of a part"),
        ] {
            assert_eq!(read_all(&[value]), Err(format!("{begin} {expected}")), "{value}");
        }
    }

    #[test]
    fn other_schemes_are_refused_by_name() {
        for scheme in ["file", "ftp", "vos", "data"] {
            let expected = format!(
                "upload `t` is at a `{scheme}:` URI, which is not taken here; use `param:`, `http:` or `https:`"
            );
            assert_eq!(read_all(&[&format!("t,{scheme}:///etc/passwd")]), Err(expected));
        }
    }

    #[test]
    fn a_name_is_given_once_in_whatever_case() {
        let expected = "two uploads are called `T`; give each table a name of its own";
        assert_eq!(read_all(&["t,param:x;T,param:y"]), Err(expected.to_owned()));
    }

    #[test]
    fn the_number_of_tables_is_limited() {
        let value = |count: usize| (0..count).map(|number| format!("t{number},param:x;")).collect::<String>();
        assert_eq!(read_all(&[&value(32)]).unwrap().len(), 32);
        let expected = "the request has more than 32 uploads; send fewer tables";
        assert_eq!(read_all(&[&value(33)]), Err(expected.to_owned()));
    }

    #[test]
    fn parts_are_known_before_the_rest_is_checked() {
        let parts: Vec<&str> = upload_parts("a,param:x;b,ftp://h/;c,param:y").collect();
        assert_eq!(parts, ["x", "y"]);
    }
}
