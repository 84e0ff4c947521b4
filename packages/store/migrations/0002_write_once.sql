-- What an attempt reports comes in numbered batches: one whose commit was not answered is sent again, and is written once.
ALTER TABLE run_attempt ADD COLUMN last_batch bigint NOT NULL DEFAULT 0;
