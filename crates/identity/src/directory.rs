//! Where users of ours are looked up.

use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::grants::Grants;
use crate::name::user_fault;
use crate::state::State;
use crate::{Place, Refused, User, Users, accounts};

/// The users of ours as they are now.
pub(crate) struct Directory {
    file: ArcSwap<Users>,
    place: Place,
    state: Option<Arc<State>>,
    grants: Arc<Grants>,
}

/// Seconds after which a client should come again where there is no database for its users.
const RETRY_SECS: u32 = 60;

impl Directory {
    /// The users of a file or of the table.
    pub fn new(users: Users, place: Place, state: Option<Arc<State>>, grants: Arc<Grants>) -> Self {
        Self { file: ArcSwap::from_pointee(users), place, state, grants }
    }

    /// A user by his name. Users of the table are those of some seconds ago.
    pub async fn user(&self, name: &str) -> Result<Option<Arc<User>>, Refused> {
        if self.place == Place::File {
            return Ok(self.file.load().get(name).cloned());
        }
        if user_fault(name).is_some() {
            return Ok(None);
        }
        if let Some(known) = self.grants.user(name) {
            return Ok(known);
        }
        let state = self.state.as_ref().ok_or(Refused::Unavailable { retry_after_secs: RETRY_SECS })?;
        let user = accounts::find(state, name).await?;
        self.grants.remember_user(name, user.clone());
        Ok(user)
    }

    /// Takes the users of the file as it is now, all at once.
    pub fn reload(&self, users: Users) {
        self.file.store(Arc::new(users));
    }

    /// Whether there is anybody who could log in; a table may have somebody at any moment.
    pub fn offers(&self) -> bool {
        self.place == Place::Table || !self.file.load().is_empty()
    }
}
