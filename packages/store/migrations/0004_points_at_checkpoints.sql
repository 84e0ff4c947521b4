-- How many points each series of the run held when the checkpoint was saved: what comes after them is a ghost once the
-- run goes on from it. Steps cannot tell, since a series may count batches where the checkpoint counts epochs.
ALTER TABLE checkpoint ADD COLUMN points jsonb NOT NULL DEFAULT '{}';
