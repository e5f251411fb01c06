//! Finds the declared route of a path, as the host does.

use crate::Route;

/// The route that `method` and `path` match, with the values of its parameters.
pub(super) fn find<'r>(
    routes: &'r [Route],
    method: &str,
    path: &str,
) -> Option<(&'r Route, Vec<(String, String)>)> {
    routes.iter().filter(|route| route.methods.iter().any(|known| known == method)).find_map(|route| {
        let params = matching(&route.path, path)?;
        Some((route, params))
    })
}

fn matching(pattern: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut params = Vec::new();
    let mut rest = path;
    let mut segments = pattern.split('/').peekable();
    while let Some(segment) = segments.next() {
        if let Some(name) = segment.strip_prefix("{*").and_then(|name| name.strip_suffix('}')) {
            params.push((name.to_owned(), rest.to_owned()));
            return Some(params);
        }
        let (value, after) = rest.split_once('/').map_or((rest, None), |(value, after)| (value, Some(after)));
        match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => params.push((name.to_owned(), value.to_owned())),
            None if segment == value => {}
            None => return None,
        }
        match (after, segments.peek()) {
            (Some(after), Some(_)) => rest = after,
            (None, None) => return Some(params),
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn a_parameter_takes_one_segment() {
        assert_eq!(
            matching("/tables/{name}", "/tables/jplus.Filter"),
            Some(vec![("name".into(), "jplus.Filter".into())])
        );
        assert_eq!(matching("/tables/{name}", "/tables"), None);
        assert_eq!(matching("/tables/{name}", "/tables/a/b"), None);
        assert_eq!(matching("/{*rest}", "/a/b"), Some(vec![("rest".into(), "a/b".into())]));
    }
}
