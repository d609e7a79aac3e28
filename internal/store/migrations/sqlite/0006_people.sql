-- +goose Up
-- How people are named outside: an id that tells nothing, not even when they came.
ALTER TABLE people ADD COLUMN public_id TEXT NOT NULL DEFAULT '';
UPDATE people SET public_id = (SELECT lower(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-8' || substr(h, 18, 3) || '-' || substr(h, 21, 12)) FROM (SELECT hex(randomblob(16)) AS h, people.id));
CREATE UNIQUE INDEX people_public ON people (public_id);
-- Somebody who may not come in any more.
ALTER TABLE people ADD COLUMN disabled_at TIMESTAMP;

-- Tokens get a name, what they may at most, and an end before their time.
ALTER TABLE api_tokens ADD COLUMN id TEXT NOT NULL DEFAULT '';
UPDATE api_tokens SET id = (SELECT lower(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-8' || substr(h, 18, 3) || '-' || substr(h, 21, 12)) FROM (SELECT hex(randomblob(16)) AS h, api_tokens.hash));
CREATE UNIQUE INDEX api_tokens_id ON api_tokens (id);
CREATE INDEX api_tokens_person ON api_tokens (person_id);
ALTER TABLE api_tokens ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE api_tokens ADD COLUMN scopes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE api_tokens ADD COLUMN last_used_on TEXT NOT NULL DEFAULT '';
ALTER TABLE api_tokens ADD COLUMN revoked_at TIMESTAMP;

-- Who gave, changed or took which role, and when.
CREATE TABLE grant_changes (
  consultation_id INTEGER NOT NULL REFERENCES consultations (id),
  id              INTEGER NOT NULL,
  person_id       INTEGER NOT NULL REFERENCES people (id),
  role            TEXT NOT NULL,
  regions         TEXT NOT NULL,
  change          TEXT NOT NULL,
  by_person_id    INTEGER,
  created_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, id)
);

-- Who is invited to which role. Name and address are sealed with a key of the installation.
CREATE TABLE invitations (
  consultation_id INTEGER NOT NULL REFERENCES consultations (id),
  id              INTEGER NOT NULL,
  public_id       TEXT NOT NULL,
  hash            TEXT NOT NULL UNIQUE,
  role            TEXT NOT NULL,
  regions         TEXT NOT NULL,
  invited_by      INTEGER REFERENCES people (id),
  sealed          BLOB NOT NULL,
  created_at      TIMESTAMP NOT NULL,
  expires_at      TIMESTAMP NOT NULL,
  accepted_at     TIMESTAMP,
  revoked_at      TIMESTAMP,
  PRIMARY KEY (consultation_id, id),
  UNIQUE (consultation_id, public_id)
);

-- +goose Down
DROP TABLE invitations;
DROP TABLE grant_changes;
ALTER TABLE api_tokens DROP COLUMN revoked_at;
ALTER TABLE api_tokens DROP COLUMN last_used_on;
ALTER TABLE api_tokens DROP COLUMN scopes;
ALTER TABLE api_tokens DROP COLUMN name;
DROP INDEX api_tokens_person;
DROP INDEX api_tokens_id;
ALTER TABLE api_tokens DROP COLUMN id;
ALTER TABLE people DROP COLUMN disabled_at;
DROP INDEX people_public;
ALTER TABLE people DROP COLUMN public_id;
