-- +goose Up
-- Private notes of those who write a text on its provisions. They are of the draft and not of a version, so that they are
-- found again by wid after publication. wid is empty where one is about the whole text; exact are the words it is about.
-- From a file, author_name is whom the file names, and person_id who brought it in.
CREATE TABLE notes (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  ref             TEXT NOT NULL,
  draft_id        BIGINT NOT NULL,
  language        TEXT NOT NULL,
  wid             TEXT NOT NULL,
  exact           TEXT NOT NULL,
  body            TEXT NOT NULL,
  from_file       BOOLEAN NOT NULL,
  author_name     TEXT NOT NULL,
  person_id       BIGINT,
  settled_at      TIMESTAMPTZ,
  settled_by      BIGINT,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, draft_id) REFERENCES drafts (consultation_id, id)
);
CREATE UNIQUE INDEX notes_ref ON notes (consultation_id, ref);
CREATE INDEX notes_draft ON notes (consultation_id, draft_id, wid, id);

-- +goose Down
DROP TABLE notes;
