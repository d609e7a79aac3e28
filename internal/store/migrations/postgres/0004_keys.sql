-- +goose Up
CREATE TABLE passkey_handles (
  person_id BIGINT NOT NULL PRIMARY KEY REFERENCES people (id),
  handle    TEXT NOT NULL UNIQUE
);

-- A passkey is found by the id of its credential before anybody is known.
CREATE TABLE passkeys (
  id           BIGINT NOT NULL PRIMARY KEY,
  person_id    BIGINT NOT NULL REFERENCES people (id),
  credential   TEXT NOT NULL UNIQUE,
  name         TEXT NOT NULL,
  record       BYTEA NOT NULL,
  count        BIGINT NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL,
  last_used_at TIMESTAMPTZ,
  copied_at    TIMESTAMPTZ
);
CREATE INDEX passkeys_person ON passkeys (person_id);

CREATE TABLE identities (
  id           BIGINT NOT NULL PRIMARY KEY,
  person_id    BIGINT NOT NULL REFERENCES people (id),
  provider     TEXT NOT NULL,
  issuer       TEXT NOT NULL,
  subject      TEXT NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL,
  last_used_at TIMESTAMPTZ,
  UNIQUE (issuer, subject)
);
CREATE INDEX identities_person ON identities (person_id);

CREATE TABLE ceremonies (
  hash       TEXT NOT NULL PRIMARY KEY,
  kind       TEXT NOT NULL,
  browser    TEXT NOT NULL,
  state      BYTEA NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX ceremonies_expires ON ceremonies (expires_at);

-- +goose Down
DROP TABLE ceremonies;
DROP TABLE identities;
DROP TABLE passkeys;
DROP TABLE passkey_handles;
