//! Where users of ours are looked up.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::{Refused, User, Users};

/// The users of ours as they are now.
pub(crate) struct Directory {
    file: ArcSwap<Users>,
}

impl Directory {
    /// The users of a file.
    pub fn new(users: Users) -> Self {
        Self { file: ArcSwap::from_pointee(users) }
    }

    /// A user by his name.
    pub async fn user(&self, name: &str) -> Result<Option<Arc<User>>, Refused> {
        Ok(self.file.load().get(name).cloned())
    }

    /// Takes the users of the file as it is now, all at once.
    pub fn reload(&self, users: Users) {
        self.file.store(Arc::new(users));
    }

    /// Whether there is anybody who could log in.
    pub fn offers(&self) -> bool {
        !self.file.load().is_empty()
    }
}
