-- +goose Up
-- How people are named outside: an id that tells nothing, not even when they came.
ALTER TABLE people ADD COLUMN public_id TEXT NOT NULL DEFAULT '';
UPDATE people SET public_id = gen_random_uuid()::text;
CREATE UNIQUE INDEX people_public ON people (public_id);
-- Somebody who may not come in any more.
ALTER TABLE people ADD COLUMN disabled_at TIMESTAMPTZ;

-- Tokens get a name, what they may at most, and an end before their time.
ALTER TABLE api_tokens ADD COLUMN id TEXT NOT NULL DEFAULT '';
UPDATE api_tokens SET id = gen_random_uuid()::text;
CREATE UNIQUE INDEX api_tokens_id ON api_tokens (id);
CREATE INDEX api_tokens_person ON api_tokens (person_id);
ALTER TABLE api_tokens ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE api_tokens ADD COLUMN scopes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE api_tokens ADD COLUMN last_used_on TEXT NOT NULL DEFAULT '';
ALTER TABLE api_tokens ADD COLUMN revoked_at TIMESTAMPTZ;

-- Who gave, changed or took which role, and when.
CREATE TABLE grant_changes (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  person_id       BIGINT NOT NULL REFERENCES people (id),
  role            TEXT NOT NULL,
  regions         TEXT NOT NULL,
  change          TEXT NOT NULL,
  by_person_id    BIGINT,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id)
);

-- Who is invited to which role. Name and address are sealed with a key of the installation.
CREATE TABLE invitations (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  public_id       TEXT NOT NULL,
  hash            TEXT NOT NULL UNIQUE,
  role            TEXT NOT NULL,
  regions         TEXT NOT NULL,
  invited_by      BIGINT REFERENCES people (id),
  sealed          BYTEA NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  expires_at      TIMESTAMPTZ NOT NULL,
  accepted_at     TIMESTAMPTZ,
  revoked_at      TIMESTAMPTZ,
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
