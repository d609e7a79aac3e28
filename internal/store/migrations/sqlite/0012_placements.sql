-- +goose Up
-- Where a comment is in each version that was published after the one it was made on: carried by the program, or placed
-- by a person (placed_by, placed_at). confidence is per mille. shown follows the comment's publication. tell: its author
-- is still to be told that the words changed.
CREATE TABLE placements (
  consultation_id INTEGER NOT NULL,
  comment_id      INTEGER NOT NULL,
  version_id      INTEGER NOT NULL,
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
  placed_by       INTEGER,
  placed_at       TIMESTAMP,
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
CREATE TRIGGER placements_shown AFTER UPDATE OF publication ON comments WHEN OLD.publication <> NEW.publication
BEGIN
  UPDATE placements SET shown = (NEW.publication = 'published') WHERE consultation_id = NEW.consultation_id AND comment_id = NEW.id;
END;
-- +goose StatementEnd

-- Versions into which comments are still to be carried. Those published before there was this table wait from now on.
CREATE TABLE carryings (
  consultation_id INTEGER NOT NULL,
  version_id      INTEGER NOT NULL,
  draft_id        INTEGER NOT NULL,
  quiet           BOOLEAN NOT NULL,
  due_at          TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, version_id),
  FOREIGN KEY (consultation_id, version_id) REFERENCES versions (consultation_id, id)
);
INSERT INTO carryings (consultation_id, version_id, draft_id, quiet, due_at)
SELECT consultation_id, id, draft_id, 1, published_at FROM versions WHERE number > 1;

-- +goose Down
DROP TABLE carryings;
DROP TRIGGER placements_shown;
DROP INDEX comments_places;
DROP TABLE placements;
