//! Sessions: their rows in the database, under the hash of the value that their user holds.

use std::time::{Duration, Instant};

use postgres_types::Type;
use tokio_postgres::Row;

use crate::digest::{secret, sha256_hex};
use crate::grants::Grant;
use crate::state::{State, TELL, Value, unreadable};
use crate::{Refused, Settings};

/// A session that was begun or got a new value.
pub(crate) struct Begun {
    pub value: String,
    pub lasts_secs: u64,
    pub user: String,
}

/// Seconds for which the old value of a session still serves, for the requests that are under way with it.
const GRACE_SECS: f64 = 30.0;

const BEGIN: &str = "WITH gone AS (DELETE FROM armilla.sessions WHERE idle_until < clock_timestamp()) \
     INSERT INTO armilla.sessions (hash, family, name, mark, created, idle_until, until) \
     VALUES ($1, $1, $2, $3, clock_timestamp(), \
       clock_timestamp() + make_interval(secs => least($4, $5)), clock_timestamp() + make_interval(secs => $5))";

/// Reads a session and puts its end off, not oftener than after a tenth of the time that it may be idle.
const USE: &str = "WITH used AS (UPDATE armilla.sessions \
       SET idle_until = least(until, clock_timestamp() + make_interval(secs => $2)) \
       WHERE hash = $1 AND NOT renewed AND idle_until BETWEEN clock_timestamp() \
         AND least(until, clock_timestamp() + make_interval(secs => $2 * 0.9)) AND idle_until < until \
       RETURNING idle_until) \
     SELECT name, mark, extract(epoch FROM \
         coalesce((SELECT idle_until FROM used), idle_until) - clock_timestamp())::float8, \
       CASE WHEN renewed THEN NULL \
         ELSE greatest(0, $3 - extract(epoch FROM clock_timestamp() - created))::float8 END \
     FROM armilla.sessions WHERE hash = $1 AND idle_until > clock_timestamp()";

const RENEW: &str = "WITH old AS (UPDATE armilla.sessions SET renewed = true, \
       idle_until = least(idle_until, clock_timestamp() + make_interval(secs => $3)) \
       WHERE hash = $1 AND NOT renewed AND idle_until > clock_timestamp() RETURNING family, name, mark, until) \
     INSERT INTO armilla.sessions (hash, family, name, mark, created, idle_until, until) \
     SELECT $2, family, name, mark, clock_timestamp(), \
       least(until, clock_timestamp() + make_interval(secs => $4)), until FROM old \
     RETURNING name, extract(epoch FROM idle_until - clock_timestamp())::float8";

/// Ends all values of a session.
const END: &str = "DELETE FROM armilla.sessions \
     WHERE family IN (SELECT family FROM armilla.sessions WHERE hash = $1)";

/// Begins a session.
pub(crate) async fn begin(
    state: &State,
    settings: &Settings,
    name: &str,
    mark: &str,
) -> Result<Begun, Refused> {
    let value = new_value()?;
    let hash = sha256_hex(&value);
    let (idle, max) = secs(settings);
    let values: &[Value<'_>] = &[
        (&hash, Type::TEXT),
        (&name, Type::TEXT),
        (&mark, Type::TEXT),
        (&idle, Type::FLOAT8),
        (&max, Type::FLOAT8),
    ];
    state.rows(BEGIN, values).await?;
    let lasts_secs = u64::from(settings.session_idle_secs.min(settings.session_max_secs));
    Ok(Begun { value, lasts_secs, user: name.to_owned() })
}

/// The session of that hash, which counts as used.
pub(crate) async fn find(state: &State, settings: &Settings, hash: &str) -> Result<Option<Grant>, Refused> {
    let idle = secs(settings).0;
    let renewal = f64::from(settings.renewal_secs());
    let values: &[Value<'_>] = &[(&hash, Type::TEXT), (&idle, Type::FLOAT8), (&renewal, Type::FLOAT8)];
    let rows = state.rows(USE, values).await?;
    rows.first().map(grant).transpose().map_err(unreadable)
}

/// A new value for a session; `None` where it has ended, or has got one already.
pub(crate) async fn renew(state: &State, settings: &Settings, hash: &str) -> Result<Option<Begun>, Refused> {
    let value = new_value()?;
    let new = sha256_hex(&value);
    let idle = secs(settings).0;
    let values: &[Value<'_>] =
        &[(&hash, Type::TEXT), (&new, Type::TEXT), (&GRACE_SECS, Type::FLOAT8), (&idle, Type::FLOAT8)];
    let rows = state.rows(RENEW, values).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let user: String = row.try_get(0).map_err(unreadable)?;
    let lasts: f64 = row.try_get(1).map_err(unreadable)?;
    Ok(Some(Begun { value, lasts_secs: lasts.max(0.0) as u64, user }))
}

/// Ends a session with all its values, on all hosts.
pub(crate) async fn end(state: &State, hash: &str) -> Result<(), Refused> {
    state.rows(END, &[(&hash, Type::TEXT)]).await?;
    state.rows(TELL, &[]).await.map(drop)
}

fn grant(row: &Row) -> Result<Grant, tokio_postgres::Error> {
    let after = |secs: f64| Instant::now() + Duration::try_from_secs_f64(secs).unwrap_or_default();
    Ok(Grant {
        user: row.try_get(0)?,
        mark: row.try_get(1)?,
        groups: None,
        instances: None,
        until: after(row.try_get(2)?),
        renewal: row.try_get::<_, Option<f64>>(3)?.map(after),
    })
}

fn new_value() -> Result<String, Refused> {
    secret().map_err(|error| {
        tracing::error!("no random numbers: {error}");
        Refused::Unavailable { retry_after_secs: 1 }
    })
}

fn secs(settings: &Settings) -> (f64, f64) {
    (f64::from(settings.session_idle_secs), f64::from(settings.session_max_secs))
}
