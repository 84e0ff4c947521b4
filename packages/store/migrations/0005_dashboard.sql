-- What the dashboard keeps. A deleted run can be restored until housekeeping removes it for good.
ALTER TABLE run ADD COLUMN deleted_at timestamptz, ADD COLUMN deleted_by uuid;
CREATE INDEX run_deleted ON run (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE saved_view (
  id uuid PRIMARY KEY,
  owner_id uuid NOT NULL REFERENCES "user" ON DELETE CASCADE,
  name text NOT NULL,
  query text NOT NULL,
  shared boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE UNIQUE INDEX saved_view_name ON saved_view (owner_id, lower(name));

CREATE TABLE user_preference (
  user_id uuid PRIMARY KEY REFERENCES "user" ON DELETE CASCADE,
  preferences jsonb NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE notice (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES "user" ON DELETE CASCADE,
  kind text NOT NULL,
  title text NOT NULL,
  message text NOT NULL,
  run_id uuid REFERENCES run ON DELETE CASCADE,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  read_at timestamptz
);
CREATE INDEX notice_user ON notice (user_id, at DESC, id DESC);
CREATE INDEX notice_unread ON notice (user_id) WHERE read_at IS NULL;
CREATE INDEX notice_run ON notice (run_id);

CREATE TABLE share (
  id uuid PRIMARY KEY,
  run_id uuid NOT NULL REFERENCES run ON DELETE CASCADE,
  owner_id uuid NOT NULL REFERENCES "user" ON DELETE CASCADE,
  token_hash text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  used_at timestamptz
);
CREATE INDEX share_run ON share (run_id);

-- What an administrator wishes; NULL = what the worker was started with. The worker follows with its next beat.
ALTER TABLE worker ADD COLUMN wanted_slots int, ADD COLUMN wanted_draining boolean NOT NULL DEFAULT false;
