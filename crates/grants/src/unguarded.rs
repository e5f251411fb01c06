//! Row filters that are no policies in PostgreSQL, and why.

/// A published table whose row filters queries apply and PostgreSQL does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unguarded {
    /// The identifier of its collection.
    pub collection: String,
    /// Its published name, without the schema.
    pub table: String,
    /// Why there is no policy.
    pub why: Why,
}

/// Why a table has no policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// Its filters may look at several relations, and a policy sees one.
    #[error("it is composed of several relations")]
    Composed,
    /// A condition needs an enumeration or a function of a plugin.
    #[error("its condition names what plugins offer")]
    Offered,
    /// The same callers read the relation without a filter too.
    #[error("another table publishes the same relation to the same callers")]
    Shared,
    /// PostgreSQL has no row-level security for it.
    #[error("it is {0} in PostgreSQL")]
    Kind(&'static str),
    /// Only the owner makes policies.
    #[error("the login of `connection` does not own it")]
    NotOwned,
    /// Policies for the roles of views would hold for what the login reads as itself.
    #[error("the login of queries, `{0}`, has the rights of its roles without taking them on")]
    Inherits(String),
    /// Enabling would wake policies that somebody has made and not enabled.
    #[error("it has policies of somebody else that are not enabled")]
    Dormant,
    /// Others read it, and a policy waits for all of them.
    #[error("it is being read, and a policy waits for its readers")]
    Busy,
    /// The database says no.
    #[error("{0}")]
    Refused(String),
}

impl Why {
    /// Whether another attempt may do better although nothing has changed.
    pub fn passes(&self) -> bool {
        matches!(self, Self::Busy | Self::Refused(_))
    }

    /// What the operator can do; `None`: nothing, or nothing that is worth it.
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Shared => {
                "publish the relation once, or let all tables of it have the same rules".to_owned()
            }
            Self::Kind(_) => "publish the table behind it, or let it leave the rows out itself".to_owned(),
            Self::NotOwned => "ALTER TABLE … OWNER TO the login of `connection`".to_owned(),
            Self::Inherits(login) => format!("ALTER ROLE {} NOINHERIT", database::quote_name(login)),
            Self::Dormant => "drop them, or enable row-level security yourself".to_owned(),
            Self::Composed | Self::Offered | Self::Busy | Self::Refused(_) => return None,
        };
        Some(hint)
    }
}
