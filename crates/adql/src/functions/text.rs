//! Searches in texts.

use super::{Declared, Kind};

/// The functions of this group.
pub(super) static FUNCTIONS: &[Declared] = &[
    Declared::new(
        "ivo_hashlist_has",
        &[("hashlist", Kind::Text), ("item", Kind::Text)],
        Kind::Integer,
        "(lower($2) = ANY (string_to_array(lower($1), '#')))::int4",
        "1 if the item is one of the words that are joined by #, in any case, else 0.",
    ),
    Declared::new(
        "ivo_hasword",
        &[("haystack", Kind::Text), ("needle", Kind::Text)],
        Kind::Integer,
        "armilla.has_word($1, $2)::int4",
        "1 if every word of the needle is in the haystack, in any case and with any English ending, else 0.",
    ),
    Declared::new(
        "ivo_nocasematch",
        &[("val", Kind::Text), ("pattern", Kind::Text)],
        Kind::Integer,
        "($1 ILIKE $2 ESCAPE '')::int4",
        "1 if the value matches the pattern of LIKE in any case, else 0.",
    ),
    Declared::new(
        "ivo_string_agg",
        &[("expression", Kind::Text), ("delimiter", Kind::Text)],
        Kind::Text,
        "string_agg($1, $2)",
        "All values of a group that are not NULL, joined by the delimiter, in any order.",
    )
    .aggregate(),
    Declared::new(
        "gavo_match",
        &[("pattern", Kind::Text), ("string", Kind::Text)],
        Kind::Integer,
        "($2 ~ $1)::int4",
        "1 if the POSIX regular expression is found in the string, else 0.",
    ),
    Declared::new(
        "gavo_urlescape",
        &[("t", Kind::Text)],
        Kind::Text,
        "armilla.url_escape($1)",
        "The text with every byte of its UTF-8 form but letters, digits and -._~ percent-encoded.",
    ),
    Declared::new(
        "gavo_getauthority",
        &[("ivoid", Kind::Text)],
        Kind::Text,
        "substring($1 FROM '^[A-Za-z][A-Za-z0-9+.-]*://([^/?#]+)')",
        "The authority part of a URI, NULL if it has none.",
    ),
];
