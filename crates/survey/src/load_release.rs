//! Loads one release: its tables side by side, then all of them visible at once.

use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicU64, Ordering},
    thread::available_parallelism,
};

use bytes::Bytes;
use futures_util::{SinkExt, future::try_join_all};
use pg_rows::{COPY_HEADER, COPY_TRAILER};
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    task::spawn_blocking,
};
use tokio_postgres::Client;

use crate::{
    Progress, Release, Survey, SurveyError,
    generate::generate,
    load::connect,
    marker,
    plan::Plan,
    relation::Relation,
    tables::{object_relations, small_tables},
    tuple::Tuples,
};

/// Blocks of rows that wait for each table's connection.
const BLOCKS_WAITING: usize = 2;

/// What comes to a table's connection.
enum Message {
    Rows(Tuples),
    /// All rows were sent. A channel that closes without it means that the making failed.
    End,
}

/// A release on its way into the database.
struct Loading<'a> {
    connection: &'a str,
    release: Release,
    objects: u64,
    /// The schema that holds the tables until they are complete.
    staging: String,
    progress: &'a dyn Progress,
    tables_finished: AtomicU64,
}

/// Loads a release and puts it in the place of what was there.
pub(crate) async fn load_release(
    connection: &str,
    survey: &Survey,
    release: Release,
    progress: &dyn Progress,
) -> Result<(), SurveyError> {
    let loading = Loading {
        connection,
        release,
        objects: release.objects(survey),
        staging: format!("{}_loading", release.schema()),
        progress,
        tables_finished: AtomicU64::new(0),
    };
    let client = connect(connection).await?;
    loading.execute(&client, "clear the way for", &loading.clear_sql()).await?;
    let survey = *survey;
    let plan = spawn_blocking(move || Plan::new(&survey, release)).await;
    let plan = plan.map_err(|_| SurveyError::Generator(release.id()))?;
    for (table, rows) in small_tables(&plan) {
        loading.load_small(&client, table, rows).await?;
    }
    loading.load_objects(plan).await?;
    loading.execute(&client, "publish", &loading.publish_sql(&survey)).await
}

impl Loading<'_> {
    fn clear_sql(&self) -> String {
        let staging = &self.staging;
        format!("DROP SCHEMA IF EXISTS {staging} CASCADE; CREATE SCHEMA {staging}")
    }

    fn publish_sql(&self, survey: &Survey) -> String {
        let (staging, schema, role) = (&self.staging, self.release.schema(), crate::QUERY_ROLE);
        let note = marker::note_sql(survey, self.release);
        format!(
            "BEGIN;
             DROP SCHEMA IF EXISTS {schema} CASCADE;
             ALTER SCHEMA {staging} RENAME TO {schema};
             GRANT USAGE ON SCHEMA {schema} TO {role};
             GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role};
             {note};
             COMMIT"
        )
    }

    async fn execute(&self, client: &Client, doing: &str, sql: &str) -> Result<(), SurveyError> {
        let step = format!("{doing} release `{}`", self.release.id());
        client.batch_execute(sql).await.map_err(SurveyError::database(step))
    }

    /// Loads a table whose rows are at hand.
    async fn load_small(&self, client: &Client, table: &Relation, rows: Tuples) -> Result<(), SurveyError> {
        let (sender, receiver) = channel(2);
        // Room for both: neither fails nor waits.
        let _ = sender.send(Message::Rows(rows)).await;
        let _ = sender.send(Message::End).await;
        self.load_table(client, table, receiver, |_| ()).await
    }

    /// Loads the tables that are filled object by object, each over a connection of its own.
    async fn load_objects(&self, plan: Plan) -> Result<(), SurveyError> {
        let release = self.release;
        let tables = object_relations(release);
        let total = tables.len() as u64;
        let (senders, receivers): (Vec<_>, Vec<_>) = tables.iter().map(|_| channel(BLOCKS_WAITING)).unzip();
        let making = spawn_blocking(move || send_rows(&plan, &senders));
        let tables = tables.into_iter().zip(receivers).enumerate();
        let loading = try_join_all(tables.map(|(place, (table, receiver))| async move {
            let client = connect(self.connection).await?;
            let stage = format!("{} rows", release.id());
            // The first table has a row for each object.
            let report = |rows| {
                if place == 0 {
                    self.progress.report(&stage, rows, self.objects)
                }
            };
            self.load_table(&client, table, receiver, report).await?;
            let finished = self.tables_finished.fetch_add(1, Ordering::Relaxed) + 1;
            self.progress.report(&format!("{} tables", release.id()), finished, total);
            Ok(())
        }));
        // A table that fails ends the making, since nobody takes its rows any more.
        loading.await?;
        making.await.unwrap_or(Err(SurveyError::Generator(release.id())))
    }

    /// Makes a table, copies its rows and indexes it, in one transaction.
    async fn load_table(
        &self,
        client: &Client,
        table: &Relation,
        rows: Receiver<Message>,
        report: impl Fn(u64),
    ) -> Result<(), SurveyError> {
        let create = format!("BEGIN; {}", table.create_sql(&self.staging));
        self.execute(client, &format!("make table `{}` of", table.name), &create).await?;
        self.copy(client, table, rows, report).await?;
        let finish = format!("{}; COMMIT", table.finish_sql(&self.staging));
        self.execute(client, &format!("index table `{}` of", table.name), &finish).await
    }

    async fn copy(
        &self,
        client: &Client,
        table: &Relation,
        mut rows: Receiver<Message>,
        report: impl Fn(u64),
    ) -> Result<(), SurveyError> {
        let failed = || {
            SurveyError::database(format!("copy table `{}` of release `{}`", table.name, self.release.id()))
        };
        let sink = client.copy_in(&table.copy_sql(&self.staging)).await.map_err(failed())?;
        let mut sink = std::pin::pin!(sink);
        sink.send(Bytes::from_static(COPY_HEADER)).await.map_err(failed())?;
        let mut copied = 0;
        loop {
            match rows.recv().await {
                Some(Message::Rows(rows)) => {
                    copied += rows.rows();
                    sink.send(Bytes::from(rows.into_bytes())).await.map_err(failed())?;
                    report(copied);
                }
                Some(Message::End) => break,
                None => return Err(SurveyError::Generator(self.release.id())),
            }
        }
        sink.send(Bytes::from_static(COPY_TRAILER)).await.map_err(failed())?;
        sink.finish().await.map_err(failed())?;
        Ok(())
    }
}

/// Makes all rows and sends each table's to its connection.
fn send_rows(plan: &Plan, senders: &[Sender<Message>]) -> Result<(), SurveyError> {
    let threads = available_parallelism().map_or(1, usize::from);
    let mut wanted = true;
    generate(plan, threads, |block| {
        wanted = senders
            .iter()
            .zip(block.tables)
            .all(|(sender, rows)| sender.blocking_send(Message::Rows(rows)).is_ok());
        if wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    if wanted {
        for sender in senders {
            // A table that has failed says so itself.
            let _ = sender.blocking_send(Message::End);
        }
    }
    Ok(())
}
