//! Statements as a server's log shows them, with the values of their parameters in their places.

/// The host's own tables, which it asks at any moment.
const OWN: &[&str] = &["armilla.jobs", "armilla.hosts"];

/// The last SELECT of a client that the log shows, over all its lines, without the log's own words. Values stand for
/// `$1`, `$2`, ...
pub fn last_select(log: &str) -> Option<String> {
    let mut found = None;
    let mut lines = log.lines().peekable();
    while let Some(line) = lines.next() {
        let Some((_, statement)) =
            line.split_once("LOG:  execute ").or_else(|| line.split_once("LOG:  statement"))
        else {
            continue;
        };
        let Some((_, statement)) = statement.split_once(": ") else { continue };
        let mut sql = statement.to_owned();
        while let Some(next) = lines.next_if(|next| next.starts_with('\t')) {
            sql.push('\n');
            sql.push_str(next.trim_start());
        }
        let begin = sql.trim_start().to_uppercase();
        let is_own = OWN.iter().any(|table| sql.contains(table));
        if (begin.starts_with("SELECT") || begin.starts_with("WITH")) && !is_own {
            let detail = lines.peek().and_then(|next| next.split_once("DETAIL:  parameters: "));
            found = Some(detail.map_or(sql.clone(), |(_, values)| with_values(&sql, values)));
        }
    }
    found
}

/// Puts `$1 = 'a', $2 = 'b'` in the places of the parameters.
fn with_values(sql: &str, values: &str) -> String {
    let mut pairs: Vec<(String, String)> = Vec::new();
    let mut rest = values;
    while let Some((name, after)) = rest.split_once(" = ") {
        let name = name.trim_start_matches([',', ' ']).to_owned();
        let end = end_of_value(after);
        pairs.push((name, after[..end].to_owned()));
        rest = &after[end..];
    }
    // $12 before $1.
    pairs.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    pairs.iter().fold(sql.to_owned(), |sql, (name, value)| sql.replace(name, value))
}

/// Where a value ends: NULL, or quoted with its quotes doubled.
fn end_of_value(text: &str) -> usize {
    let Some(quoted) = text.strip_prefix('\'') else { return text.find(',').unwrap_or(text.len()) };
    let mut inside = true;
    let end = quoted.char_indices().find(|&(place, character)| {
        if character == '\'' {
            inside = !inside;
        }
        !inside && !quoted[place + 1..].starts_with('\'')
    });
    end.map_or(text.len(), |(place, _)| place + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_the_host_itself_are_left_out() {
        let log = "1 LOG:  statement: SELECT a FROM sim.t\n2 LOG:  execute s1: SELECT id FROM armilla.jobs\n";
        assert_eq!(last_select(log).as_deref(), Some("SELECT a FROM sim.t"));
    }

    #[test]
    fn statement_of_several_lines_is_taken_whole_from_the_log() {
        let log = "2026 LOG:  statement: BEGIN\n2026 LOG:  execute s1: SELECT a,\n\tb\n\tFROM c\n\
                   2026 DETAIL:  none\n2026 LOG:  statement: COMMIT\n";
        assert_eq!(last_select(log).as_deref(), Some("SELECT a,\nb\nFROM c"));
        assert_eq!(last_select("2026 LOG:  statement: COMMIT\n"), None);
    }

    #[test]
    fn values_stand_in_the_places_of_parameters() {
        let values: Vec<String> = (1..=10).map(|number| format!("${number} = '{number}''s'")).collect();
        let log = format!(
            "2026 LOG:  execute s1: SELECT $1::text, $10, $2\n2026 DETAIL:  parameters: {}\n",
            values.join(", ")
        );
        assert_eq!(last_select(&log).as_deref(), Some("SELECT '1''s'::text, '10''s', '2''s'"));
    }
}
