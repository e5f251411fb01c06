//! What this translator has that ADQL has not.

/// The extensions of the language, each a name and a sentence. Strict mode refuses each by name.
pub fn language_extensions() -> &'static [(&'static str, &'static str)] {
    &[
        (
            "CASE",
            "CASE WHEN condition THEN value ... ELSE value END, and CASE value WHEN value THEN value ... END",
        ),
        (
            "window functions",
            "ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE, LAG, LEAD, FIRST_VALUE, LAST_VALUE and \
             aggregates with OVER (PARTITION BY ... ORDER BY ... ROWS BETWEEN ...), in the select list and ORDER BY",
        ),
        ("LIMIT", "LIMIT n at the end of a query, before or after OFFSET, read as TOP n"),
        ("booleans", "TRUE and FALSE, and boolean columns as conditions"),
        (
            "array subscripts",
            "array[i] with elements numbered from 1, one pair of brackets for each dimension",
        ),
        (
            "enumerations",
            "enumeration::element, the index of an element that a plugin names, as in array[e::name]",
        ),
        ("array_element", "array_element(array, i), the same as array[i]"),
        ("array_length", "array_length(array), the number of elements"),
        ("* beside other columns", "SELECT *, value FROM ..."),
        ("GROUP BY an output", "GROUP BY a position or the name of an output, as ORDER BY has them"),
    ]
}
