-- A budget of everything: the calls of all people, runs and batches together. There is at most one.
ALTER TABLE language_budget ADD COLUMN everything boolean UNIQUE CHECK (everything);
ALTER TABLE language_budget DROP CONSTRAINT language_budget_check;
ALTER TABLE language_budget ADD CONSTRAINT language_budget_of_one CHECK (num_nonnulls(user_id, run_id, everything) = 1);

-- The functions that reserve and settle say in a few places which budgets a call touches: this one is added to each of them, so
-- that it is held in the same statement as the others. `of_run` is NULL where the budget of everything has no room.
DO $$
DECLARE
  spent_by regprocedure;
  before text;
  after text;
BEGIN
  FOREACH spent_by IN ARRAY ARRAY['reserve_language_calls(jsonb)', 'settle_language_calls(jsonb)']::regprocedure[] LOOP
    before := pg_get_functiondef(spent_by);
    after := replace(before, 'b.user_id IN (SELECT', 'b.everything OR b.user_id IN (SELECT');
    after := replace(after, 'b.user_id = c.user_id OR b.run_id = c.run_id', 'b.everything OR b.user_id = c.user_id OR b.run_id = c.run_id');
    after := replace(after, 'b.run_id IS NOT NULL AS of_run', 'CASE WHEN b.everything IS NULL THEN b.run_id IS NOT NULL END AS of_run');
    IF length(after) - length(before) < 2 * length('b.everything OR ') THEN
      RAISE EXCEPTION 'the budgets that % touches were not found in it', spent_by;
    END IF;
    EXECUTE after;
  END LOOP;
END $$;
