-- +goose Up
-- What an author gave of themselves is committed to with a salt of its own, so that it can be erased by itself.
ALTER TABLE comment_authors ADD COLUMN salt TEXT NOT NULL DEFAULT '';

CREATE TABLE log_entries (
  consultation_id INTEGER NOT NULL REFERENCES consultations (id),
  id              INTEGER NOT NULL,
  comment_id      INTEGER,
  kind            TEXT NOT NULL,
  leaf            TEXT NOT NULL,
  leaf_hash       BLOB NOT NULL,
  epoch           INTEGER,
  idx             INTEGER,
  created_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, id),
  UNIQUE (consultation_id, epoch, idx),
  CHECK ((epoch IS NULL) = (idx IS NULL))
);
-- what waits for its number: all that an idle sequencer reads
CREATE INDEX log_entries_waiting ON log_entries (consultation_id, id) WHERE idx IS NULL;
CREATE INDEX log_entries_comment ON log_entries (consultation_id, comment_id, id);
CREATE INDEX log_entries_hash ON log_entries (consultation_id, leaf_hash);
CREATE INDEX log_entries_kind ON log_entries (consultation_id, kind);
-- +goose StatementBegin
CREATE TRIGGER log_entries_unchanged BEFORE UPDATE ON log_entries
WHEN OLD.idx IS NOT NULL OR NEW.idx IS NULL OR NEW.consultation_id IS NOT OLD.consultation_id OR NEW.id IS NOT OLD.id
  OR NEW.comment_id IS NOT OLD.comment_id OR NEW.kind IS NOT OLD.kind OR NEW.leaf IS NOT OLD.leaf
  OR NEW.leaf_hash IS NOT OLD.leaf_hash OR NEW.created_at IS NOT OLD.created_at
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER log_entries_kept BEFORE DELETE ON log_entries
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd

CREATE TABLE log_nodes (
  consultation_id INTEGER NOT NULL REFERENCES consultations (id),
  epoch           INTEGER NOT NULL,
  idx             INTEGER NOT NULL,
  hash            BLOB NOT NULL,
  PRIMARY KEY (consultation_id, epoch, idx)
);
-- +goose StatementBegin
CREATE TRIGGER log_nodes_unchanged BEFORE UPDATE ON log_nodes
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER log_nodes_kept BEFORE DELETE ON log_nodes
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd

CREATE TABLE log_checkpoints (
  consultation_id INTEGER NOT NULL REFERENCES consultations (id),
  epoch           INTEGER NOT NULL,
  size            INTEGER NOT NULL,
  root            BLOB NOT NULL,
  note            TEXT NOT NULL,
  signed_at       TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, epoch, size)
);
-- +goose StatementBegin
CREATE TRIGGER log_checkpoints_unchanged BEFORE UPDATE ON log_checkpoints
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER log_checkpoints_kept BEFORE DELETE ON log_checkpoints
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd

-- The head of each consultation's log; its row is what sequencers lock. origin is of the epoch.
CREATE TABLE log_state (
  consultation_id INTEGER NOT NULL PRIMARY KEY REFERENCES consultations (id),
  epoch           INTEGER NOT NULL,
  origin          TEXT NOT NULL,
  size            INTEGER NOT NULL,
  adopting        BOOLEAN NOT NULL
);
-- What was there before the log is taken into it at the first start.
INSERT INTO log_state (consultation_id, epoch, origin, size, adopting) SELECT id, 1, '', 0, TRUE FROM consultations;

-- The public key that this installation's logs are signed with; there is one.
CREATE TABLE log_keys (
  fingerprint TEXT NOT NULL PRIMARY KEY,
  public_key  TEXT NOT NULL,
  created_at  TIMESTAMP NOT NULL
);
-- +goose StatementBegin
CREATE TRIGGER log_keys_unchanged BEFORE UPDATE ON log_keys
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER log_keys_kept BEFORE DELETE ON log_keys
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd

CREATE TABLE leases (
  name       TEXT NOT NULL PRIMARY KEY,
  holder     TEXT NOT NULL,
  expires_at TIMESTAMP NOT NULL
);

-- +goose Down
DROP TABLE leases;
DROP TABLE log_keys;
DROP TABLE log_state;
DROP TABLE log_checkpoints;
DROP TABLE log_nodes;
DROP TABLE log_entries;
ALTER TABLE comment_authors DROP COLUMN salt;
