//! A user whose credentials were right.

/// A user whose credentials were right, with everything that decides what he may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The name, unique among all sources: users of an outside provider carry its name before a colon.
    pub user: String,
    /// The groups that he belongs to, sorted, each once; fewer where a token is for some of them only.
    pub groups: Vec<String>,
    /// Who vouches for him.
    pub source: Source,
    /// The groups that his token is for, whether he belongs to them or not; `None` is all that he has.
    pub only_groups: Option<Vec<String>>,
    /// The service instances that his token is for; `None` is all.
    pub instances: Option<Vec<String>>,
}

/// Who vouches for a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The file `users.toml`, or the table of users.
    Local,
    /// An OpenID Connect provider.
    Provider,
    /// A plugin that offers `auth.authenticator`.
    Plugin,
}
