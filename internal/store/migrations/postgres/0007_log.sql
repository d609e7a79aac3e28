-- +goose Up
-- What an author gave of themselves is committed to with a salt of its own, so that it can be erased by itself.
ALTER TABLE comment_authors ADD COLUMN salt TEXT NOT NULL DEFAULT '';

CREATE TABLE log_entries (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  comment_id      BIGINT,
  kind            TEXT NOT NULL,
  leaf            TEXT NOT NULL,
  leaf_hash       BYTEA NOT NULL,
  epoch           BIGINT,
  idx             BIGINT,
  created_at      TIMESTAMPTZ NOT NULL,
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
CREATE FUNCTION log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log is only added to';
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION log_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.idx IS NOT NULL OR NEW.idx IS NULL
    OR (NEW.consultation_id, NEW.id, NEW.comment_id, NEW.kind, NEW.leaf, NEW.leaf_hash, NEW.created_at)
      IS DISTINCT FROM (OLD.consultation_id, OLD.id, OLD.comment_id, OLD.kind, OLD.leaf, OLD.leaf_hash, OLD.created_at) THEN
    RAISE EXCEPTION 'the log is only added to';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER log_entries_unchanged BEFORE UPDATE ON log_entries FOR EACH ROW EXECUTE FUNCTION log_entries_refuse();
CREATE TRIGGER log_entries_kept BEFORE DELETE ON log_entries FOR EACH ROW EXECUTE FUNCTION log_refuse();

CREATE TABLE log_nodes (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  epoch           BIGINT NOT NULL,
  idx             BIGINT NOT NULL,
  hash            BYTEA NOT NULL,
  PRIMARY KEY (consultation_id, epoch, idx)
);
CREATE TRIGGER log_nodes_unchanged BEFORE UPDATE OR DELETE ON log_nodes FOR EACH ROW EXECUTE FUNCTION log_refuse();

CREATE TABLE log_checkpoints (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  epoch           BIGINT NOT NULL,
  size            BIGINT NOT NULL,
  root            BYTEA NOT NULL,
  note            TEXT NOT NULL,
  signed_at       TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, epoch, size)
);
CREATE TRIGGER log_checkpoints_unchanged BEFORE UPDATE OR DELETE ON log_checkpoints FOR EACH ROW EXECUTE FUNCTION log_refuse();

-- The head of each consultation's log; its row is what sequencers lock. origin is of the epoch.
CREATE TABLE log_state (
  consultation_id BIGINT NOT NULL PRIMARY KEY REFERENCES consultations (id),
  epoch           BIGINT NOT NULL,
  origin          TEXT NOT NULL,
  size            BIGINT NOT NULL,
  adopting        BOOLEAN NOT NULL
);
-- What was there before the log is taken into it at the first start.
INSERT INTO log_state (consultation_id, epoch, origin, size, adopting) SELECT id, 1, '', 0, TRUE FROM consultations;

-- The public key that this installation's logs are signed with; there is one.
CREATE TABLE log_keys (
  fingerprint TEXT NOT NULL PRIMARY KEY,
  public_key  TEXT NOT NULL,
  created_at  TIMESTAMPTZ NOT NULL
);
CREATE TRIGGER log_keys_unchanged BEFORE UPDATE OR DELETE ON log_keys FOR EACH ROW EXECUTE FUNCTION log_refuse();

CREATE TABLE leases (
  name       TEXT NOT NULL PRIMARY KEY,
  holder     TEXT NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE leases;
DROP TABLE log_keys;
DROP TABLE log_state;
DROP TABLE log_checkpoints;
DROP TABLE log_nodes;
DROP TABLE log_entries;
DROP FUNCTION log_entries_refuse;
DROP FUNCTION log_refuse;
ALTER TABLE comment_authors DROP COLUMN salt;
