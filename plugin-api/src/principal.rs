//! Who is asking.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The caller of a request: anonymous, or a user with groups. Only the host makes one from credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Principal(Option<Arc<Identity>>);

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    user: String,
    groups: Vec<String>,
}

impl Principal {
    /// The caller who has not said who he is.
    pub fn anonymous() -> Self {
        Self(None)
    }

    /// A user whom the host knows.
    pub fn known(user: impl Into<String>, groups: Vec<String>) -> Self {
        Self(Some(Arc::new(Identity { user: user.into(), groups })))
    }

    /// The user's name; `None` for the anonymous.
    pub fn user(&self) -> Option<&str> {
        self.0.as_ref().map(|identity| identity.user.as_str())
    }

    /// The groups that the user belongs to.
    pub fn groups(&self) -> &[String] {
        self.0.as_ref().map_or(&[], |identity| &identity.groups)
    }

    /// The name of the owner of what this caller makes: the user's, or empty for the anonymous.
    pub fn owner(&self) -> &str {
        self.user().unwrap_or_default()
    }

    /// The text that crosses the boundary: empty for the anonymous, else JSON.
    pub(crate) fn to_text(&self) -> String {
        match &self.0 {
            None => String::new(),
            Some(identity) => serde_json::to_string(&**identity).expect("strings are always valid JSON"),
        }
    }

    /// The inverse of [`Self::to_text`]. Text that does not parse is nobody with rights: the anonymous.
    pub(crate) fn from_text(text: &str) -> Self {
        if text.is_empty() {
            return Self::anonymous();
        }
        Self(serde_json::from_str(text).ok().map(Arc::new))
    }
}

impl Serialize for Principal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_deref().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Principal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Option::<Identity>::deserialize(deserializer)?.map(Arc::new)))
    }
}
