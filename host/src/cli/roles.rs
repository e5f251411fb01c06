//! Which layers of protection are missing in the database, and what somebody has to run there.

use catalogue::{Scope, Viewer};
use grants::{Role, Unguarded};
use jiff::Timestamp;

use super::args::Folder;
use super::failure::Failure;
use super::workbench::Workbench;
use crate::app::{Databases, unusable};
use crate::services::roles::{naming, needed};

/// What is missing for what instances publish.
#[derive(Default)]
pub struct Missing {
    /// The lines of a script that makes the roles; none where the login may make them itself, or they are there.
    pub script: Vec<String>,
    /// Tables whose row filters are no row-level security.
    pub unguarded: Vec<Unguarded>,
}

/// Looks in the database; roles that the settings do not want are not missing.
pub fn missing(folder: &Folder, published: &[Scope]) -> Result<Missing, Failure> {
    let bench = Workbench::open(folder)?;
    let settings = &bench.config.host.database;
    match settings.roles {
        true => bench.runtime.block_on(looked_for(settings, published)),
        false => Ok(Missing::default()),
    }
}

async fn looked_for(settings: &crate::config::Database, published: &[Scope]) -> Result<Missing, Failure> {
    let refused = |error: database::DbError| unusable(&error.for_log());
    let Databases { queries, state } = Databases::open(settings)?;
    let may = "SELECT rolsuper OR rolcreaterole FROM pg_catalog.pg_roles WHERE rolname = current_user";
    let may = state.rows(may).await.map_err(refused)?;
    let may = may.iter().any(|row| row.try_get(0).unwrap_or(false));
    let naming = naming(&queries, settings).await.map_err(refused)?;
    let mut roles: Vec<Role> = Vec::new();
    for whole in published {
        for viewer in viewers(whole) {
            for role in needed(&naming, &whole.visible_to(&viewer), whole) {
                if !roles.iter().any(|known| known.name == role.name) {
                    roles.push(role);
                }
            }
        }
    }
    let mut missing = Missing::default();
    for role in &roles {
        for one in grants::unguarded(&state, role).await.map_err(refused)? {
            if !missing.unguarded.contains(&one) {
                missing.unguarded.push(one);
            }
        }
        if !may {
            let made = grants::script(&state, role).await.map_err(|error| unusable(&error.to_string()))?;
            let guarded = grants::guard_script(&state, role).await.map_err(refused)?;
            missing.script.extend(made.iter().chain(&guarded).map(|statement| format!("{statement};")));
        }
    }
    // The day of the last use alone is no reason to ask anybody.
    match missing.script.iter().all(|line| line.starts_with("COMMENT ON ROLE")) {
        true => missing.script.clear(),
        false => missing.script.insert(0, head(settings)),
    }
    Ok(missing)
}

fn head(settings: &crate::config::Database) -> String {
    let login = match settings.query_connection {
        Some(_) => "",
        None => "-- Queries have no login of their own either: see `query_connection` in host.toml.\n",
    };
    format!(
        "-- One layer of protection is missing: queries run under `query_role`, not under a role for what each caller sees.\n\
         {login}-- Let the owner of the tables, or a superuser, run this; or let the login of `connection` make roles, and own them.\n\
         -- It serves the anonymous, each group and user that a rule names, and members of all groups."
    )
}

/// The anonymous, each user and each group by itself, and members of all groups.
fn viewers(whole: &Scope) -> Vec<Viewer> {
    let now = Timestamp::now();
    let audience = whole.audience();
    let of = |user: Option<&String>, groups: Vec<String>| Viewer { user: user.cloned(), groups, now };
    let groups = audience.groups.iter().map(|group| of(None, vec![group.clone()]));
    let users = audience.users.iter().map(|user| of(Some(user), Vec::new()));
    [Viewer::anonymous(now)]
        .into_iter()
        .chain(groups)
        .chain(users)
        .chain([of(None, audience.groups.iter().cloned().collect())])
        .collect()
}
