-- A look at the sealed test part: once a run, with what, and when. It outlives the run: a part that was looked at stays so.
CREATE TABLE run_seal (
  run_id uuid PRIMARY KEY,
  split_digest text NOT NULL,
  -- The prompts that were tried on it, the seed first.
  finalists jsonb NOT NULL,
  -- sha256 of them.
  digest text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX run_seal_split ON run_seal (split_digest, opened_at);

-- The keys of a run are revoked together, at the end of each of its attempts.
CREATE INDEX api_key_run ON api_key (run_id) WHERE run_id IS NOT NULL;
