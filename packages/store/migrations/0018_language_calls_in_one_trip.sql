-- Looking for an answer that is there already and reserving are one trip to the database, and so are settling and finding
-- out whom to tell of a budget. Whoever counts what was taken for a new budget waits for these functions, and they for it.
DROP FUNCTION reserve_language_calls(jsonb);
DROP FUNCTION settle_language_calls(jsonb);

-- Writes calls as asked where every budget that they touch has room for the most that each may cost. One after the
-- other, so that together they never take more than there is. `reached`: no room, whatever the calls under way turn out
-- to cost; `wait`: there may be when those have ended; `unpriced`: a budget in money, and a price that nobody knows;
-- `answered`: it was answered before, to the same run or, where `look` is `any`, to anybody, and nothing was reserved.
-- A reservation is not waited for until it is on the disk: if the database itself dies within the moment, the calls that
-- were under way are written when they end, as if they had been reserved.
CREATE FUNCTION reserve_language_calls(calls jsonb)
  RETURNS TABLE (call_id uuid, outcome text, budget_id uuid, of_run boolean, answer_id uuid, answer jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  c record;
  budgeted boolean;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock_shared(7203014002);
  -- In one order everywhere, so that no two servers wait for each other.
  PERFORM 1 FROM language_budget b
    WHERE b.user_id IN (SELECT (x->>'user_id')::uuid FROM jsonb_array_elements(calls) x)
       OR b.run_id IN (SELECT (x->>'run_id')::uuid FROM jsonb_array_elements(calls) x)
    ORDER BY b.id FOR UPDATE;
  budgeted := FOUND;
  FOR c IN
    SELECT x.* FROM jsonb_to_recordset(calls) AS x(id uuid, request_id uuid, attempt int, gateway_id uuid, user_id uuid,
      run_id uuid, role text, language_model text, provider_id uuid, provider text, model text, parameters jsonb,
      sample int, key text, price_version int, reserved_usd numeric, look text)
  LOOP
    call_id := c.id;
    outcome := NULL;
    budget_id := NULL;
    of_run := NULL;
    answer_id := NULL;
    answer := NULL;
    IF c.look IS NOT NULL THEN
      SELECT a.id, a.answer INTO answer_id, answer FROM language_answer a CROSS JOIN LATERAL (SELECT EXISTS (
          SELECT 1 FROM language_call l WHERE l.run_id = c.run_id AND l.key = c.key AND l.answer_id = a.id) AS own) o
        WHERE a.key = c.key AND (c.look = 'any' OR o.own) ORDER BY o.own DESC, a.created_at, a.id LIMIT 1;
      IF FOUND THEN
        INSERT INTO language_call (id, request_id, attempt, gateway_id, user_id, run_id, role, language_model, provider_id,
          provider, model, revision, parameters, sample, key, status, answer_id, cost_usd, reserved_usd, latency_ms, ended_at)
        VALUES (c.id, c.request_id, 0, c.gateway_id, c.user_id, c.run_id, c.role, c.language_model, c.provider_id,
          c.provider, c.model, answer->>'revision', c.parameters, c.sample, c.key, 'cached', answer_id, 0, 0, 0,
          clock_timestamp());
        outcome := 'answered';
      END IF;
    END IF;
    IF outcome IS NULL AND budgeted THEN
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
    END IF;
    IF outcome IS NULL THEN
      outcome := 'held';
      IF budgeted THEN
        UPDATE language_budget b SET held_usd = b.held_usd + coalesce(c.reserved_usd, 0), held_calls = b.held_calls + 1
          WHERE b.user_id = c.user_id OR b.run_id = c.run_id;
      END IF;
      INSERT INTO language_call (id, request_id, attempt, gateway_id, user_id, run_id, role, language_model, provider_id,
        provider, model, parameters, sample, key, status, price_version, reserved_usd)
      VALUES (c.id, c.request_id, c.attempt, c.gateway_id, c.user_id, c.run_id, c.role, c.language_model, c.provider_id,
        c.provider, c.model, c.parameters, c.sample, c.key, 'asked', c.price_version, c.reserved_usd);
    END IF;
    RETURN NEXT;
  END LOOP;
END $$;

-- Writes how calls ended, and gives back what they did not take. Answers with the budgets that have passed a share of which
-- nobody was told. Not waited for until it is on the disk either.
CREATE FUNCTION settle_language_calls(calls jsonb) RETURNS TABLE (budget_id uuid)
LANGUAGE plpgsql AS $$
DECLARE
  c record;
  before record;
  charged numeric;
  counted int;
  budgeted boolean;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true), pg_advisory_xact_lock_shared(7203014002);
  PERFORM 1 FROM language_budget b
    WHERE b.user_id IN (SELECT (x->>'user_id')::uuid FROM jsonb_array_elements(calls) x)
       OR b.run_id IN (SELECT (x->>'run_id')::uuid FROM jsonb_array_elements(calls) x)
    ORDER BY b.id FOR UPDATE;
  budgeted := FOUND;
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
    CONTINUE WHEN NOT budgeted;
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
    WHERE budgeted AND (b.user_id IN (SELECT (x->>'user_id')::uuid FROM jsonb_array_elements(calls) x)
       OR b.run_id IN (SELECT (x->>'run_id')::uuid FROM jsonb_array_elements(calls) x))
      AND b.alerted < 100 AND (
        b.spent_usd * 100 >= b.limit_usd * CASE WHEN b.alerted < 50 THEN 50 WHEN b.alerted < 80 THEN 80 ELSE 100 END
        OR b.spent_calls * 100 >= b.limit_calls * CASE WHEN b.alerted < 50 THEN 50 WHEN b.alerted < 80 THEN 80 ELSE 100 END);
END $$;
