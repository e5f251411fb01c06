//! The tables of the queue, in the host's own schema.

/// Makes what is not there; several hosts may run it at once. It is one simple query, hence one transaction.
pub(crate) const CREATE: &str = "
BEGIN;
SELECT pg_advisory_xact_lock(4729016253381);
CREATE SCHEMA IF NOT EXISTS armilla;
CREATE TABLE IF NOT EXISTS armilla.queue (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  id text NOT NULL
);
CREATE TABLE IF NOT EXISTS armilla.hosts (
  id text PRIMARY KEY,
  machine text NOT NULL,
  backend integer NOT NULL,
  seen timestamptz NOT NULL,
  in_folder boolean NOT NULL,
  shared boolean NOT NULL,
  instances text[] NOT NULL
);
CREATE TABLE IF NOT EXISTS armilla.jobs (
  id text PRIMARY KEY,
  instance text NOT NULL,
  owner text NOT NULL,
  run_id text NOT NULL,
  parameters text NOT NULL,
  files text NOT NULL,
  phase text NOT NULL,
  revision bigint NOT NULL DEFAULT 1,
  duration_secs bigint NOT NULL,
  created timestamptz NOT NULL,
  queued timestamptz,
  claimed timestamptz,
  started timestamptz,
  ended timestamptz,
  destruction timestamptz NOT NULL,
  progress double precision,
  outcome text,
  error text,
  error_transient boolean NOT NULL DEFAULT false,
  host text,
  fence bigint NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  lease_until timestamptz
);
ALTER TABLE armilla.jobs
  ADD COLUMN IF NOT EXISTS account text NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS running_max bigint,
  ADD COLUMN IF NOT EXISTS queued_max bigint,
  ADD COLUMN IF NOT EXISTS result_bytes bigint NOT NULL DEFAULT 0,
  ADD COLUMN IF NOT EXISTS only_groups text[],
  ADD COLUMN IF NOT EXISTS error_detail text;
UPDATE armilla.jobs SET account = owner WHERE account = '' AND owner <> '';
CREATE INDEX IF NOT EXISTS jobs_by_account ON armilla.jobs (account) WHERE account <> '';
CREATE INDEX IF NOT EXISTS jobs_by_owner ON armilla.jobs (owner, instance, created);
CREATE INDEX IF NOT EXISTS jobs_by_destruction ON armilla.jobs (destruction);
CREATE INDEX IF NOT EXISTS jobs_queued ON armilla.jobs (queued) WHERE phase = 'QUEUED';
CREATE INDEX IF NOT EXISTS jobs_executing ON armilla.jobs (owner) WHERE phase = 'EXECUTING';
COMMIT";
