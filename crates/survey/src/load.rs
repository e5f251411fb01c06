//! Loads the survey into PostgreSQL, or finds it loaded.

use tokio_postgres::{Client, NoTls};

use crate::{Progress, Project, Release, Survey, SurveyError, load_release::load_release, marker};

/// The key of the advisory lock that makes hosts on one database load one after the other.
const LOCK: i64 = i64::from_be_bytes(*b"armillas");

/// What [`load`] did with a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// The release.
    pub release: Release,
    /// Its number of objects.
    pub objects: u64,
    /// Whether it was there already.
    pub reused: bool,
}

/// Makes the database at `connection` (a libpq connection string, Unix socket or plain TCP) hold the releases of a survey.
///
/// A release that is there with the same seed, number of objects and version of this program stays as it is; another is
/// replaced in one step once all its rows are there, so that readers never see half of it. The user of the connection
/// must be allowed to make schemas and roles; [`crate::QUERY_ROLE`] is made and may then read all tables.
///
/// Needs a tokio runtime. Dropping the future ends the work; what was not finished is removed by the next call.
pub async fn load(
    connection: &str,
    survey: Survey,
    project: Project,
    progress: &dyn Progress,
) -> Result<Vec<Loaded>, SurveyError> {
    let client = connect(connection).await?;
    let lock = client.execute("SELECT pg_advisory_lock($1)", &[&LOCK]).await;
    lock.map_err(SurveyError::database("wait for another loading of the demo survey"))?;
    marker::prepare(&client).await?;
    let ensure = |release: &Release| ensure(connection, &client, survey, *release, progress);
    // The lock ends with the connection.
    futures_util::future::try_join_all(project.releases().iter().map(ensure)).await
}

async fn ensure(
    connection: &str,
    client: &Client,
    survey: Survey,
    release: Release,
    progress: &dyn Progress,
) -> Result<Loaded, SurveyError> {
    let reused = marker::is_loaded(client, &survey, release).await?;
    if !reused {
        load_release(connection, &survey, release, progress).await?;
    }
    Ok(Loaded { release, objects: release.objects(&survey), reused })
}

/// Opens a connection and drives it until the client is dropped.
pub(crate) async fn connect(connection: &str) -> Result<Client, SurveyError> {
    let connected = tokio_postgres::connect(connection, NoTls).await;
    let (client, connection) = connected.map_err(SurveyError::database("connect to the demo database"))?;
    // Its errors reach the client's calls as well.
    tokio::spawn(connection);
    Ok(client)
}

#[cfg(test)]
mod tests;
