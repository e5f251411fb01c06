//! The statements of the queue; each is atomic, and all time is the database's.

use std::sync::LazyLock;

/// How often a job is begun at most; a host that dies again and again may die of the job.
pub const ATTEMPTS_MAX: u32 = 3;

/// The phase of a job that was deleted, in what hosts tell each other on the channel `armilla_jobs`: `ID REVISION PHASE`.
pub(crate) const GONE: &str = "GONE";

/// What is set on each connection. A job that a client was told of must survive a crash of the server.
pub(crate) const SETUP: &str =
    "SET synchronous_commit = on; SET statement_timeout = '30s'; SET timezone = 'UTC'; LISTEN armilla_jobs";

pub(crate) static INSERT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO armilla.jobs (id, instance, owner, run_id, parameters, files, phase, duration_secs, \
           created, queued, destruction, account, running_max, queued_max, only_groups) \
         SELECT $1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN 'QUEUED' ELSE 'PENDING' END, $8, {NOW}, \
           CASE WHEN $7 THEN clock_timestamp() END, {destruction}, $13, $14, $15, $17::text[] \
         WHERE ($3 = '' OR (SELECT count(*) FROM armilla.jobs WHERE owner = $3) < $12) \
           AND ($13 = '' OR NOT $7 OR $15 IS NULL \
             OR (SELECT count(*) FROM armilla.jobs WHERE account = $13 AND phase = 'QUEUED') < $15) \
           AND ($13 = '' OR $16 IS NULL \
             OR (SELECT coalesce(sum(result_bytes), 0) FROM armilla.jobs WHERE account = $13) < $16) \
         RETURNING {columns}, {NOTICE}",
        destruction = destruction("$9", "make_interval(secs => $10)", "$11"),
        columns = columns(),
    )
});

pub(crate) static GET: LazyLock<String> = LazyLock::new(|| {
    format!("SELECT {} FROM armilla.jobs WHERE id = $1 AND instance = $2 AND {ALIVE}", columns())
});

pub(crate) static LIST: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT {} FROM armilla.jobs WHERE instance = $1 AND owner = $2 AND {ALIVE} \
         AND (cardinality($3) = 0 OR phase = ANY($3)) AND ($4::text IS NULL OR jobs.created > $4::text::timestamptz) \
         AND ($6::text[] IS NULL OR only_groups <@ $6::text[]) \
         ORDER BY jobs.created DESC, id LIMIT $5",
        columns()
    )
});

/// Of a PENDING job, or of the destruction alone in any phase, or of the duration before the job runs.
pub(crate) static CHANGE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE armilla.jobs SET run_id = coalesce($3, run_id), parameters = coalesce($4, parameters), \
           files = coalesce($5, files), duration_secs = coalesce($6, duration_secs), \
           destruction = CASE WHEN $7::text IS NULL THEN jobs.destruction ELSE {destruction} END \
         WHERE id = $1 AND instance = $2 AND {ALIVE} AND (phase = 'PENDING' OR \
           (coalesce($3, $4, $5) IS NULL AND ($6 IS NULL OR phase = 'QUEUED'))) \
         RETURNING {columns}",
        destruction = destruction("$7", "interval '0'", "$8"),
        columns = columns(),
    )
});

pub(crate) static RUN: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE armilla.jobs SET phase = 'QUEUED', queued = clock_timestamp(), revision = revision + 1 \
         WHERE id = $1 AND instance = $2 AND {ALIVE} AND phase = 'PENDING' \
           AND (queued_max IS NULL OR account = '' OR (SELECT count(*) FROM armilla.jobs others \
             WHERE others.account = jobs.account AND others.phase = 'QUEUED') < queued_max) \
         RETURNING {}, {NOTICE}",
        columns()
    )
});

/// How many jobs of an account wait, and how many may by the named job's own limit.
pub(crate) const WAITING: &str = "SELECT queued_max, (SELECT count(*) FROM armilla.jobs others \
     WHERE others.account = jobs.account AND others.phase = 'QUEUED') FROM armilla.jobs WHERE id = $1";

