//! What each kind of caller sees of an instance's catalogue, computed once for all who see the same.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use catalogue::{Audience, Scope, Viewer};
use jiff::Timestamp;
use plugin_api::{Error, ErrorKind, Principal, Result};

/// How many different views are kept; more than an archive has, few enough for memory.
const KEPT_MAX: usize = 256;

/// The catalogue of an instance, and its views by what of callers gives rights.
pub struct Views {
    scope: Arc<Scope>,
    audience: Audience,
    kept: RwLock<HashMap<Rights, Kept>>,
}

/// The user if a rule names him, and his groups that rules name.
type Rights = (Option<String>, Vec<String>);

/// A view until the next embargo ends.
struct Kept {
    view: Arc<View>,
    until: Option<Timestamp>,
}

/// The catalogue as callers of the same rights see it.
pub struct View {
    /// Equal keys see equal catalogues.
    pub key: String,
    /// What they see.
    pub scope: Scope,
    json: OnceLock<String>,
}

impl Views {
    /// Views of everything that an instance publishes.
    pub fn new(scope: Scope) -> Self {
        Self { audience: scope.audience(), scope: Arc::new(scope), kept: RwLock::default() }
    }

    /// Everything that the instance publishes.
    pub fn whole(&self) -> Arc<Scope> {
        self.scope.clone()
    }

    /// What a caller sees now.
    pub fn of(&self, principal: &Principal) -> Arc<View> {
        self.at(principal, Timestamp::now())
    }

    /// What a caller sees at an instant.
    fn at(&self, principal: &Principal, now: Timestamp) -> Arc<View> {
        let viewer = self.audience.viewer(principal.user(), principal.groups(), now);
        let rights = (viewer.user.clone(), viewer.groups.clone());
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        match kept.get(&rights).filter(|kept| kept.until.is_none_or(|until| now < until)) {
            Some(kept) => kept.view.clone(),
            None => {
                drop(kept);
                self.make(rights, &viewer)
            }
        }
    }

    fn make(&self, rights: Rights, viewer: &Viewer) -> Arc<View> {
        let scope = self.scope.visible_to(viewer);
        let view = Arc::new(View { key: scope.key(), scope, json: OnceLock::new() });
        let until = self.scope.changes_after(viewer.now);
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(rights, Kept { view: view.clone(), until });
        view
    }
}

impl View {
    /// The catalogue as it crosses to a plugin.
    pub fn json(&self) -> Result<String> {
        if let Some(json) = self.json.get() {
            return Ok(json.clone());
        }
        let json = serde_json::to_string(&self.scope)
            .map_err(|error| Error::internal(format!("a catalogue cannot be JSON: {error}")))?;
        Ok(self.json.get_or_init(|| json).clone())
    }

    /// Whether the caller may read something: `collection:ID`, any table of it, `table:ID/TABLE`, or `images:ID`, the
    /// files of images that he finds in the list.
    ///
    /// The words are the same for what is hidden from him and for what is not there.
    pub fn authorize(&self, principal: &Principal, resource: &str) -> Result<()> {
        let (id, table) = match resource.split_once(':') {
            Some(("collection", id)) => (id, None),
            Some(("images", id)) => return self.authorize_images(principal, id),
            Some(("table", path)) => match path.split_once('/') {
                Some((id, table)) => (id, Some(table)),
                None => (path, Some("")),
            },
            _ => return Err(Error::internal(format!("unknown kind of resource: {resource}"))),
        };
        let schemas = self.scope.schemas().filter(|schema| schema.collection.id == id);
        let tables = schemas.flat_map(|schema| &schema.collection.tables);
        let mut wanted = tables.filter(|one| table.is_none_or(|table| one.name == table)).peekable();
        match (wanted.peek().is_some(), wanted.any(|table| !table.locked), table) {
            (_, true, _) => Ok(()),
            (true, false, _) => Err(locked(principal, resource)),
            (false, _, None) => Err(Error::not_found(format!("there is no collection `{id}`"))),
            (false, _, Some(table)) => {
                Err(Error::not_found(format!("there is no table `{table}` in a collection `{id}`")))
            }
        }
    }

    fn authorize_images(&self, principal: &Principal, id: &str) -> Result<()> {
        match self.scope.images_of(id) {
            None => Err(Error::not_found(format!("there are no images of a collection `{id}`"))),
            Some(images) if images.locked => Err(locked(principal, &format!("images:{id}"))),
            Some(_) => Ok(()),
        }
    }
}

/// What is announced to the caller and not for him to read.
fn locked(principal: &Principal, resource: &str) -> Error {
    let name = resource.replacen(':', " `", 1) + "`";
    match principal.user() {
        None => Error::new(ErrorKind::LoginNeeded, format!("{name} is not public; log in to read it")),
        Some(user) => Error::new(ErrorKind::Forbidden, format!("{name} may not be read by `{user}`")),
    }
}

#[cfg(test)]
mod tests {
    use catalogue::Published;

    use super::*;

    /// A collection for the survey from which everybody sees a table later, and of which another is announced.
    const FILE: &str = r#"
title = "T"
description = "D"
access = { groups = ["survey"], users = ["eve"] }
schema = "s"
[[table]]
name = "Open"
public_from = 2027-03-01T12:00:00Z
columns.A.type = "int"
[[table]]
name = "Shown"
announced = true
columns.A.type = "int"
[[table]]
name = "Secret"
columns.A.type = "int"
"#;

