-- +goose Up
-- Texts that were brought in, as they were recognised, until they are kept. text and undo are JSON: the text as it was
-- corrected, and as it was before the last correction.
CREATE TABLE text_imports (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  ref             TEXT NOT NULL,
  draft           TEXT NOT NULL,
  new_draft       BOOLEAN NOT NULL,
  draft_title     TEXT NOT NULL,
  language        TEXT NOT NULL,
  label           TEXT NOT NULL,
  file_name       TEXT NOT NULL,
  file            BYTEA NOT NULL,
  text            TEXT NOT NULL,
  undo            TEXT NOT NULL,
  revision        BIGINT NOT NULL,
  person_id       BIGINT,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id)
);
CREATE UNIQUE INDEX text_imports_ref ON text_imports (consultation_id, ref);
CREATE INDEX text_imports_created ON text_imports (created_at);

-- Comments of a Word file that become comments once the working version is published that was made of it. created_at is
-- what the file says, else when it was brought in.
CREATE TABLE imported_comments (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  version_id      BIGINT NOT NULL,
  external_id     TEXT NOT NULL,
  wid             TEXT NOT NULL,
  start_at        INTEGER NOT NULL,
  exact           TEXT NOT NULL,
  body            TEXT NOT NULL,
  author_name     TEXT NOT NULL,
  publish_name    BOOLEAN NOT NULL,
  person_id       BIGINT,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, version_id) REFERENCES versions (consultation_id, id)
);
CREATE INDEX imported_comments_version ON imported_comments (consultation_id, version_id, id);

-- +goose Down
DROP TABLE imported_comments;
DROP TABLE text_imports;
