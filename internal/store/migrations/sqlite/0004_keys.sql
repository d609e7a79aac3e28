-- +goose Up
CREATE TABLE passkey_handles (
  person_id INTEGER NOT NULL PRIMARY KEY REFERENCES people (id),
  handle    TEXT NOT NULL UNIQUE
);

-- A passkey is found by the id of its credential before anybody is known.
CREATE TABLE passkeys (
  id           INTEGER NOT NULL PRIMARY KEY,
  person_id    INTEGER NOT NULL REFERENCES people (id),
  credential   TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  record       BLOB NOT NULL,
  count        INTEGER NOT NULL,
  created_at   TIMESTAMP NOT NULL,
  last_used_at TIMESTAMP,
  copied_at    TIMESTAMP
);
CREATE INDEX passkeys_person ON passkeys (person_id);

CREATE TABLE identities (
  id           INTEGER NOT NULL PRIMARY KEY,
  person_id    INTEGER NOT NULL REFERENCES people (id),
  provider     TEXT NOT NULL,
  issuer       TEXT NOT NULL,
  subject      TEXT NOT NULL,
  created_at   TIMESTAMP NOT NULL,
  last_used_at TIMESTAMP,
  UNIQUE (issuer, subject)
);
CREATE INDEX identities_person ON identities (person_id);

CREATE TABLE ceremonies (
  hash       TEXT NOT NULL PRIMARY KEY,
  kind       TEXT NOT NULL,
  browser    TEXT NOT NULL,
  state      BLOB NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX ceremonies_expires ON ceremonies (expires_at);

-- +goose Down
DROP TABLE ceremonies;
DROP TABLE identities;
DROP TABLE passkeys;
DROP TABLE passkey_handles;
