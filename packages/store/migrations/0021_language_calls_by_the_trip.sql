-- The gateway's two trips to the ledger, in half as many statements: budgets are read once, reckoned with in memory for all
-- calls of the trip, and written once; a call is a row of its table from the start. They do and promise what they did, and
-- hold the budget of everything like the others.
DROP FUNCTION reserve_language_calls(jsonb);
DROP FUNCTION settle_language_calls(jsonb);

-- Writes calls as asked where every budget that they touch has room for the most that each may cost. One after the
-- other, so that together they never take more than there is. `reached`: no room, whatever the calls under way turn out
-- to cost; `wait`: there may be when those have ended; `unpriced`: a budget in money, and a price that nobody knows;
-- `answered`: it was answered before, to the same run or, where `look` is `any`, to anybody, and nothing was reserved.
-- A reservation is not waited for until it is on the disk: if the database itself dies within the moment, the calls that
-- were under way are written when they end, as if they had been reserved. `users` and `runs` are those of the calls;
-- `of_run` is NULL where the budget of everything has no room.
CREATE FUNCTION reserve_language_calls(calls jsonb, users uuid[], runs uuid[])
  RETURNS TABLE (call_id uuid, outcome text, budget_id uuid, of_run boolean, answer_id uuid, answer jsonb)
LANGUAGE plpgsql AS $$
DECLARE
  -- An assignment is worked out without a plan, which PERFORM is not.
  ignored text := set_config('synchronous_commit', 'off', true);
  counting boolean := pg_advisory_xact_lock_shared(7203014002) IS NULL;
  budgets language_budget[];
  b language_budget;
  c language_call;
  look text;
  one text;
BEGIN
  -- In one order everywhere, so that no two servers wait for each other.
  SELECT coalesce(array_agg(touched.l), '{}') INTO budgets FROM (SELECT l FROM language_budget l
    WHERE l.everything OR l.user_id = ANY (users) OR l.run_id = ANY (runs) ORDER BY l.id FOR UPDATE) touched;
  FOR i IN 0 .. jsonb_array_length(calls) - 1 LOOP
    c := jsonb_populate_record(NULL::language_call, calls->i);
    look := calls->i->>'look';
    call_id := c.id;
    outcome := NULL;
    budget_id := NULL;
    of_run := NULL;
    answer_id := NULL;
    answer := NULL;
    IF look = 'any' AND c.run_id IS NULL THEN
      SELECT a.id, a.answer INTO answer_id, answer FROM language_answer a WHERE a.key = c.key
        ORDER BY a.created_at, a.id LIMIT 1;
    ELSIF look IS NOT NULL THEN
      SELECT a.id, a.answer INTO answer_id, answer FROM language_answer a CROSS JOIN LATERAL (SELECT EXISTS (
          SELECT 1 FROM language_call l WHERE l.run_id = c.run_id AND l.key = c.key AND l.answer_id = a.id) AS own) o
        WHERE a.key = c.key AND (look = 'any' OR o.own) ORDER BY o.own DESC, a.created_at, a.id LIMIT 1;
    END IF;
    IF answer_id IS NOT NULL THEN
      outcome := 'answered';
      c.attempt := 0;
      c.status := 'cached';
      c.answer_id := answer_id;
      c.revision := answer->>'revision';
      c.price_version := NULL;
      c.cost_usd := 0;
      c.reserved_usd := 0;
      c.latency_ms := 0;
      c.ended_at := clock_timestamp();
    ELSE
      c.status := 'asked';
      FOREACH b IN ARRAY budgets LOOP
        CONTINUE WHEN (b.everything OR b.user_id = c.user_id OR b.run_id = c.run_id) IS NOT TRUE;
        one := CASE
          WHEN b.limit_usd IS NOT NULL AND c.reserved_usd IS NULL THEN 'unpriced'
          WHEN b.spent_usd + c.reserved_usd > b.limit_usd OR b.spent_calls + 1 > b.limit_calls THEN 'reached'
          WHEN b.spent_usd + b.held_usd + c.reserved_usd > b.limit_usd
            OR b.spent_calls + b.held_calls + 1 > b.limit_calls THEN 'wait'
        END;
        -- Of two budgets, the one that refuses for good is told.
        CONTINUE WHEN one IS NULL OR outcome = 'reached' OR (outcome = 'unpriced' AND one = 'wait');
        outcome := one;
        budget_id := b.id;
        of_run := CASE WHEN b.everything IS NULL THEN b.run_id IS NOT NULL END;
      END LOOP;
    END IF;
    IF outcome IS NULL THEN
      outcome := 'held';
      FOR k IN 1 .. cardinality(budgets) LOOP
        b := budgets[k];
        CONTINUE WHEN (b.everything OR b.user_id = c.user_id OR b.run_id = c.run_id) IS NOT TRUE;
        b.held_usd := b.held_usd + coalesce(c.reserved_usd, 0);
        b.held_calls := b.held_calls + 1;
        budgets[k] := b;
      END LOOP;
    END IF;
    IF outcome IN ('held', 'answered') THEN
      c.kept := false;
      c.at := clock_timestamp();
      INSERT INTO language_call VALUES (c.*);
    END IF;
    RETURN NEXT;
  END LOOP;
  FOREACH b IN ARRAY budgets LOOP
    UPDATE language_budget l SET held_usd = b.held_usd, held_calls = b.held_calls
      WHERE l.id = b.id AND l.held_calls <> b.held_calls;
  END LOOP;
