-- Ways of scoring answers, under a name. Runs keep a copy of what they used.
CREATE TABLE metric_set (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL,
  name text NOT NULL UNIQUE,
  description text NOT NULL DEFAULT '',
  metrics jsonb NOT NULL,
  pass double precision NOT NULL,
  length_ratio double precision NOT NULL,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Which one a person uses where a run says nothing about it.
CREATE TABLE metric_set_default (
  user_id uuid PRIMARY KEY REFERENCES "user" ON DELETE CASCADE,
  metric_set_id uuid NOT NULL REFERENCES metric_set ON DELETE CASCADE
);
CREATE INDEX metric_set_default_set ON metric_set_default (metric_set_id);
