-- +goose Up
-- A signature that a colleague prepares for an officer; an organisation has one that is under way.
CREATE TABLE signature_preparations (
  consultation_id INTEGER NOT NULL REFERENCES consultations (id),
  id              INTEGER NOT NULL,
  ref             TEXT NOT NULL UNIQUE,
  organisation_id INTEGER NOT NULL REFERENCES organisations (id),
  state           TEXT NOT NULL CHECK (state IN ('clearing', 'waiting', 'returned', 'signed', 'cancelled')),
  revision        INTEGER NOT NULL,
  signature_id    INTEGER,
  created_at      TIMESTAMP NOT NULL,
  until           TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, id)
);
CREATE UNIQUE INDEX signature_preparations_open ON signature_preparations (consultation_id, organisation_id) WHERE state NOT IN ('signed', 'cancelled');
CREATE INDEX signature_preparations_organisation ON signature_preparations (organisation_id, id);
CREATE INDEX signature_preparations_until ON signature_preparations (until);

-- What would be signed, one frozen row a revision. Only who somebody is can be emptied.
CREATE TABLE signature_revisions (
  consultation_id     INTEGER NOT NULL,
  preparation_id      INTEGER NOT NULL,
  number              INTEGER NOT NULL,
  organisation        TEXT NOT NULL,
  draft_id            INTEGER NOT NULL,
  version_id          INTEGER NOT NULL,
  language            TEXT NOT NULL,
  sha256              TEXT NOT NULL,
  terms_version       INTEGER NOT NULL,
  terms_sha256        TEXT NOT NULL,
  officer_name        TEXT NOT NULL,
  officer_title       TEXT NOT NULL,
  officer_email       TEXT NOT NULL,
  officer_email_key   TEXT NOT NULL,
  authority_statement TEXT NOT NULL,
  reservation         TEXT NOT NULL,
  reservation_kind    TEXT NOT NULL CHECK (reservation_kind IN ('', 'reservation', 'declaration')),
  publish_on          TEXT NOT NULL,
  prepared_at         TIMESTAMP NOT NULL,
  prepared_by         INTEGER,
  PRIMARY KEY (consultation_id, preparation_id, number),
  FOREIGN KEY (consultation_id, preparation_id) REFERENCES signature_preparations (consultation_id, id) ON DELETE CASCADE
);
CREATE INDEX signature_revisions_officer ON signature_revisions (officer_email_key) WHERE officer_email_key <> '';
-- +goose StatementBegin
CREATE TRIGGER signature_revisions_unchanged BEFORE UPDATE ON signature_revisions
WHEN NEW.consultation_id IS NOT OLD.consultation_id OR NEW.preparation_id IS NOT OLD.preparation_id OR NEW.number IS NOT OLD.number OR NEW.organisation IS NOT OLD.organisation
  OR NEW.draft_id IS NOT OLD.draft_id OR NEW.version_id IS NOT OLD.version_id OR NEW.language IS NOT OLD.language OR NEW.sha256 IS NOT OLD.sha256
  OR NEW.terms_version IS NOT OLD.terms_version OR NEW.terms_sha256 IS NOT OLD.terms_sha256 OR NEW.reservation IS NOT OLD.reservation OR NEW.reservation_kind IS NOT OLD.reservation_kind
  OR NEW.publish_on IS NOT OLD.publish_on OR NEW.prepared_at IS NOT OLD.prepared_at
  OR (NEW.officer_email_key <> '' AND (NEW.officer_name IS NOT OLD.officer_name OR NEW.officer_title IS NOT OLD.officer_title OR NEW.officer_email IS NOT OLD.officer_email OR NEW.officer_email_key IS NOT OLD.officer_email_key OR NEW.authority_statement IS NOT OLD.authority_statement))
  OR (NEW.prepared_by IS NOT NULL AND NEW.prepared_by IS NOT OLD.prepared_by)
BEGIN SELECT RAISE(ABORT, 'what was prepared is never changed'); END;
-- +goose StatementEnd

-- The links that were mailed: to clear a revision, or to sign it. Of the secret there is the hash alone.
CREATE TABLE signature_links (
  consultation_id INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  ref             TEXT NOT NULL UNIQUE,
  preparation_id  INTEGER NOT NULL,
  revision        INTEGER NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('clear', 'officer')),
  name            TEXT NOT NULL,
  email           TEXT NOT NULL,
  email_key       TEXT NOT NULL,
  hash            TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('asked', 'cleared', 'objected', 'signed', 'returned', 'replaced')),
  remark          TEXT NOT NULL,
  notice_version  INTEGER NOT NULL,
  created_at      TIMESTAMP NOT NULL,
  until           TIMESTAMP NOT NULL,
  reminded_at     TIMESTAMP,
  answered_at     TIMESTAMP,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, preparation_id) REFERENCES signature_preparations (consultation_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX signature_links_hash ON signature_links (hash) WHERE hash <> '';
CREATE INDEX signature_links_preparation ON signature_links (consultation_id, preparation_id, id);
CREATE INDEX signature_links_email ON signature_links (email_key) WHERE email_key <> '';
-- one link of a revision is the officer's
CREATE UNIQUE INDEX signature_links_officer ON signature_links (consultation_id, preparation_id, revision) WHERE kind = 'officer' AND state <> 'replaced';

-- Given by the link that was mailed to the officer: whoever signed is the officer, whatever they are called.
ALTER TABLE signatures ADD COLUMN by_link BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE signatures DROP COLUMN by_link;
DROP TABLE signature_links;
DROP TABLE signature_revisions;
DROP TABLE signature_preparations;
