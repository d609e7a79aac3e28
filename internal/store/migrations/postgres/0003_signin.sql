-- +goose Up
-- Whoever was signed in signs in again: a session now tells whose it is and since when.
DROP TABLE sessions;
CREATE TABLE sessions (
  hash          TEXT NOT NULL PRIMARY KEY,
  ref           TEXT NOT NULL UNIQUE,
  person_id     BIGINT NOT NULL REFERENCES people (id),
  device        TEXT NOT NULL,
  standing      TEXT NOT NULL,
  created_at    TIMESTAMPTZ NOT NULL,
  seen_at       TIMESTAMPTZ NOT NULL,
  stepped_up_at TIMESTAMPTZ,
  expires_at    TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

-- The short code of a link that was opened in another browser, and how often it was guessed at.
ALTER TABLE tokens ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
CREATE INDEX tokens_browser ON tokens (browser);

-- What was typed when a session had ended: sealed, for a day, for the browser it was typed in.
CREATE TABLE kept_forms (
  ref        TEXT NOT NULL PRIMARY KEY,
  browser    TEXT NOT NULL,
  person_id  BIGINT,
  sealed     BYTEA NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX kept_forms_browser ON kept_forms (browser, created_at);
CREATE INDEX kept_forms_expires ON kept_forms (expires_at);

-- +goose Down
DROP TABLE kept_forms;
DROP INDEX tokens_browser;
ALTER TABLE tokens DROP COLUMN tries;
ALTER TABLE tokens DROP COLUMN code;
DROP TABLE sessions;
CREATE TABLE sessions (
  hash       TEXT NOT NULL PRIMARY KEY,
  data       BYTEA NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires_at);
