-- A budget of everything: the calls of all people, runs and batches together. There is at most one.
ALTER TABLE language_budget ADD COLUMN everything boolean UNIQUE CHECK (everything);
ALTER TABLE language_budget DROP CONSTRAINT language_budget_check;
ALTER TABLE language_budget ADD CONSTRAINT language_budget_of_one CHECK (num_nonnulls(user_id, run_id, everything) = 1);
