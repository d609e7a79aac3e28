-- +goose Up
-- What signing means, one frozen row a version. Until there is one the default terms stand.
CREATE TABLE signing_terms (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  version         BIGINT NOT NULL,
  act             TEXT NOT NULL CHECK (act IN ('sign', 'endorse', 'support')),
  meaning         TEXT NOT NULL,
  sha256          TEXT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, version)
);
-- +goose StatementBegin
CREATE FUNCTION signing_terms_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'terms of signing are never changed';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER signing_terms_unchanged BEFORE UPDATE ON signing_terms FOR EACH ROW EXECUTE FUNCTION signing_terms_refuse();

-- Which version is open for signature; the newest row counts, and without one the newest published version is.
CREATE TABLE signing_openings (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  draft_id        BIGINT NOT NULL,
  version_id      BIGINT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id)
);

-- number is the order of signing; one that replaces another keeps it. What the organisation was called and what it was
-- when it signed stays. The officer is committed to apart, so that the name can be erased without the rest.
CREATE TABLE signatures (
  consultation_id       BIGINT NOT NULL REFERENCES consultations (id),
  id                    BIGINT NOT NULL,
  ref                   TEXT NOT NULL UNIQUE,
  number                BIGINT NOT NULL,
  organisation_id       BIGINT NOT NULL REFERENCES organisations (id),
  organisation          TEXT NOT NULL,
  organisation_language TEXT NOT NULL,
  country               TEXT NOT NULL,
  region                TEXT NOT NULL,
  stakeholder_type      TEXT NOT NULL,
  stakeholder_subtype   TEXT NOT NULL,
  draft_id              BIGINT NOT NULL,
  version_id            BIGINT NOT NULL,
  language              TEXT NOT NULL,
  sha256                TEXT NOT NULL,
  officer_name          TEXT NOT NULL,
  officer_title         TEXT NOT NULL,
  authority_statement   TEXT NOT NULL,
  officer_salt          TEXT NOT NULL,
  officer_commitment    TEXT NOT NULL,
  reservation           TEXT NOT NULL,
  reservation_kind      TEXT NOT NULL CHECK (reservation_kind IN ('', 'reservation', 'declaration')),
  terms_version         BIGINT NOT NULL,
  notice_version        BIGINT NOT NULL,
  status                TEXT NOT NULL CHECK (status IN ('pending', 'verified', 'published', 'needs_reconsent', 'withdrawn', 'replaced')),
  how                   TEXT NOT NULL,
  verified_at           TIMESTAMPTZ,
  verified_by           BIGINT,
  publish_on            TIMESTAMPTZ NOT NULL,
  published_at          TIMESTAMPTZ,
  signed_at             TIMESTAMPTZ NOT NULL,
  signed_by             BIGINT,
  late                  BOOLEAN NOT NULL,
  withdrawn_at          TIMESTAMPTZ,
  withdrawn_reason      TEXT NOT NULL,
  replaces              BIGINT,
  salt                  TEXT NOT NULL,
  commitment            TEXT NOT NULL,
  seq                   BIGINT NOT NULL,
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
CREATE FUNCTION signatures_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.consultation_id, NEW.id, NEW.ref, NEW.number, NEW.organisation_id, NEW.organisation, NEW.draft_id, NEW.version_id, NEW.language,
      NEW.sha256, NEW.reservation, NEW.reservation_kind, NEW.terms_version, NEW.signed_at, NEW.replaces, NEW.salt, NEW.commitment, NEW.officer_commitment)
    IS DISTINCT FROM (OLD.consultation_id, OLD.id, OLD.ref, OLD.number, OLD.organisation_id, OLD.organisation, OLD.draft_id, OLD.version_id, OLD.language,
      OLD.sha256, OLD.reservation, OLD.reservation_kind, OLD.terms_version, OLD.signed_at, OLD.replaces, OLD.salt, OLD.commitment, OLD.officer_commitment)
    OR (NEW.officer_salt <> '' AND (NEW.officer_salt, NEW.officer_name, NEW.officer_title)
      IS DISTINCT FROM (OLD.officer_salt, OLD.officer_name, OLD.officer_title)) THEN
    RAISE EXCEPTION 'what was signed is never changed';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER signatures_unchanged BEFORE UPDATE ON signatures FOR EACH ROW EXECUTE FUNCTION signatures_refuse();
-- +goose StatementBegin
CREATE FUNCTION signatures_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a signature stays in the record';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER signatures_kept BEFORE DELETE ON signatures FOR EACH ROW EXECUTE FUNCTION signatures_keep();

-- Of what an entry of the log is that is not about a comment; only ties it to its row here.
ALTER TABLE log_entries ADD COLUMN about_id BIGINT;
CREATE INDEX log_entries_about ON log_entries (consultation_id, about_id, id) WHERE about_id IS NOT NULL;
CREATE TRIGGER log_entries_about_unchanged BEFORE UPDATE ON log_entries FOR EACH ROW
  WHEN (NEW.about_id IS DISTINCT FROM OLD.about_id) EXECUTE FUNCTION log_refuse();

-- +goose Down
DROP TRIGGER log_entries_about_unchanged ON log_entries;
DROP INDEX log_entries_about;
ALTER TABLE log_entries DROP COLUMN about_id;
DROP TABLE signatures;
DROP FUNCTION signatures_keep;
DROP FUNCTION signatures_refuse;
DROP TABLE signing_openings;
DROP TABLE signing_terms;
DROP FUNCTION signing_terms_refuse;
