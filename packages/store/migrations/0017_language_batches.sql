-- Many items for one prompt, or many answers to be scored. Its calls stand in the ledger with its id as their run.
CREATE TABLE language_batch (
  id uuid PRIMARY KEY,
  number int GENERATED ALWAYS AS IDENTITY UNIQUE,
  owner_id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('inference', 'evaluation')),
  status text NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'running', 'waiting', 'completed', 'budget-reached', 'cancelled', 'failed')),
  reason text,
  prompt_name text,
  -- What was asked for, as it was then: text, language model, metrics, limits.
  asked jsonb NOT NULL,
  items int NOT NULL,
  samples int NOT NULL,
  ok int NOT NULL DEFAULT 0,
  failed int NOT NULL DEFAULT 0,
  missing int NOT NULL DEFAULT 0,
  cached int NOT NULL DEFAULT 0,
  input_tokens bigint NOT NULL DEFAULT 0,
  output_tokens bigint NOT NULL DEFAULT 0,
  cost_usd numeric NOT NULL DEFAULT 0,
  unpriced int NOT NULL DEFAULT 0,
  last_seq bigint NOT NULL DEFAULT 0,
  summary jsonb,
  -- Whoever works on it, until when nobody else may, and from when on one that waits is tried again.
  holder uuid,
  held_until timestamptz,
  try_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  started_at timestamptz,
  ended_at timestamptz
) WITH (fillfactor = 50);
CREATE INDEX language_batch_going ON language_batch (number) WHERE status IN ('queued', 'running', 'waiting');
CREATE INDEX language_batch_prompt ON language_batch (prompt_name, number);

CREATE TABLE language_batch_item (
  batch_id uuid NOT NULL REFERENCES language_batch ON DELETE CASCADE,
  position int NOT NULL,
  item_id text NOT NULL,
  input text NOT NULL,
  -- Texts of which any is right.
  expected jsonb NOT NULL,
  "values" jsonb NOT NULL,
  group_name text,
  -- Where the batch scores answers from elsewhere.
  answer text,
  PRIMARY KEY (batch_id, position)
);

CREATE TABLE language_batch_result (
  batch_id uuid NOT NULL REFERENCES language_batch ON DELETE CASCADE,
  position int NOT NULL,
  sample int NOT NULL,
  -- In the order in which they came.
  seq bigint NOT NULL,
  status text NOT NULL CHECK (status IN ('ok', 'failed', 'missing')),
  answer text,
  finish_reason text,
  score double precision,
  metrics jsonb NOT NULL,
  tag text,
  says text,
  input_tokens bigint,
  output_tokens bigint,
  cost_usd numeric,
  cached boolean NOT NULL,
  latency_ms double precision,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (batch_id, position, sample)
);
CREATE INDEX language_batch_result_seq ON language_batch_result (batch_id, seq);
