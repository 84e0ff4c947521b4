-- The ledger of calls to language models: what was asked, what it cost, and what may be asked yet. Money is in US dollars.

-- Servers that put calls: where one has died, its calls under way are of unknown outcome.
CREATE TABLE language_gateway (
  id uuid PRIMARY KEY,
  host text NOT NULL,
  pid int NOT NULL,
  beat_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 50);

-- Rows are added and never changed, so that what a call cost can be told years later. All NULL: unknown from then on.
CREATE TABLE language_price (
  version int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  provider_id uuid NOT NULL,
  -- As the provider calls it; '*' is every other of its models.
  model text NOT NULL,
  -- For a million tokens.
  input_usd numeric CHECK (input_usd >= 0),
  cached_input_usd numeric CHECK (cached_input_usd >= 0),
  output_usd numeric CHECK (output_usd >= 0),
  valid_from timestamptz NOT NULL DEFAULT clock_timestamp(),
  set_by uuid NOT NULL,
  set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK ((input_usd IS NULL) = (output_usd IS NULL))
);
CREATE INDEX language_price_model ON language_price (provider_id, model, valid_from DESC, version DESC);

CREATE TABLE language_answer (
  id uuid PRIMARY KEY,
  -- Of provider, model, parameters, messages and sample.
  key text NOT NULL,
  answer jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX language_answer_key ON language_answer (key, created_at);

-- One row an attempt. `asked` is under way.
CREATE TABLE language_call (
  id uuid PRIMARY KEY,
  -- The attempts of one call share it.
  request_id uuid NOT NULL,
  attempt int NOT NULL,
  gateway_id uuid NOT NULL,
  user_id uuid NOT NULL,
  run_id uuid,
  role text,
  language_model text,
  provider_id uuid NOT NULL,
  provider text NOT NULL,
  model text NOT NULL,
  revision text,
  parameters jsonb NOT NULL,
  sample int NOT NULL,
  key text NOT NULL,
  status text NOT NULL CHECK (status IN ('asked', 'ok', 'failed', 'unknown', 'cached')),
  answer_id uuid,
  usage_raw jsonb,
  input_tokens bigint,
  cached_input_tokens bigint,
  output_tokens bigint,
  reasoning_tokens bigint,
  price_version int,
  -- NULL: unknown.
  cost_usd numeric,
  -- The most that it may cost; NULL where its price is unknown.
  reserved_usd numeric,
  -- Nobody knows whether it was paid: its reservation counts as spent.
  kept boolean NOT NULL DEFAULT false,
  latency_ms double precision,
  error jsonb,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz
);
CREATE INDEX language_call_run_key ON language_call (run_id, key) WHERE run_id IS NOT NULL;
CREATE INDEX language_call_user ON language_call (user_id, at);
CREATE INDEX language_call_at ON language_call (at DESC, id DESC);
CREATE INDEX language_call_asked ON language_call (gateway_id) WHERE status = 'asked';

CREATE TABLE language_budget (
  id uuid PRIMARY KEY,
  user_id uuid UNIQUE,
  run_id uuid UNIQUE,
  limit_usd numeric CHECK (limit_usd >= 0),
  limit_calls int CHECK (limit_calls >= 0),
  -- What is gone, and what calls under way may yet take.
  spent_usd numeric NOT NULL DEFAULT 0,
  held_usd numeric NOT NULL DEFAULT 0,
  spent_calls int NOT NULL DEFAULT 0,
  held_calls int NOT NULL DEFAULT 0,
  -- The last share in percent that was told of.
  alerted int NOT NULL DEFAULT 0,
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  set_by uuid NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (num_nonnulls(user_id, run_id) = 1)
) WITH (fillfactor = 50);

-- Writes calls as asked where every budget that they touch has room for the most that each may cost. One after the
-- other, so that together they never take more than there is. `reached`: no room, whatever the calls under way turn out
-- to cost; `wait`: there may be when those have ended; `unpriced`: a budget in money, and a price that nobody knows.
-- A reservation is not waited for until it is on the disk: if the database itself dies within the moment, the calls that
-- were under way are written when they end, as if they had been reserved.
CREATE FUNCTION reserve_language_calls(calls jsonb) RETURNS TABLE (call_id uuid, outcome text, budget_id uuid, of_run boolean)
LANGUAGE plpgsql AS $$
DECLARE
  c record;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  -- In one order everywhere, so that no two servers wait for each other.
  PERFORM 1 FROM language_budget b
    WHERE b.user_id IN (SELECT (x->>'user_id')::uuid FROM jsonb_array_elements(calls) x)
       OR b.run_id IN (SELECT (x->>'run_id')::uuid FROM jsonb_array_elements(calls) x)
    ORDER BY b.id FOR UPDATE;
  FOR c IN
    SELECT x.* FROM jsonb_to_recordset(calls) AS x(id uuid, request_id uuid, attempt int, gateway_id uuid, user_id uuid,
      run_id uuid, role text, language_model text, provider_id uuid, provider text, model text, parameters jsonb,
      sample int, key text, price_version int, reserved_usd numeric)
  LOOP
    call_id := c.id;
    SELECT r.outcome, r.id, r.of_run INTO outcome, budget_id, of_run FROM (
      SELECT b.id, b.run_id IS NOT NULL AS of_run, CASE
        WHEN b.limit_usd IS NOT NULL AND c.reserved_usd IS NULL THEN 'unpriced'
        WHEN b.spent_usd + c.reserved_usd > b.limit_usd OR b.spent_calls + 1 > b.limit_calls THEN 'reached'
        WHEN b.spent_usd + b.held_usd + c.reserved_usd > b.limit_usd
          OR b.spent_calls + b.held_calls + 1 > b.limit_calls THEN 'wait'
      END AS outcome
      FROM language_budget b WHERE b.user_id = c.user_id OR b.run_id = c.run_id
    ) r WHERE r.outcome IS NOT NULL
    ORDER BY CASE r.outcome WHEN 'reached' THEN 0 WHEN 'unpriced' THEN 1 ELSE 2 END LIMIT 1;
    IF outcome IS NULL THEN
      outcome := 'held';
      budget_id := NULL;
      of_run := NULL;
      UPDATE language_budget b SET held_usd = b.held_usd + coalesce(c.reserved_usd, 0), held_calls = b.held_calls + 1
        WHERE b.user_id = c.user_id OR b.run_id = c.run_id;
      INSERT INTO language_call (id, request_id, attempt, gateway_id, user_id, run_id, role, language_model, provider_id,
        provider, model, parameters, sample, key, status, price_version, reserved_usd)
      VALUES (c.id, c.request_id, c.attempt, c.gateway_id, c.user_id, c.run_id, c.role, c.language_model, c.provider_id,
        c.provider, c.model, c.parameters, c.sample, c.key, 'asked', c.price_version, c.reserved_usd);
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;

-- Writes how calls ended, and gives back what they did not take. Answers with the budgets that they touched.
CREATE FUNCTION settle_language_calls(calls jsonb) RETURNS TABLE (budget_id uuid)
LANGUAGE plpgsql AS $$
DECLARE
  c record;
  before record;
  charged numeric;
  counted int;
BEGIN
  PERFORM 1 FROM language_budget b
    WHERE b.user_id IN (SELECT (x->>'user_id')::uuid FROM jsonb_array_elements(calls) x)
       OR b.run_id IN (SELECT (x->>'run_id')::uuid FROM jsonb_array_elements(calls) x)
    ORDER BY b.id FOR UPDATE;
  FOR c IN
    SELECT x.* FROM jsonb_to_recordset(calls) AS x(id uuid, request_id uuid, attempt int, gateway_id uuid, user_id uuid,
      run_id uuid, role text, language_model text, provider_id uuid, provider text, model text, parameters jsonb,
      sample int, key text, price_version int, reserved_usd numeric, status text, answer_id uuid, answer jsonb,
      revision text, usage_raw jsonb, input_tokens bigint, cached_input_tokens bigint,
      output_tokens bigint, reasoning_tokens bigint, cost_usd numeric, kept boolean, latency_ms double precision,
      error jsonb)
  LOOP
    SELECT l.status, l.reserved_usd INTO before FROM language_call l WHERE l.id = c.id FOR UPDATE;
    -- Told twice: the first time counts. `unknown` came from others, who took this server for dead.
    CONTINUE WHEN before.status IS NOT NULL AND before.status NOT IN ('asked', 'unknown');
    -- The database died with the reservation, and what it held went too: the call was made all the same.
    IF before.status IS NULL THEN
      before.reserved_usd := c.reserved_usd;
      INSERT INTO language_call (id, request_id, attempt, gateway_id, user_id, run_id, role, language_model, provider_id,
        provider, model, parameters, sample, key, status, price_version, reserved_usd)
      VALUES (c.id, c.request_id, c.attempt, c.gateway_id, c.user_id, c.run_id, c.role, c.language_model, c.provider_id,
        c.provider, c.model, c.parameters, c.sample, c.key, 'asked', c.price_version, c.reserved_usd);
    END IF;
    IF c.answer IS NOT NULL THEN
      INSERT INTO language_answer (id, key, answer) VALUES (c.answer_id, c.key, c.answer);
    END IF;
    UPDATE language_call l SET status = c.status, answer_id = c.answer_id, revision = c.revision,
      usage_raw = c.usage_raw, input_tokens = c.input_tokens, cached_input_tokens = c.cached_input_tokens,
      output_tokens = c.output_tokens, reasoning_tokens = c.reasoning_tokens, cost_usd = c.cost_usd, kept = c.kept,
      latency_ms = c.latency_ms, error = c.error, ended_at = clock_timestamp()
      WHERE l.id = c.id;
    charged := CASE WHEN c.kept THEN coalesce(before.reserved_usd, 0) ELSE coalesce(c.cost_usd, 0) END;
    counted := CASE WHEN c.kept OR c.status = 'ok' THEN 1 ELSE 0 END;
    UPDATE language_budget b SET
      held_usd = b.held_usd - CASE WHEN before.status = 'asked' THEN coalesce(before.reserved_usd, 0) ELSE 0 END,
      held_calls = b.held_calls - CASE WHEN before.status = 'asked' THEN 1 ELSE 0 END,
      spent_usd = b.spent_usd + charged - CASE WHEN before.status = 'unknown' THEN coalesce(before.reserved_usd, 0) ELSE 0 END,
      spent_calls = b.spent_calls + counted - CASE WHEN before.status = 'unknown' THEN 1 ELSE 0 END
      WHERE b.user_id = c.user_id OR b.run_id = c.run_id;
  END LOOP;
  RETURN QUERY SELECT b.id FROM language_budget b
    WHERE (b.user_id IN (SELECT (x->>'user_id')::uuid FROM jsonb_array_elements(calls) x)
       OR b.run_id IN (SELECT (x->>'run_id')::uuid FROM jsonb_array_elements(calls) x));
END $$;
