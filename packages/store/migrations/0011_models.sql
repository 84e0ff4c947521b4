-- The model registry. A version is what one run learned, under a number that is never given twice; while it is there, its
-- run cannot be deleted, and while a run's record or an alias names it, it cannot be deleted itself.
CREATE TABLE model (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL UNIQUE,
  description text NOT NULL DEFAULT '',
  last_version int NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE model_version (
  id uuid PRIMARY KEY,
  model_id uuid NOT NULL REFERENCES model ON DELETE CASCADE,
  owner_id uuid NOT NULL,
  version int NOT NULL,
  run_id uuid NOT NULL REFERENCES run,
  -- Path, kind, size, sha256 and meta of each file.
  files jsonb NOT NULL,
  sha256 text NOT NULL,
  size bigint NOT NULL,
  -- The figure that the run was judged by when it was registered.
  metric jsonb,
  note text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (model_id, version),
  UNIQUE (model_id, run_id)
);
CREATE INDEX model_version_run ON model_version (run_id);

CREATE TABLE model_alias (
  model_id uuid NOT NULL REFERENCES model ON DELETE CASCADE,
  alias text NOT NULL,
  version_id uuid NOT NULL REFERENCES model_version,
  moved_by uuid NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (model_id, alias)
);
CREATE INDEX model_alias_version ON model_alias (version_id);

-- NULL: it was not there before, or was taken away.
CREATE TABLE model_alias_move (
  id uuid PRIMARY KEY,
  model_id uuid NOT NULL REFERENCES model ON DELETE CASCADE,
  alias text NOT NULL,
  from_version int,
  to_version int,
  moved_by uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX model_alias_move_model ON model_alias_move (model_id, at DESC);

-- The versions that a run's frozen record names, in the order in which they were chosen.
CREATE TABLE run_model (
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  place int NOT NULL,
  version_id uuid NOT NULL REFERENCES model_version,
  PRIMARY KEY (run_id, place)
);
CREATE INDEX run_model_version ON run_model (version_id);
