-- +goose Up
-- The change_seq of a provision's last change while its version is worked on: its ETag.
ALTER TABLE provisions ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;

-- What was done to working versions, by whom. before and after are the provisions that it touched, as JSON.
CREATE TABLE provision_edits (
  consultation_id INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  version_id      INTEGER NOT NULL,
  language        TEXT NOT NULL,
  seq             INTEGER NOT NULL,
  act             TEXT NOT NULL,
  wid             TEXT NOT NULL,
  before          TEXT NOT NULL,
  after           TEXT NOT NULL,
  auto            BOOLEAN NOT NULL,
  person_id       INTEGER,
  created_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, version_id) REFERENCES versions (consultation_id, id)
);
CREATE INDEX provision_edits_version ON provision_edits (consultation_id, version_id, id);

-- Who has a provision open for editing, and when they were last seen at it.
CREATE TABLE open_edits (
  consultation_id INTEGER NOT NULL,
  version_id      INTEGER NOT NULL,
  language        TEXT NOT NULL,
  wid             TEXT NOT NULL,
  person_id       INTEGER NOT NULL,
  seen_at         TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, version_id, language, wid, person_id),
  FOREIGN KEY (consultation_id, version_id) REFERENCES versions (consultation_id, id)
);

-- +goose Down
DROP TABLE open_edits;
DROP TABLE provision_edits;
ALTER TABLE provisions DROP COLUMN seq;
