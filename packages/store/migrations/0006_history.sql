-- Lists that are open learn of edits, deletions and restorations as they learn of moves.
DROP TRIGGER run_event_topic ON run_event;
CREATE CONSTRAINT TRIGGER run_event_topic AFTER INSERT ON run_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.kind IN ('run-submitted', 'status-changed', 'run-edited'))
  EXECUTE FUNCTION number_topic_event();

-- What stays of a run that was removed for good: runs that came from it go on naming it.
CREATE TABLE removed_run (
  id uuid PRIMARY KEY,
  number int NOT NULL,
  name text NOT NULL,
  owner_id uuid NOT NULL,
  removed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- NULL until its files are gone as well; then nothing of it is looked for any more.
  files_removed_at timestamptz
);
CREATE INDEX removed_run_files ON removed_run (removed_at) WHERE files_removed_at IS NULL;
ALTER TABLE run
  DROP CONSTRAINT run_continued_from_run_fkey,
  DROP CONSTRAINT run_reproduces_fkey,
  DROP CONSTRAINT run_parent_id_fkey;

-- For the choice of columns, and for sorting by a parameter.
CREATE INDEX run_parameter_key ON run_parameter (key);
CREATE INDEX notice_age ON notice (at);
