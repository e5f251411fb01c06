//! Bearer tokens of ours: made and revoked by the operator, or by their users, stored as hashes.

use std::time::{Duration, Instant};

use database::{Client, DbError};
use postgres_types::Type;
use tokio_postgres::Row;

use crate::digest::{is_secret, secret, sha256_hex};
use crate::grants::Grant;
use crate::state::{State, TELL, Value, unreadable};
use crate::{Refused, User};

/// What a token is to be good for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What its owner calls it.
    pub title: String,
    /// The groups that it is for; `None` is all that the user has at any time.
    pub groups: Option<Vec<String>>,
    /// The service instances that it is for; `None` is all.
    pub instances: Option<Vec<String>>,
    /// Days until it ends, from 1.
    pub days: u32,
}

/// A token as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The name by which it is revoked; no secret.
    pub id: String,
    /// Whose it is.
    pub user: String,
    /// What its owner calls it.
    pub title: String,
    /// The groups that it is for; `None` is all.
    pub groups: Option<Vec<String>>,
    /// The service instances that it is for; `None` is all.
    pub instances: Option<Vec<String>>,
    /// The day of its making, `YYYY-MM-DD` in UTC.
    pub created: String,
    /// The day on which it ends.
    pub until: String,
    /// Whether its time is over.
    pub expired: bool,
    /// What tells the password of its user when it was made.
    mark: String,
}

/// Why a token cannot be made, listed or revoked.
#[derive(Debug, thiserror::Error)]
pub enum TokenError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The system gives no random numbers.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// How tokens of ours begin, so that they are found where they were left by mistake.
const PREFIX: &str = "arm_";

const CREATE: &str = "INSERT INTO armilla.tokens (id, hash, name, mark, title, groups, instances, created, until) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), clock_timestamp() + make_interval(days => $8))";

const LIST: &str = "SELECT id, name, title, groups, instances, \
       to_char(created AT TIME ZONE 'UTC', 'YYYY-MM-DD'), to_char(until AT TIME ZONE 'UTC', 'YYYY-MM-DD'), \
       until <= clock_timestamp(), mark \
     FROM armilla.tokens WHERE $1::text IS NULL OR name = $1 ORDER BY name, created, id";

const FIND: &str = "SELECT name, mark, groups, instances, extract(epoch FROM until - clock_timestamp())::float8 \
     FROM armilla.tokens WHERE hash = $1 AND until > clock_timestamp()";

impl Token {
    /// Whether it has ended since its user has another password.
    pub fn is_outlived_by(&self, user: &User) -> bool {
        self.mark != user.mark
    }
}

impl From<tokio_postgres::Error> for TokenError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Whether a text has the form of our tokens.
pub(crate) fn is_ours(text: &str) -> bool {
    text.starts_with(PREFIX)
}

/// Makes a token and gives its text, which nobody can read again.
pub async fn create(client: &Client, user: &User, new: &NewToken) -> Result<String, TokenError> {
    let text = format!("{PREFIX}{}", secret()?);
    let (id, hash) = (secret()?[..12].to_owned(), sha256_hex(&text));
    let days = i32::try_from(new.days).unwrap_or(i32::MAX);
    let values: &[Value<'_>] = &[
        (&id, Type::TEXT),
        (&hash, Type::TEXT),
        (&user.caller.user, Type::TEXT),
        (&user.mark, Type::TEXT),
        (&new.title, Type::TEXT),
        (&new.groups, Type::TEXT_ARRAY),
        (&new.instances, Type::TEXT_ARRAY),
        (&days, Type::INT4),
    ];
    client.query_typed(CREATE, values).await?;
    Ok(text)
}

/// The tokens of a user, or of all, by user and age.
pub async fn list(client: &Client, user: Option<&str>) -> Result<Vec<Token>, TokenError> {
    let rows = client.query_typed(LIST, &[(&user, Type::TEXT)]).await?;
    Ok(rows.iter().map(listed).collect::<Result<_, _>>()?)
}

/// Ends a token on all hosts, and says whose it was; `None` where there was none, or none of this user.
pub async fn revoke(client: &Client, id: &str, user: Option<&str>) -> Result<Option<String>, TokenError> {
    let gone = "DELETE FROM armilla.tokens WHERE id = $1 AND ($2::text IS NULL OR name = $2) RETURNING name";
    let rows = client.query_typed(gone, &[(&id, Type::TEXT), (&user, Type::TEXT)]).await?;
    client.batch_execute(TELL).await?;
    Ok(rows.first().map(|row| row.try_get(0)).transpose()?)
}

/// What a token is good for; `None` is one that is not there, or has ended.
pub(crate) async fn find(state: &State, text: &str, hash: &str) -> Result<Option<Grant>, Refused> {
    if !text.strip_prefix(PREFIX).is_some_and(is_secret) {
        return Ok(None);
    }
    let rows = state.rows(FIND, &[(&hash, Type::TEXT)]).await?;
    rows.first().map(grant).transpose().map_err(unreadable)
}

fn grant(row: &Row) -> Result<Grant, tokio_postgres::Error> {
    let lasts = Duration::try_from_secs_f64(row.try_get(4)?).unwrap_or_default();
    Ok(Grant {
        user: row.try_get(0)?,
        mark: row.try_get(1)?,
        groups: row.try_get(2)?,
        instances: row.try_get(3)?,
        until: Instant::now() + lasts,
        renewal: None,
    })
}

fn listed(row: &Row) -> Result<Token, tokio_postgres::Error> {
    Ok(Token {
        id: row.try_get(0)?,
        user: row.try_get(1)?,
        title: row.try_get(2)?,
        groups: row.try_get(3)?,
        instances: row.try_get(4)?,
        created: row.try_get(5)?,
        until: row.try_get(6)?,
        expired: row.try_get(7)?,
        mark: row.try_get(8)?,
    })
}
