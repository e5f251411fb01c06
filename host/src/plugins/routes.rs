//! The route table of a plugin set.

use std::collections::BTreeMap;
use std::sync::Arc;

use matchit::Router;
use plugin_api::Route;

/// A route of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The instance's place in the set.
    pub instance: usize,
    /// The route's path as the plugin declares it.
    pub route: Arc<str>,
    /// Whether everybody may ask it, also where the instance wants a log-in.
    pub open: bool,
}

/// What stands at a path: a target for each method.
type Methods = BTreeMap<String, Target>;

/// Paths and methods of all instances of a set.
#[derive(Default)]
pub struct Routes {
    router: Router<usize>,
    paths: Vec<(String, Methods)>,
}

/// What a look-up found.
#[derive(Debug, PartialEq, Eq)]
pub enum Match<'r> {
    /// A route, with the raw values of its path's parameters.
    Route(&'r Target, Vec<(String, String)>),
    /// The path is there, but not for this method; the ones that it has.
    OtherMethods(Vec<String>),
    /// No such path.
    Nothing,
}

impl Routes {
    /// Adds a route below a mount. The error names the route that is in the way.
    pub fn add(&mut self, mount: &str, route: &Route, instance: usize) -> Result<(), String> {
        let mount = mount.trim_end_matches('/');
        let path = format!("{mount}{}", route.path);
        let path = if path.is_empty() { "/".to_owned() } else { path };
        let target = Target { instance, route: route.path.as_str().into(), open: route.open };
        self.add_path(&path, &route.methods, &target)?;
        // A trailing slash on the mount itself must not matter (TAP 1.1 §2).
        if route.path.is_empty() && !mount.is_empty() {
            self.add_path(&format!("{path}/"), &route.methods, &target)?;
        }
        Ok(())
    }

    fn add_path(&mut self, path: &str, methods: &[String], target: &Target) -> Result<(), String> {
        let place = match self.paths.iter().position(|(known, _)| known == path) {
            Some(place) => place,
            None => {
                let place = self.paths.len();
                self.router.insert(path, place).map_err(|error| format!("route `{path}`: {error}"))?;
                self.paths.push((path.to_owned(), Methods::new()));
                place
            }
        };
        for method in methods {
            if self.paths[place].1.insert(method.to_ascii_uppercase(), target.clone()).is_some() {
                return Err(format!("route `{method} {path}` is claimed twice"));
            }
        }
        Ok(())
    }

    /// The route of a request. `HEAD` is found where `GET` is.
    pub fn find(&self, method: &str, path: &str) -> Match<'_> {
        let Ok(matched) = self.router.at(path) else { return Match::Nothing };
        let (_, methods) = &self.paths[*matched.value];
        let asked = if method == "HEAD" { "GET" } else { method };
        match methods.get(asked) {
            Some(target) => {
                let params = matched.params.iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
                Match::Route(target, params.collect())
            }
            None => {
                let mut allowed: Vec<String> = methods.keys().cloned().collect();
                if methods.contains_key("GET") {
                    allowed.push("HEAD".into());
                }
                Match::OtherMethods(allowed)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes() -> Routes {
        let mut routes = Routes::default();
        routes.add("/tap", &route("GET", ""), 0).unwrap();
        routes.add("/tap", &route("GET POST", "/sync"), 0).unwrap();
        routes.add("/tap", &route("GET", "/tables/{name}"), 0).unwrap();
        routes.add("/vo/tap/dr1", &route("GET", "/sync"), 1).unwrap();
        routes
    }

    fn route(methods: &str, path: &str) -> Route {
        let methods = methods.split(' ').map(str::to_owned).collect();
        Route { methods, path: path.into(), doc: String::new(), open: false }
    }

    fn target(instance: usize, route: &str) -> Target {
        Target { instance, route: route.into(), open: false }
    }

    #[test]
    fn a_route_is_found_with_its_parameters() {
        let routes = routes();
        let params = vec![("name".to_owned(), "jplus.Filter".to_owned())];
        assert_eq!(
            routes.find("GET", "/tap/tables/jplus.Filter"),
            Match::Route(&target(0, "/tables/{name}"), params)
        );
        assert_eq!(routes.find("HEAD", "/vo/tap/dr1/sync"), Match::Route(&target(1, "/sync"), vec![]));
    }

    #[test]
    fn a_trailing_slash_on_the_mount_does_not_matter() {
        let routes = routes();
        assert_eq!(routes.find("GET", "/tap/"), routes.find("GET", "/tap"));
    }

    #[test]
    fn a_wrong_method_tells_the_right_ones() {
        let allowed = vec!["GET".to_owned(), "POST".to_owned(), "HEAD".to_owned()];
        assert_eq!(routes().find("DELETE", "/tap/sync"), Match::OtherMethods(allowed));
        assert_eq!(routes().find("GET", "/nowhere"), Match::Nothing);
    }

    #[test]
    fn a_route_claimed_twice_is_refused() {
        let error = routes().add("/tap", &route("GET", "/sync"), 1).unwrap_err();
        assert_eq!(error, "route `GET /tap/sync` is claimed twice");
    }
}
