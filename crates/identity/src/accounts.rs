//! The users of the table `armilla.users`, as commands change them and as hosts read them.

use std::sync::Arc;

use database::{Client, DbError};
use postgres_types::Type;
use tokio_postgres::Row;

use crate::state::{State, TELL, Value, unreadable};
use crate::{PasswordHash, Refused, User, Users};

const COLUMNS: &str = "SELECT name, password, groups, disabled FROM armilla.users";

const ADD: &str = "INSERT INTO armilla.users (name, password, groups) VALUES ($1, $2, $3) \
     ON CONFLICT DO NOTHING RETURNING name";

/// All users of the table.
pub async fn list(client: &Client) -> Result<Users, DbError> {
    let rows = client.query_typed(COLUMNS, &[]).await?;
    let users: Vec<Option<User>> = rows.iter().map(user).collect::<Result<_, _>>()?;
    Ok(users.into_iter().flatten().collect())
}

/// Adds a user; `false` where one of that name is there.
pub async fn add(
    client: &Client,
    name: &str,
    password: &PasswordHash,
    groups: &[String],
) -> Result<bool, DbError> {
    let phc = password.as_phc();
    changed(client, ADD, &[(&name, Type::TEXT), (&phc, Type::TEXT), (&groups, Type::TEXT_ARRAY)]).await
}

/// Gives a user another password; `false` where there is no such user.
pub async fn set_password(client: &Client, name: &str, password: &PasswordHash) -> Result<bool, DbError> {
    let sql = "UPDATE armilla.users SET password = $2 WHERE name = $1 RETURNING name";
    changed(client, sql, &[(&name, Type::TEXT), (&password.as_phc(), Type::TEXT)]).await
}

/// Removes a user; `false` where there is no such user.
pub async fn remove(client: &Client, name: &str) -> Result<bool, DbError> {
    let sql = "DELETE FROM armilla.users WHERE name = $1 RETURNING name";
    changed(client, sql, &[(&name, Type::TEXT)]).await
}

/// The user of that name.
pub(crate) async fn find(state: &State, name: &str) -> Result<Option<Arc<User>>, Refused> {
    let rows = state.rows(&format!("{COLUMNS} WHERE name = $1"), &[(&name, Type::TEXT)]).await?;
    let found = rows.first().map(user).transpose().map_err(unreadable)?;
    Ok(found.flatten().map(Arc::new))
}

async fn changed(client: &Client, sql: &str, values: &[Value<'_>]) -> Result<bool, DbError> {
    let rows = client.query_typed(sql, values).await?;
    client.batch_execute(TELL).await?;
    Ok(!rows.is_empty())
}

/// A user, unless his hash is none of ours.
fn user(row: &Row) -> Result<Option<User>, tokio_postgres::Error> {
    let name: String = row.try_get(0)?;
    match PasswordHash::parse(row.try_get(1)?) {
        Ok(password) => Ok(Some(User::new(&name, password, row.try_get(2)?, row.try_get(3)?))),
        Err(fault) => {
            tracing::warn!("user `{name}` of the table armilla.users cannot log in: {fault}");
            Ok(None)
        }
    }
}