/// The bytes of the results of an account, and its largest jobs.
pub(crate) const RESULTS: &str = "SELECT id, result_bytes, (sum(result_bytes) OVER ())::bigint FROM armilla.jobs \
     WHERE account = $1 AND result_bytes > 0 ORDER BY result_bytes DESC, id LIMIT 5";

/// What an account has: jobs that run, jobs that wait, bytes of results.
pub(crate) const USED: &str = "SELECT count(*) FILTER (WHERE phase = 'EXECUTING'), \
       count(*) FILTER (WHERE phase = 'QUEUED'), coalesce(sum(result_bytes), 0)::bigint \
     FROM armilla.jobs WHERE account = $1 AND account <> ''";

pub(crate) static ABORT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE armilla.jobs SET phase = 'ABORTED', ended = {NOW}, {RELEASED} \
         WHERE id = $1 AND instance = $2 AND {ALIVE} AND phase IN ('PENDING', 'QUEUED', 'EXECUTING') \
         RETURNING {}, {NOTICE}",
        columns()
    )
});

pub(crate) static DELETE: LazyLock<String> = LazyLock::new(|| {
    format!("DELETE FROM armilla.jobs WHERE id = $1 AND instance = $2 RETURNING id, {GONE_NOTICE}")
});

pub(crate) static DELETE_EXPIRED: LazyLock<String> = LazyLock::new(|| {
    format!(
        "DELETE FROM armilla.jobs WHERE id IN (SELECT id FROM armilla.jobs WHERE NOT ({ALIVE}) \
           LIMIT 1000 FOR UPDATE SKIP LOCKED) RETURNING id, {GONE_NOTICE}"
    )
});

/// The next job: of the user with the fewest that run, then the one that waits longest. A job of a service that no host
/// offers is claimed as well, to be ended. `$5` seconds after its last sign a host is taken for dead.
pub(crate) static CLAIM: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE armilla.jobs SET phase = 'EXECUTING', revision = revision + 1, fence = fence + 1, \
           attempts = attempts + 1, host = $1, claimed = clock_timestamp(), started = coalesce(jobs.started, {NOW}), \
           lease_until = clock_timestamp() + make_interval(secs => $2), progress = NULL \
         WHERE id = (SELECT waiting.id FROM armilla.jobs waiting LEFT JOIN \
             (SELECT account, count(*) AS jobs FROM armilla.jobs WHERE phase = 'EXECUTING' AND account <> '' \
              GROUP BY account) busy ON busy.account = waiting.account \
           WHERE waiting.phase = 'QUEUED' AND waiting.destruction > clock_timestamp() \
             AND ((waiting.owner = '' AND waiting.running_max IS NULL) \
               OR coalesce(busy.jobs, 0) < coalesce(waiting.running_max, $3)) \
             AND (waiting.instance = ANY($4) OR NOT EXISTS (SELECT FROM armilla.hosts \
               WHERE waiting.instance = ANY(hosts.instances) AND hosts.id <> $1 \
                 AND hosts.seen > clock_timestamp() - make_interval(secs => $5))) \
           ORDER BY coalesce(busy.jobs, 0), waiting.queued, waiting.id LIMIT 1 FOR UPDATE OF waiting SKIP LOCKED) \
         RETURNING {}, {NOTICE}",
        columns()
    )
});

pub(crate) static FINISH: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE armilla.jobs SET phase = $3, outcome = $4, error = $5, error_transient = $6, result_bytes = $7, error_detail = $8, \
           ended = {NOW}, {RELEASED} WHERE id = $1 AND fence = $2 AND phase = 'EXECUTING' RETURNING id, revision, phase, {NOTICE}"
    )
});

