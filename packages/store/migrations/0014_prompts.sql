-- Prompts and their versions. A version's text never changes, and its number is never given twice.
CREATE TABLE prompt (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL UNIQUE,
  description text NOT NULL DEFAULT '',
  last_version int NOT NULL DEFAULT 0,
  current_version int NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE prompt_version (
  prompt_id uuid NOT NULL REFERENCES prompt ON DELETE CASCADE,
  version int NOT NULL,
  owner_id uuid NOT NULL,
  -- Numbers of the versions that it was made from.
  parents int[] NOT NULL,
  origin text NOT NULL CHECK (origin IN ('human', 'seed', 'model', 'scripted', 'merge')),
  action text,
  why text NOT NULL,
  -- The run that made it; the version outlives it.
  run_id uuid REFERENCES run ON DELETE SET NULL,
  system text NOT NULL,
  output text NOT NULL,
  examples jsonb NOT NULL,
  hash text NOT NULL,
  placeholders text[] NOT NULL,
  features jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (prompt_id, version),
  UNIQUE (prompt_id, hash)
);
CREATE INDEX prompt_version_run ON prompt_version (run_id);