END $$;

-- Writes how calls ended, and gives back what they did not take. Answers with the budgets that have passed a share of which
-- nobody was told. Not waited for until it is on the disk either.
CREATE FUNCTION settle_language_calls(calls jsonb, users uuid[], runs uuid[]) RETURNS TABLE (budget_id uuid)
LANGUAGE plpgsql AS $$
DECLARE
  ignored text := set_config('synchronous_commit', 'off', true);
  counting boolean := pg_advisory_xact_lock_shared(7203014002) IS NULL;
  budgets language_budget[];
  b language_budget;
  c language_call;
  before record;
  due int;
BEGIN
  SELECT coalesce(array_agg(touched.l), '{}') INTO budgets FROM (SELECT l FROM language_budget l
    WHERE l.everything OR l.user_id = ANY (users) OR l.run_id = ANY (runs) ORDER BY l.id FOR UPDATE) touched;
  FOR i IN 0 .. jsonb_array_length(calls) - 1 LOOP
    c := jsonb_populate_record(NULL::language_call, calls->i);
    c.ended_at := clock_timestamp();
    SELECT l.status, l.reserved_usd INTO before FROM language_call l WHERE l.id = c.id FOR UPDATE;
    -- Told twice: the first time counts. `unknown` came from others, who took this server for dead.
    CONTINUE WHEN before.status NOT IN ('asked', 'unknown');
    IF before.status IS NULL THEN
      -- The database died with the reservation, and what it held went too: the call was made all the same.
      c.at := c.ended_at;
      before.reserved_usd := c.reserved_usd;
      INSERT INTO language_call VALUES (c.*);
    ELSE
      UPDATE language_call l SET status = c.status, answer_id = c.answer_id, revision = c.revision,
        usage_raw = c.usage_raw, input_tokens = c.input_tokens, cached_input_tokens = c.cached_input_tokens,
        output_tokens = c.output_tokens, reasoning_tokens = c.reasoning_tokens, cost_usd = c.cost_usd, kept = c.kept,
        latency_ms = c.latency_ms, error = c.error, ended_at = c.ended_at
        WHERE l.id = c.id;
    END IF;
    IF c.answer_id IS NOT NULL THEN
      INSERT INTO language_answer (id, key, answer) VALUES (c.answer_id, c.key, calls->i->'answer');
    END IF;
    FOR k IN 1 .. cardinality(budgets) LOOP
      b := budgets[k];
      CONTINUE WHEN (b.everything OR b.user_id = c.user_id OR b.run_id = c.run_id) IS NOT TRUE;
      IF before.status = 'asked' THEN
        b.held_usd := b.held_usd - coalesce(before.reserved_usd, 0);
        b.held_calls := b.held_calls - 1;
      ELSIF before.status = 'unknown' THEN
        b.spent_usd := b.spent_usd - coalesce(before.reserved_usd, 0);
        b.spent_calls := b.spent_calls - 1;
      END IF;
      b.spent_usd := b.spent_usd + CASE WHEN c.kept THEN coalesce(before.reserved_usd, 0) ELSE coalesce(c.cost_usd, 0) END;
      b.spent_calls := b.spent_calls + CASE WHEN c.kept OR c.status = 'ok' THEN 1 ELSE 0 END;
      budgets[k] := b;
    END LOOP;
  END LOOP;
  FOREACH b IN ARRAY budgets LOOP
    UPDATE language_budget l SET held_usd = b.held_usd, held_calls = b.held_calls, spent_usd = b.spent_usd,
      spent_calls = b.spent_calls WHERE l.id = b.id;
    due := CASE WHEN b.alerted < 50 THEN 50 WHEN b.alerted < 80 THEN 80 ELSE 100 END;
    CONTINUE WHEN b.alerted >= 100
      OR (b.spent_usd * 100 >= b.limit_usd * due OR b.spent_calls * 100 >= b.limit_calls * due) IS NOT TRUE;
    budget_id := b.id;
    RETURN NEXT;
  END LOOP;
END $$;
