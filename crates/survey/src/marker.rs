//! The note in the database that says what is loaded.

use tokio_postgres::Client;

use crate::{Release, Survey, SurveyError, release::FORMAT, tables::relations};

/// Makes the place of the notes, and the role that may read the tables. The caller holds the lock of the loading.
pub(crate) async fn prepare(client: &Client) -> Result<(), SurveyError> {
    let role = crate::QUERY_ROLE;
    let sql = format!(
        "CREATE SCHEMA IF NOT EXISTS armilla_survey;
         CREATE TABLE IF NOT EXISTS armilla_survey.release (
             id text PRIMARY KEY,
             seed bigint NOT NULL,
             objects bigint NOT NULL,
             format integer NOT NULL,
             loaded_at timestamptz NOT NULL DEFAULT now()
         );
         DO $$ BEGIN
             IF to_regrole('{role}') IS NULL THEN CREATE ROLE {role} NOLOGIN; END IF;
         EXCEPTION WHEN duplicate_object OR unique_violation THEN
             NULL; -- Roles belong to the server: a loading into another database has made it meanwhile.
         END $$"
    );
    client.batch_execute(&sql).await.map_err(SurveyError::database("prepare the demo database"))
}

/// Whether the database holds exactly this release of this survey.
pub(crate) async fn is_loaded(
    client: &Client,
    survey: &Survey,
    release: Release,
) -> Result<bool, SurveyError> {
    let tables: Vec<String> =
        relations(release).iter().map(|table| format!("{}.{}", release.schema(), table.name)).collect();
    let sql = "SELECT count(*) = 1 AND (SELECT count(to_regclass(name)) = count(*) FROM unnest($5::text[]) AS t(name))
               FROM armilla_survey.release WHERE id = $1 AND seed = $2 AND objects = $3 AND format = $4";
    let (seed, objects) = numbers(survey, release);
    let row = client.query_one(sql, &[&release.id(), &seed, &objects, &FORMAT, &tables]).await;
    Ok(row.map_err(SurveyError::database("read what is loaded"))?.get(0))
}

/// The statement that notes a release as loaded.
pub(crate) fn note_sql(survey: &Survey, release: Release) -> String {
    let (seed, objects) = numbers(survey, release);
    format!(
        "INSERT INTO armilla_survey.release (id, seed, objects, format)
         VALUES ('{}', {seed}, {objects}, {FORMAT})
         ON CONFLICT (id) DO UPDATE SET seed = excluded.seed, objects = excluded.objects,
             format = excluded.format, loaded_at = excluded.loaded_at",
        release.id()
    )
}

/// Seed and number of objects as PostgreSQL stores them.
fn numbers(survey: &Survey, release: Release) -> (i64, i64) {
    (survey.seed().cast_signed(), release.objects(survey).cast_signed())
}
