-- +goose Up
-- What signing means, one frozen row a version. Until there is one the default terms stand.
CREATE TABLE signing_terms (
  consultation_id INTEGER NOT NULL REFERENCES consultations (id),
  version         INTEGER NOT NULL,
  act             TEXT NOT NULL CHECK (act IN ('sign', 'endorse', 'support')),
  meaning         TEXT NOT NULL,
  sha256          TEXT NOT NULL,
  created_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, version)
);
-- +goose StatementBegin
CREATE TRIGGER signing_terms_unchanged BEFORE UPDATE ON signing_terms
BEGIN SELECT RAISE(ABORT, 'terms of signing are never changed'); END;
-- +goose StatementEnd

-- Which version is open for signature; the newest row counts, and without one the newest published version is.
CREATE TABLE signing_openings (
  consultation_id INTEGER NOT NULL REFERENCES consultations (id),
  id              INTEGER NOT NULL,
  draft_id        INTEGER NOT NULL,
  version_id      INTEGER NOT NULL,
  created_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, id)
);

-- number is the order of signing; one that replaces another keeps it. What the organisation was called and what it was
-- when it signed stays. The officer is committed to apart, so that the name can be erased without the rest.
CREATE TABLE signatures (
  consultation_id       INTEGER NOT NULL REFERENCES consultations (id),
  id                    INTEGER NOT NULL,
  ref                   TEXT NOT NULL UNIQUE,
  number                INTEGER NOT NULL,
  organisation_id       INTEGER NOT NULL REFERENCES organisations (id),
  organisation          TEXT NOT NULL,
  organisation_language TEXT NOT NULL,
  country               TEXT NOT NULL,
  region                TEXT NOT NULL,
  stakeholder_type      TEXT NOT NULL,
  stakeholder_subtype   TEXT NOT NULL,
  draft_id              INTEGER NOT NULL,
  version_id            INTEGER NOT NULL,
  language              TEXT NOT NULL,
  sha256                TEXT NOT NULL,
  officer_name          TEXT NOT NULL,
  officer_title         TEXT NOT NULL,
  authority_statement   TEXT NOT NULL,
  officer_salt          TEXT NOT NULL,
  officer_commitment    TEXT NOT NULL,
  reservation           TEXT NOT NULL,
  reservation_kind      TEXT NOT NULL CHECK (reservation_kind IN ('', 'reservation', 'declaration')),
  terms_version         INTEGER NOT NULL,
  notice_version        INTEGER NOT NULL,
  status                TEXT NOT NULL CHECK (status IN ('pending', 'verified', 'published', 'needs_reconsent', 'withdrawn', 'replaced')),
  how                   TEXT NOT NULL,
  verified_at           TIMESTAMP,
  verified_by           INTEGER,
  publish_on            TIMESTAMP NOT NULL,
  published_at          TIMESTAMP,
  signed_at             TIMESTAMP NOT NULL,
  signed_by             INTEGER,
  late                  BOOLEAN NOT NULL,
  withdrawn_at          TIMESTAMP,
  withdrawn_reason      TEXT NOT NULL,
  replaces              INTEGER,
  salt                  TEXT NOT NULL,
  commitment            TEXT NOT NULL,
  seq                   INTEGER NOT NULL,
  PRIMARY KEY (consultation_id, id)
);
-- one valid signature of an organisation
CREATE UNIQUE INDEX signatures_one ON signatures (consultation_id, organisation_id) WHERE status NOT IN ('withdrawn', 'replaced');
CREATE UNIQUE INDEX signatures_number ON signatures (consultation_id, number) WHERE status <> 'replaced';
CREATE INDEX signatures_organisation ON signatures (organisation_id, id);
-- the register, and what comes into it by and by
CREATE INDEX signatures_public ON signatures (consultation_id, number) WHERE published_at IS NOT NULL AND status <> 'replaced';
CREATE INDEX signatures_due ON signatures (publish_on, id) WHERE status = 'verified';
-- +goose StatementBegin
CREATE TRIGGER signatures_unchanged BEFORE UPDATE ON signatures
WHEN NEW.consultation_id IS NOT OLD.consultation_id OR NEW.id IS NOT OLD.id OR NEW.ref IS NOT OLD.ref OR NEW.number IS NOT OLD.number
  OR NEW.organisation_id IS NOT OLD.organisation_id OR NEW.organisation IS NOT OLD.organisation OR NEW.draft_id IS NOT OLD.draft_id
  OR NEW.version_id IS NOT OLD.version_id OR NEW.language IS NOT OLD.language OR NEW.sha256 IS NOT OLD.sha256
  OR NEW.reservation IS NOT OLD.reservation OR NEW.reservation_kind IS NOT OLD.reservation_kind OR NEW.terms_version IS NOT OLD.terms_version
  OR NEW.signed_at IS NOT OLD.signed_at OR NEW.replaces IS NOT OLD.replaces OR NEW.salt IS NOT OLD.salt OR NEW.commitment IS NOT OLD.commitment
  OR NEW.officer_commitment IS NOT OLD.officer_commitment OR (NEW.officer_salt <> '' AND (NEW.officer_salt IS NOT OLD.officer_salt
  OR NEW.officer_name IS NOT OLD.officer_name OR NEW.officer_title IS NOT OLD.officer_title))
BEGIN SELECT RAISE(ABORT, 'what was signed is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER signatures_kept BEFORE DELETE ON signatures
BEGIN SELECT RAISE(ABORT, 'a signature stays in the record'); END;
-- +goose StatementEnd

-- Of what an entry of the log is that is not about a comment; only ties it to its row here.
ALTER TABLE log_entries ADD COLUMN about_id INTEGER;
CREATE INDEX log_entries_about ON log_entries (consultation_id, about_id, id) WHERE about_id IS NOT NULL;
-- +goose StatementBegin
CREATE TRIGGER log_entries_about_unchanged BEFORE UPDATE ON log_entries WHEN NEW.about_id IS NOT OLD.about_id
BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER log_entries_about_unchanged;
DROP INDEX log_entries_about;
ALTER TABLE log_entries DROP COLUMN about_id;
DROP TABLE signatures;
DROP TABLE signing_openings;
DROP TABLE signing_terms;
