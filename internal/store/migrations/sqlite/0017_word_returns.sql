-- +goose Up
-- Word files of working versions that came back. base is JSON: the text as it went out; choices is JSON: what was decided
-- about the changes in the file. Once these were brought onto the working version, applied_at says when.
CREATE TABLE word_returns (
  consultation_id INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  ref             TEXT NOT NULL,
  version_id      INTEGER NOT NULL,
  file_name       TEXT NOT NULL,
  file            BLOB NOT NULL,
  base            TEXT NOT NULL,
  choices         TEXT NOT NULL,
  revision        INTEGER NOT NULL,
  person_id       INTEGER,
  applied_at      TIMESTAMP,
  created_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, version_id) REFERENCES versions (consultation_id, id)
);
CREATE UNIQUE INDEX word_returns_ref ON word_returns (consultation_id, ref);
CREATE INDEX word_returns_version ON word_returns (consultation_id, version_id, id);
CREATE INDEX word_returns_created ON word_returns (created_at);

-- Whose words an act brought into the text, as a Word file names them; empty where whoever did it wrote them.
ALTER TABLE provision_edits ADD COLUMN words_of TEXT NOT NULL DEFAULT '';

-- The history is read by the order of its acts.
DROP INDEX provision_edits_version;
CREATE INDEX provision_edits_version ON provision_edits (consultation_id, version_id, seq, id);

-- +goose Down
DROP INDEX provision_edits_version;
CREATE INDEX provision_edits_version ON provision_edits (consultation_id, version_id, id);
ALTER TABLE provision_edits DROP COLUMN words_of;
DROP TABLE word_returns;