/// Gives a claim back; the attempt does not count.
pub(crate) static GIVE_BACK: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE armilla.jobs SET phase = 'QUEUED', attempts = attempts - 1, progress = NULL, {RELEASED} \
         WHERE id = $1 AND fence = $2 AND phase = 'EXECUTING' RETURNING id, revision, phase, {NOTICE}"
    )
});

pub(crate) const RENEW: &str = "UPDATE armilla.jobs SET lease_until = clock_timestamp() + make_interval(secs => $3), \
       progress = coalesce(held.progress, jobs.progress) \
     FROM unnest($1, $2, $4) AS held(id, fence, progress) \
     WHERE jobs.id = held.id AND jobs.fence = held.fence AND phase = 'EXECUTING'";

pub(crate) static EXPIRE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "UPDATE armilla.jobs SET phase = CASE WHEN attempts < {ATTEMPTS_MAX} THEN 'QUEUED' ELSE 'ERROR' END, \
           ended = CASE WHEN attempts < {ATTEMPTS_MAX} THEN NULL ELSE {NOW} END, \
           error = CASE WHEN attempts < {ATTEMPTS_MAX} THEN NULL ELSE \
             'the service stopped {ATTEMPTS_MAX} times while it ran this job; try it again later' END, \
           error_transient = attempts >= {ATTEMPTS_MAX}, progress = NULL, {RELEASED} \
         WHERE id IN (SELECT id FROM armilla.jobs WHERE phase = 'EXECUTING' AND lease_until < clock_timestamp() \
           FOR UPDATE SKIP LOCKED) RETURNING id, revision, phase, {NOTICE}"
    )
});

/// How jobs are that somebody waits for or that run here.
pub(crate) const STATES: &str = "SELECT id, revision, phase, fence FROM armilla.jobs WHERE id = ANY($1)";

/// The jobs, of those named, that may have files of a run that counts no more; `$2` is whether to look at all.
pub(crate) const STALE: &str = "SELECT id, phase, fence FROM armilla.jobs WHERE id = ANY($1) \
     AND (fence > 1 OR (fence > 0 AND phase NOT IN ('EXECUTING', 'COMPLETED'))) \
     AND ($2 OR ended IS NULL OR ended > clock_timestamp() - interval '10 minutes')";

/// The columns of a job as [`crate::Job`] reads them.
pub(crate) fn columns() -> String {
    let instant = |expression: &str, name: &str| {
        format!("to_char(({expression}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') AS {name}")
    };
    let quote = "CASE WHEN jobs.phase IN ('PENDING', 'QUEUED') THEN clock_timestamp() WHEN jobs.phase = 'EXECUTING' \
           THEN jobs.claimed END \
         + make_interval(secs => jobs.duration_secs)";
    format!(
        "id, instance, owner, only_groups, run_id, parameters, files, phase, revision, duration_secs, {}, {}, {}, {}, {}, \
         progress, outcome, error, error_transient, error_detail, fence",
        instant("jobs.created", "created"),
        instant("jobs.started", "started"),
        instant("jobs.ended", "ended"),
        instant("jobs.destruction", "destruction"),
        instant(quote, "quote"),
    )
}

/// Whole milliseconds, as they are shown, so that a filter by what was shown is exact.
const NOW: &str = "date_trunc('milliseconds', clock_timestamp())";

const ALIVE: &str = "destruction > clock_timestamp()";

const RELEASED: &str = "host = NULL, lease_until = NULL, revision = revision + 1";

const NOTICE: &str = "pg_notify('armilla_jobs', id || ' ' || revision || ' ' || phase)";

const GONE_NOTICE: &str = "pg_notify('armilla_jobs', id || ' 0 GONE')";

/// An instant that was asked for, from now to the latest that is allowed; nothing asked is `default` from now.
fn destruction(asked: &str, default: &str, longest_secs: &str) -> String {
    format!(
        "date_trunc('milliseconds', greatest(clock_timestamp(), least(\
           coalesce({asked}::text::timestamptz, clock_timestamp() + {default}), \
           clock_timestamp() + make_interval(secs => {longest_secs}))))"
    )
}
