-- +goose Up
-- Where a comment is in each version that was published after the one it was made on: carried by the program, or placed
-- by a person (placed_by, placed_at). confidence is per mille. shown follows the comment's publication. tell: its author
-- is still to be told that the words changed.
CREATE TABLE placements (
  consultation_id BIGINT NOT NULL,
  comment_id      BIGINT NOT NULL,
  version_id      BIGINT NOT NULL,
  state           TEXT NOT NULL,
  wid             TEXT NOT NULL,
  after_wid       TEXT NOT NULL,
  exact           TEXT NOT NULL,
  start_at        INTEGER NOT NULL,
  end_at          INTEGER NOT NULL,
  language        TEXT NOT NULL,
  confidence      INTEGER NOT NULL,
  shown           BOOLEAN NOT NULL,
  tell            BOOLEAN NOT NULL,
  placed_by       BIGINT,
  placed_at       TIMESTAMPTZ,
  PRIMARY KEY (consultation_id, comment_id, version_id),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id),
  FOREIGN KEY (consultation_id, version_id) REFERENCES versions (consultation_id, id)
);
-- the words of a version that earlier comments are on, and how many are on a provision
CREATE INDEX placements_marks ON placements (consultation_id, version_id, language, wid, start_at, end_at) WHERE shown;
CREATE INDEX placements_places ON placements (consultation_id, version_id, wid, after_wid, state) WHERE shown;
-- what a person has to look at
CREATE INDEX placements_doubtful ON placements (consultation_id, version_id, comment_id) WHERE placed_at IS NULL AND confidence < 500;
CREATE INDEX placements_tell ON placements (consultation_id, version_id, comment_id) WHERE tell;
-- the comments that were made on a version, by provision
CREATE INDEX comments_places ON comments (consultation_id, version_id, wid, after_wid) WHERE publication = 'published';

-- +goose StatementBegin
CREATE FUNCTION placements_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE placements SET shown = (NEW.publication = 'published') WHERE consultation_id = NEW.consultation_id AND comment_id = NEW.id;
  RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER placements_shown AFTER UPDATE OF publication ON comments
FOR EACH ROW WHEN (OLD.publication <> NEW.publication) EXECUTE FUNCTION placements_follow();

-- Versions into which comments are still to be carried. Those published before there was this table wait from now on.
CREATE TABLE carryings (
  consultation_id BIGINT NOT NULL,
  version_id      BIGINT NOT NULL,
  draft_id        BIGINT NOT NULL,
  quiet           BOOLEAN NOT NULL,
  due_at          TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, version_id),
  FOREIGN KEY (consultation_id, version_id) REFERENCES versions (consultation_id, id)
);
INSERT INTO carryings (consultation_id, version_id, draft_id, quiet, due_at)
SELECT consultation_id, id, draft_id, TRUE, published_at FROM versions WHERE number > 1;

-- +goose Down
DROP TABLE carryings;
DROP TRIGGER placements_shown ON comments;
DROP FUNCTION placements_follow();
DROP INDEX comments_places;
DROP TABLE placements;
