-- The first schema. PostgreSQL 14 subset. Times come from the database clock only.

CREATE TABLE installation (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- People and how they come in ------------------------------------------------------------------

CREATE TABLE "user" (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  role text NOT NULL CHECK (role IN ('admin', 'member', 'viewer')),
  email text,
  password_hash text,
  disabled_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX user_name ON "user" (lower(name));

CREATE TABLE session (
  token_hash text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES "user" ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  used_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES "user" ON DELETE CASCADE,
  name text NOT NULL,
  key_hash text NOT NULL UNIQUE,
  -- Set for keys that may report for one run only.
  run_id uuid,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX api_key_user ON api_key (user_id);

CREATE TABLE sign_in_link (
  key_hash text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES "user" ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);

CREATE TABLE idempotency_key (
  owner_id uuid NOT NULL,
  key text NOT NULL,
  body_hash text NOT NULL,
  -- NULL while the first request is still being answered.
  status int,
  reply jsonb,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (owner_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

-- Data ------------------------------------------------------------------------------------------

CREATE TABLE upload (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  location text NOT NULL,
  files int NOT NULL DEFAULT 0,
  size bigint NOT NULL DEFAULT 0,
  whole boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE dataset (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL UNIQUE,
  last_version int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE dataset_version (
  id uuid PRIMARY KEY,
  dataset_id uuid NOT NULL REFERENCES dataset,
  owner_id uuid NOT NULL,
  version int NOT NULL,
  digest text NOT NULL,
  kind text NOT NULL,
  samples bigint NOT NULL,
  size bigint NOT NULL,
  -- classes, units, rates_hz, seconds, conditions, channels, badge, notes
  facts jsonb NOT NULL,
  manifest jsonb NOT NULL,
  location text NOT NULL,
  run_id uuid,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (dataset_id, version),
  UNIQUE (dataset_id, digest)
);
CREATE INDEX dataset_version_digest ON dataset_version (digest);

CREATE TABLE split (
  digest text PRIMARY KEY,
  owner_id uuid NOT NULL,
  dataset_digest text NOT NULL,
  by_unit text NOT NULL,
  config jsonb NOT NULL,
  note text,
  companion_digest text,
  sizes jsonb NOT NULL,
  not_scored jsonb NOT NULL DEFAULT '[]',
  location text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX split_dataset ON split (dataset_digest);

-- Runs ------------------------------------------------------------------------------------------

CREATE SEQUENCE experiment_number AS int;
CREATE TABLE experiment (
  id uuid PRIMARY KEY,
  number int NOT NULL UNIQUE DEFAULT nextval('experiment_number'),
  owner_id uuid NOT NULL,
  name text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('sequential', 'parallel')),
  -- The experiment of runs that name none; one per owner.
  is_default boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX experiment_default ON experiment (owner_id) WHERE is_default;
CREATE INDEX experiment_name ON experiment (lower(name));

CREATE SEQUENCE run_number AS int;
-- Narrow and updated in place (HOT): what is wide or searched lies in run_record and run_search.
CREATE TABLE run (
  id uuid PRIMARY KEY,
  number int NOT NULL UNIQUE DEFAULT nextval('run_number'),
  owner_id uuid NOT NULL,
  experiment_id uuid NOT NULL REFERENCES experiment,
  executor text NOT NULL CHECK (executor IN ('worker', 'external')),
  name text NOT NULL,
  trainer text,
  preset text,
  status text NOT NULL CHECK (status IN
    ('queued', 'running', 'pausing', 'paused', 'stopping', 'stopped', 'completed', 'failed', 'cancelled')),
  priority smallint NOT NULL DEFAULT 1 CHECK (priority BETWEEN 0 AND 2),
  dataset_name text,
  dataset_version int,
  dataset_digest text,
  split_by text,
  split_note text,
  seed bigint,
  threads int,
  gpus int NOT NULL DEFAULT 0,
  time_limit_s double precision,
  badge text,
  kept boolean NOT NULL DEFAULT false,
  progress jsonb NOT NULL DEFAULT '{}',
  reason jsonb,
  -- The fence: who may write for this run. worker_id is NULL while nobody carries it.
  attempt int NOT NULL DEFAULT 0,
  worker_id uuid,
  retries int NOT NULL DEFAULT 0,
  retries_since_checkpoint int NOT NULL DEFAULT 0,
  last_seq bigint NOT NULL DEFAULT 0,
  last_line bigint NOT NULL DEFAULT 0,
  continued_from_run uuid REFERENCES run,
  continued_from_checkpoint text,
  reproduces uuid REFERENCES run,
  parent_id uuid REFERENCES run,
  upload_id uuid REFERENCES upload,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  queued_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  running_since timestamptz,
  running_ms bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 70);
CREATE INDEX run_status ON run (status);
CREATE INDEX run_experiment ON run (experiment_id, number);
CREATE INDEX run_created ON run (created_at DESC, id DESC);
CREATE INDEX run_owner ON run (owner_id);
CREATE INDEX run_trainer ON run (trainer);
CREATE INDEX run_dataset ON run (dataset_name);
CREATE INDEX run_parent ON run (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX run_continued ON run (continued_from_run) WHERE continued_from_run IS NOT NULL;
CREATE INDEX run_reproduces ON run (reproduces) WHERE reproduces IS NOT NULL;

CREATE TABLE run_record (
  run_id uuid PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  notes text NOT NULL DEFAULT '',
  frozen jsonb,
  -- Host, processor, versions: circumstances that a repeat is held against.
  circumstances jsonb
);

CREATE TABLE run_search (
  run_id uuid PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  doc tsvector NOT NULL
);
CREATE INDEX run_search_doc ON run_search USING gin (doc);

CREATE TABLE run_tag (
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (run_id, key)
);
CREATE INDEX run_tag_key ON run_tag (key, md5(value));

CREATE TABLE run_parameter (
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  key text NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (run_id, key)
);

CREATE TABLE run_event (
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  seq bigint NOT NULL,
  kind text NOT NULL,
  data jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run_id, seq)
);

-- The topic `runs`: submissions and moves of all runs, numbered without gaps.
CREATE TABLE topic (
  name text PRIMARY KEY,
  last_seq bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20);
INSERT INTO topic (name) VALUES ('runs');
CREATE TABLE topic_event (
  topic text NOT NULL,
  seq bigint NOT NULL,
  run_id uuid NOT NULL,
  run_seq bigint NOT NULL,
  PRIMARY KEY (topic, seq)
);

-- Deferred to the commit: the topic's row is the last lock that any transaction takes, so that none waits for another in a circle.
CREATE FUNCTION number_topic_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  next bigint;
BEGIN
  UPDATE topic SET last_seq = last_seq + 1 WHERE name = 'runs' RETURNING last_seq INTO next;
  INSERT INTO topic_event (topic, seq, run_id, run_seq) VALUES ('runs', next, NEW.run_id, NEW.seq);
  PERFORM pg_notify('trainyard_event', 'runs=' || next);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER run_event_topic AFTER INSERT ON run_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind IN ('run-submitted', 'status-changed'))
  EXECUTE FUNCTION number_topic_event();

CREATE TABLE worker (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  host text NOT NULL,
  pid int NOT NULL,
  -- Tells a process from a later one with the same pid.
  boot text NOT NULL DEFAULT '',
  status text NOT NULL DEFAULT 'ready' CHECK (status IN ('ready', 'draining', 'lost', 'gone')),
  slots int NOT NULL,
  gpus int[] NOT NULL DEFAULT '{}',
  info jsonb NOT NULL DEFAULT '{}',
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_beat_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);
CREATE INDEX worker_host ON worker (host);

-- One process life of a run; it holds a slot (and its devices) of its worker until buried.
CREATE TABLE run_attempt (
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  attempt int NOT NULL,
  worker_id uuid NOT NULL,
  worker_name text NOT NULL,
  host text NOT NULL,
  devices int[] NOT NULL DEFAULT '{}',
  pid int,
  versions jsonb NOT NULL DEFAULT '{}',
  resumed_from text,
  resumed_step double precision,
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  "end" jsonb,
  retry boolean NOT NULL DEFAULT false,
  buried_at timestamptz,
  PRIMARY KEY (run_id, attempt)
);
CREATE INDEX run_attempt_slot ON run_attempt (worker_id) WHERE buried_at IS NULL;

CREATE TABLE run_command (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  -- The attempt that is to hear it.
  attempt int NOT NULL,
  action text NOT NULL,
  actor jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  delivered_at timestamptz,
  answered_at timestamptz,
  result text,
  message text
);
CREATE INDEX run_command_open ON run_command (run_id, attempt) WHERE answered_at IS NULL;

-- The queue. A row exists while a run is queued or carried; a carried one has a worker and a lease.
CREATE TABLE job (
  run_id uuid PRIMARY KEY REFERENCES run ON DELETE CASCADE,
  experiment_id uuid NOT NULL,
  number int NOT NULL,
  sequential boolean NOT NULL DEFAULT false,
  priority smallint NOT NULL,
  gpus int NOT NULL DEFAULT 0,
  queued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  not_before timestamptz NOT NULL DEFAULT clock_timestamp(),
  worker_id uuid,
  attempt int,
  lease_until timestamptz
) WITH (fillfactor = 50);
CREATE INDEX job_worker ON job (worker_id) WHERE worker_id IS NOT NULL;

CREATE TABLE checkpoint (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  name text NOT NULL,
  attempt int NOT NULL,
  step double precision NOT NULL,
  epoch double precision,
  size bigint NOT NULL,
  best boolean NOT NULL DEFAULT false,
  folder text NOT NULL,
  files jsonb NOT NULL,
  parts jsonb NOT NULL DEFAULT '[]',
  metrics jsonb NOT NULL DEFAULT '{}',
  -- Found damaged or missing when it was to be used.
  broken text,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (run_id, name)
);

CREATE TABLE artifact (
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  path text NOT NULL,
  attempt int NOT NULL,
  kind text NOT NULL,
  size bigint NOT NULL,
  sha256 text NOT NULL,
  meta jsonb NOT NULL DEFAULT '{}',
  location text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run_id, path)
);
CREATE INDEX artifact_content ON artifact (sha256);

CREATE TABLE section (
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  ordinal int NOT NULL,
  attempt int NOT NULL,
  type text NOT NULL,
  title text NOT NULL,
  body jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run_id, ordinal)
);
-- A trainer that goes on after a pause says its results again; they replace, they do not repeat.
CREATE UNIQUE INDEX section_title ON section (run_id, type, md5(title));

-- Logs: lines of a chunk joined by \n; marks has five bytes a line (level and source, milliseconds before `at`).
CREATE TABLE log_chunk (
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  first_line bigint NOT NULL,
  attempt int NOT NULL,
  n int NOT NULL,
  text text NOT NULL,
  marks bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (run_id, first_line)
);

-- Metrics: chunks, not rows. The row of a series holds what lists sort and filter by.
CREATE TABLE series (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  key text NOT NULL,
  count bigint NOT NULL DEFAULT 0,
  non_finite bigint NOT NULL DEFAULT 0,
  first_step double precision,
  last_step double precision,
  latest double precision,
  latest_step double precision,
  -- What the trainer stated at its end.
  final double precision,
  low double precision,
  high double precision,
  last_chunk bigint NOT NULL DEFAULT 0,
  UNIQUE (run_id, key)
) WITH (fillfactor = 50);
CREATE INDEX series_key ON series (key);

CREATE TABLE metric_chunk (
  series_id bigint NOT NULL REFERENCES series ON DELETE CASCADE,
  seq bigint NOT NULL,
  attempt int NOT NULL,
  n int NOT NULL,
  finite int NOT NULL,
  first_step double precision NOT NULL,
  last_step double precision NOT NULL,
  -- Of all values that are numbers, infinities included; NULL where all are NaN.
  lo double precision,
  hi double precision,
  -- Of the finite ones.
  sum double precision NOT NULL,
  base_ms double precision NOT NULL,
  steps bytea NOT NULL,
  vals bytea NOT NULL,
  times bytea NOT NULL,
  -- The attempt that began before these points: they are a ghost of an earlier one.
  superseded_by int,
  PRIMARY KEY (series_id, seq)
);
-- Floating-point bytes do not compress: trying to would only cost time.
ALTER TABLE metric_chunk ALTER COLUMN vals SET STORAGE EXTERNAL, ALTER COLUMN times SET STORAGE EXTERNAL;

CREATE TABLE host_sample (
  worker_id uuid NOT NULL REFERENCES worker ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  sample jsonb NOT NULL,
  PRIMARY KEY (worker_id, at)
);
