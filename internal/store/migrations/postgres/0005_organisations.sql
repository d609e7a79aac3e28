-- +goose Up
-- Organisations are of the installation: they speak in several consultations.
CREATE TABLE organisations (
  id                  BIGINT NOT NULL PRIMARY KEY,
  slug                TEXT NOT NULL UNIQUE,
  name                TEXT NOT NULL,
  language            TEXT NOT NULL,
  country             TEXT NOT NULL,
  region              TEXT NOT NULL,
  stakeholder_type    TEXT NOT NULL CHECK (stakeholder_type NOT IN ('individual', 'not_stated')),
  stakeholder_subtype TEXT NOT NULL,
  domains             TEXT NOT NULL,
  vouched             TEXT NOT NULL,
  website             TEXT NOT NULL,
  logo                TEXT NOT NULL,
  created_by          BIGINT,
  created_at          TIMESTAMPTZ NOT NULL,
  updated_at          TIMESTAMPTZ NOT NULL,
  version             BIGINT NOT NULL
);

-- One row for each language. A name is one organisation's: where it has the same in two languages the second repeats.
CREATE TABLE organisation_names (
  organisation_id BIGINT NOT NULL REFERENCES organisations (id),
  language        TEXT NOT NULL,
  name            TEXT NOT NULL,
  key             TEXT NOT NULL,
  skeleton        TEXT NOT NULL,
  repeats         BOOLEAN NOT NULL,
  PRIMARY KEY (organisation_id, language)
);
CREATE UNIQUE INDEX organisation_names_key ON organisation_names (key) WHERE NOT repeats;
CREATE INDEX organisation_names_skeleton ON organisation_names (skeleton);

CREATE TABLE organisation_logos (
  organisation_id BIGINT NOT NULL PRIMARY KEY REFERENCES organisations (id),
  content         BYTEA NOT NULL
);

-- Who may speak for whom. What was ended or refused stays.
CREATE TABLE mandates (
  id              BIGINT NOT NULL PRIMARY KEY,
  ref             TEXT NOT NULL UNIQUE,
  organisation_id BIGINT NOT NULL REFERENCES organisations (id),
  person_id       BIGINT NOT NULL REFERENCES people (id),
  state           TEXT NOT NULL CHECK (state IN ('asked', 'confirmed', 'refused', 'ended')),
  how             TEXT NOT NULL,
  title           TEXT NOT NULL,
  asked_at        TIMESTAMPTZ NOT NULL,
  decided_at      TIMESTAMPTZ,
  decided_by      BIGINT,
  ended_at        TIMESTAMPTZ,
  ended_by        BIGINT,
  reason          TEXT NOT NULL
);
CREATE UNIQUE INDEX mandates_open ON mandates (organisation_id, person_id) WHERE state IN ('asked', 'confirmed');
CREATE INDEX mandates_organisation ON mandates (organisation_id, id);
CREATE INDEX mandates_person ON mandates (person_id, id);
CREATE INDEX mandates_asked ON mandates (id) WHERE state = 'asked';

ALTER TABLE comments ADD COLUMN organisation_id BIGINT REFERENCES organisations (id);
ALTER TABLE comments ADD COLUMN organisation_verified BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX comments_organisation ON comments (organisation_id, received_at) WHERE organisation_id IS NOT NULL;

-- +goose Down
DROP INDEX comments_organisation;
ALTER TABLE comments DROP COLUMN organisation_verified;
ALTER TABLE comments DROP COLUMN organisation_id;
DROP TABLE mandates;
DROP TABLE organisation_logos;
DROP TABLE organisation_names;
DROP TABLE organisations;
