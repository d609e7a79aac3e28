-- +goose Up
-- A signature that a colleague prepares for an officer; an organisation has one that is under way.
CREATE TABLE signature_preparations (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  ref             TEXT NOT NULL UNIQUE,
  organisation_id BIGINT NOT NULL REFERENCES organisations (id),
  state           TEXT NOT NULL CHECK (state IN ('clearing', 'waiting', 'returned', 'signed', 'cancelled')),
  revision        BIGINT NOT NULL,
  signature_id    BIGINT,
  created_at      TIMESTAMPTZ NOT NULL,
  until           TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id)
);
CREATE UNIQUE INDEX signature_preparations_open ON signature_preparations (consultation_id, organisation_id) WHERE state NOT IN ('signed', 'cancelled');
CREATE INDEX signature_preparations_organisation ON signature_preparations (organisation_id, id);
CREATE INDEX signature_preparations_until ON signature_preparations (until);

-- What would be signed, one frozen row a revision. Only who somebody is can be emptied.
CREATE TABLE signature_revisions (
  consultation_id     BIGINT NOT NULL,
  preparation_id      BIGINT NOT NULL,
  number              BIGINT NOT NULL,
  organisation        TEXT NOT NULL,
  draft_id            BIGINT NOT NULL,
  version_id          BIGINT NOT NULL,
  language            TEXT NOT NULL,
  sha256              TEXT NOT NULL,
  terms_version       BIGINT NOT NULL,
  terms_sha256        TEXT NOT NULL,
  officer_name        TEXT NOT NULL,
  officer_title       TEXT NOT NULL,
  officer_email       TEXT NOT NULL,
  officer_email_key   TEXT NOT NULL,
  authority_statement TEXT NOT NULL,
  reservation         TEXT NOT NULL,
  reservation_kind    TEXT NOT NULL CHECK (reservation_kind IN ('', 'reservation', 'declaration')),
  publish_on          TEXT NOT NULL,
  prepared_at         TIMESTAMPTZ NOT NULL,
  prepared_by         BIGINT,
  PRIMARY KEY (consultation_id, preparation_id, number),
  FOREIGN KEY (consultation_id, preparation_id) REFERENCES signature_preparations (consultation_id, id) ON DELETE CASCADE
);
CREATE INDEX signature_revisions_officer ON signature_revisions (officer_email_key) WHERE officer_email_key <> '';
-- +goose StatementBegin
CREATE FUNCTION signature_revisions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.consultation_id, NEW.preparation_id, NEW.number, NEW.organisation, NEW.draft_id, NEW.version_id, NEW.language, NEW.sha256, NEW.terms_version, NEW.terms_sha256, NEW.reservation, NEW.reservation_kind, NEW.publish_on, NEW.prepared_at)
    IS DISTINCT FROM (OLD.consultation_id, OLD.preparation_id, OLD.number, OLD.organisation, OLD.draft_id, OLD.version_id, OLD.language, OLD.sha256, OLD.terms_version, OLD.terms_sha256, OLD.reservation, OLD.reservation_kind, OLD.publish_on, OLD.prepared_at)
    OR (NEW.officer_email_key <> '' AND (NEW.officer_name, NEW.officer_title, NEW.officer_email, NEW.officer_email_key, NEW.authority_statement) IS DISTINCT FROM (OLD.officer_name, OLD.officer_title, OLD.officer_email, OLD.officer_email_key, OLD.authority_statement))
    OR (NEW.prepared_by IS NOT NULL AND NEW.prepared_by IS DISTINCT FROM OLD.prepared_by) THEN
    RAISE EXCEPTION 'what was prepared is never changed';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER signature_revisions_unchanged BEFORE UPDATE ON signature_revisions FOR EACH ROW EXECUTE FUNCTION signature_revisions_refuse();

-- The links that were mailed: to clear a revision, or to sign it. Of the secret there is the hash alone.
CREATE TABLE signature_links (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  ref             TEXT NOT NULL UNIQUE,
  preparation_id  BIGINT NOT NULL,
  revision        BIGINT NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('clear', 'officer')),
  name            TEXT NOT NULL,
  email           TEXT NOT NULL,
  email_key       TEXT NOT NULL,
  hash            TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('asked', 'cleared', 'objected', 'signed', 'returned', 'replaced')),
  remark          TEXT NOT NULL,
  notice_version  BIGINT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  until           TIMESTAMPTZ NOT NULL,
  reminded_at     TIMESTAMPTZ,
  answered_at     TIMESTAMPTZ,
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
DROP FUNCTION signature_revisions_refuse;
DROP TABLE signature_preparations;