    const BEFORE: &str = "2027-03-01T11:59:59.999Z";
    const AFTER: &str = "2027-03-01T12:00:00Z";

    /// Images for the survey, of which others find that they are there.
    const IMAGES: &str = "title = 'T'\ndescription = 'D'\naccess = { groups = ['survey'] }\nschema = 's'\n[images]\n\
                          folder = 'f'\npublisher_did = 'ivo://example.org/s'\n";

    #[test]
    fn files_of_images_that_are_announced_are_refused_and_those_of_hidden_ones_are_not_there() {
        let seen = |more: &str, principal: &Principal| {
            let collection = catalogue::parse("two.toml", &format!("{IMAGES}{more}")).unwrap();
            let views = Views::new(Published::new(vec![collection]).scope("tap", None).unwrap());
            let view = views.at(principal, at(BEFORE));
            view.authorize(principal, "images:two")
                .map_err(|error| (error.kind(), error.for_client().to_owned()))
        };
        let (anonymous, eve, ada) = (Principal::anonymous(), user("eve", &[]), user("ada", &["survey"]));
        assert_eq!(seen("", &ada), Ok(()));
        let absent = (ErrorKind::NotFound, "there are no images of a collection `two`".to_owned());
        assert_eq!(seen("", &anonymous), Err(absent));
        let announced = "announced = true\n";
        let log_in = "images `two` is not public; log in to read it".to_owned();
        assert_eq!(seen(announced, &anonymous), Err((ErrorKind::LoginNeeded, log_in)));
        let refused = "images `two` may not be read by `eve`".to_owned();
        assert_eq!(seen(announced, &eve), Err((ErrorKind::Forbidden, refused)));
        assert_eq!(seen(announced, &ada), Ok(()));
    }

    fn views() -> Views {
        let collection = catalogue::parse("one.toml", FILE).unwrap();
        Views::new(Published::new(vec![collection]).scope("tap", None).unwrap())
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn user(name: &str, groups: &[&str]) -> Principal {
        Principal::known(name, groups.iter().map(|group| (*group).to_owned()).collect())
    }

    fn refused(view: &View, principal: &Principal, resource: &str) -> (u16, String) {
        let error = view.authorize(principal, resource).unwrap_err();
        (error.kind().status(), error.for_client().to_owned())
    }

    #[test]
    fn an_embargo_ends_at_its_instant_without_a_reload() {
        let views = views();
        let anonymous = Principal::anonymous();
        let before = views.at(&anonymous, at(BEFORE));
        assert!(Arc::ptr_eq(&before, &views.at(&anonymous, at(BEFORE))));
        assert_eq!(refused(&before, &anonymous, "table:one/Open").0, 404);
        let after = views.at(&anonymous, at(AFTER));
        assert_eq!(after.authorize(&anonymous, "table:one/Open"), Ok(()));
        assert_ne!(before.key, after.key);
        assert!(Arc::ptr_eq(&after, &views.at(&anonymous, at("2099-01-01T00:00:00Z"))));
    }

    #[test]
    fn callers_of_equal_rights_share_a_view() {
        let views = views();
        let of = |principal: &Principal| views.at(principal, at(BEFORE));
        assert!(Arc::ptr_eq(
            &of(&user("ada", &["survey", "others"])),
            &of(&user("bob", &["staff", "survey"]))
        ));
        assert!(Arc::ptr_eq(&of(&user("ada", &["staff"])), &of(&Principal::anonymous())));
        assert!(!Arc::ptr_eq(&of(&user("eve", &[])), &of(&Principal::anonymous())));
        assert_eq!(of(&user("eve", &[])).key, of(&user("ada", &["survey"])).key);
    }

    #[test]
    fn what_is_announced_asks_for_a_login_and_what_is_hidden_is_not_there() {
        let views = views();
        let (anonymous, bob) = (Principal::anonymous(), user("bob", &[]));
        let view = views.at(&anonymous, at(BEFORE));
        let shown = "table `one/Shown` is not public; log in to read it".to_owned();
        assert_eq!(refused(&view, &anonymous, "table:one/Shown"), (401, shown));
        let shown = "table `one/Shown` may not be read by `bob`".to_owned();
        assert_eq!(refused(&view, &bob, "table:one/Shown"), (403, shown));
        let collection = "collection `one` is not public; log in to read it".to_owned();
        assert_eq!(refused(&view, &anonymous, "collection:one"), (401, collection));
        let told = |name: &str| (404, format!("there is no table `{name}` in a collection `one`"));
        assert_eq!(refused(&view, &anonymous, "table:one/Secret"), told("Secret"));
        assert_eq!(refused(&view, &anonymous, "table:one/Nothing"), told("Nothing"));
        assert_eq!(refused(&view, &bob, "collection:two"), (404, "there is no collection `two`".to_owned()));
        assert_eq!(view.authorize(&bob, "file:x").unwrap_err().kind(), ErrorKind::Internal);
        assert_eq!(views.at(&user("ada", &["survey"]), at(BEFORE)).authorize(&bob, "collection:one"), Ok(()));
    }
}
