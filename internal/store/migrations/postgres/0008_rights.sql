-- +goose Up
-- Rights: what was erased and why, what was agreed to in which words, who said that something is not theirs.
ALTER TABLE people ADD COLUMN erasing TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN erased_at TIMESTAMPTZ;
ALTER TABLE comment_authors ADD COLUMN name_withdrawn BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE comments ADD COLUMN removed_at TIMESTAMPTZ;
ALTER TABLE comments ADD COLUMN removed_why TEXT NOT NULL DEFAULT '';
-- of the comments that are no longer shown, few rows
CREATE INDEX comments_removed ON comments (consultation_id, publication) WHERE removed_at IS NOT NULL;

ALTER TABLE notices ADD COLUMN responsible TEXT NOT NULL DEFAULT '{}';
ALTER TABLE notices ADD COLUMN contact TEXT NOT NULL DEFAULT '{}';
ALTER TABLE notices ADD COLUMN hosting TEXT NOT NULL DEFAULT '{}';
ALTER TABLE notices ADD COLUMN readers TEXT NOT NULL DEFAULT '{}';
ALTER TABLE notices ADD COLUMN retention TEXT NOT NULL DEFAULT '{}';
ALTER TABLE notices ADD COLUMN law TEXT NOT NULL DEFAULT '{}';

CREATE TABLE erasures (
  consultation_id BIGINT NOT NULL,
  comment_id      BIGINT NOT NULL,
  what            TEXT NOT NULL,
  why             TEXT NOT NULL,
  asked_by        TEXT NOT NULL,
  at              TIMESTAMPTZ NOT NULL,
  purged_at       TIMESTAMPTZ,
  PRIMARY KEY (consultation_id, comment_id),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);
-- those whose traces are still to be overwritten on the disk
CREATE INDEX erasures_unpurged ON erasures (consultation_id, comment_id) WHERE purged_at IS NULL;
-- +goose StatementBegin
CREATE FUNCTION erasures_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was erased stays told'; END $$;
-- +goose StatementEnd
CREATE TRIGGER erasures_unchanged BEFORE DELETE OR UPDATE OF consultation_id, comment_id, what, why, asked_by, at ON erasures
FOR EACH ROW EXECUTE FUNCTION erasures_refuse();

-- What was said is never changed; it can only be emptied or deleted, and only where an erasure says so.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION comment_texts_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM erasures e WHERE e.consultation_id = OLD.consultation_id AND e.comment_id = OLD.comment_id) THEN
    RAISE EXCEPTION 'what was said is never changed or deleted';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF (NEW.consultation_id, NEW.comment_id, NEW.revision, NEW.created_at, NEW.body, NEW.body_html, NEW.proposed_text, NEW.salt)
     IS DISTINCT FROM (OLD.consultation_id, OLD.comment_id, OLD.revision, OLD.created_at, '', '', '', '') THEN
    RAISE EXCEPTION 'what was said is never changed, only erased';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd

CREATE TABLE consents (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  comment_id      BIGINT NOT NULL,
  kind            TEXT NOT NULL,
  notice_version  BIGINT NOT NULL,
  language        TEXT NOT NULL,
  wording         TEXT NOT NULL,
  given_at        TIMESTAMPTZ NOT NULL,
  withdrawn_at    TIMESTAMPTZ,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);
CREATE INDEX consents_comment ON consents (consultation_id, comment_id);

CREATE TABLE reports (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  comment_id      BIGINT NOT NULL,
  kind            TEXT NOT NULL,
  body            TEXT NOT NULL,
  email           TEXT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  decision        TEXT NOT NULL,
  person_id       BIGINT,
  decided_at      TIMESTAMPTZ,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);
CREATE INDEX reports_decision ON reports (consultation_id, decision, id);

-- whose comments these are
CREATE INDEX comment_authors_person ON comment_authors (person_id) WHERE person_id IS NOT NULL;

-- +goose Down
DROP INDEX comment_authors_person;
DROP TABLE reports;
DROP TABLE consents;
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION comment_texts_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was said is never changed or deleted'; END $$;
-- +goose StatementEnd
DROP TABLE erasures;
DROP FUNCTION erasures_refuse();
ALTER TABLE notices DROP COLUMN law;
ALTER TABLE notices DROP COLUMN retention;
ALTER TABLE notices DROP COLUMN readers;
ALTER TABLE notices DROP COLUMN hosting;
ALTER TABLE notices DROP COLUMN contact;
ALTER TABLE notices DROP COLUMN responsible;
DROP INDEX comments_removed;
ALTER TABLE comments DROP COLUMN removed_why;
ALTER TABLE comments DROP COLUMN removed_at;
ALTER TABLE comment_authors DROP COLUMN name_withdrawn;
ALTER TABLE people DROP COLUMN erased_at;
ALTER TABLE people DROP COLUMN erasing;
