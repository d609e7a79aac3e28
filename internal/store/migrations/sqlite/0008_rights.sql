-- +goose Up
-- Rights: what was erased and why, what was agreed to in which words, who said that something is not theirs.
ALTER TABLE people ADD COLUMN erasing TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN erased_at TIMESTAMP;
ALTER TABLE comment_authors ADD COLUMN name_withdrawn BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE comments ADD COLUMN removed_at TIMESTAMP;
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
  consultation_id INTEGER NOT NULL,
  comment_id      INTEGER NOT NULL,
  what            TEXT NOT NULL,
  why             TEXT NOT NULL,
  asked_by        TEXT NOT NULL,
  at              TIMESTAMP NOT NULL,
  purged_at       TIMESTAMP,
  PRIMARY KEY (consultation_id, comment_id),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);
-- those whose traces are still to be overwritten on the disk
CREATE INDEX erasures_unpurged ON erasures (consultation_id, comment_id) WHERE purged_at IS NULL;
-- +goose StatementBegin
CREATE TRIGGER erasures_unchanged BEFORE UPDATE OF consultation_id, comment_id, what, why, asked_by, at ON erasures
BEGIN SELECT RAISE(ABORT, 'what was erased stays told'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER erasures_kept BEFORE DELETE ON erasures
BEGIN SELECT RAISE(ABORT, 'what was erased stays told'); END;
-- +goose StatementEnd

DROP TRIGGER comment_texts_unchanged;
DROP TRIGGER comment_texts_kept;
-- What was said is never changed; it can only be emptied or deleted, and only where an erasure says so.
-- +goose StatementBegin
CREATE TRIGGER comment_texts_unchanged BEFORE UPDATE ON comment_texts
WHEN NEW.consultation_id <> OLD.consultation_id OR NEW.comment_id <> OLD.comment_id OR NEW.revision <> OLD.revision
  OR NEW.created_at <> OLD.created_at OR NEW.body <> '' OR NEW.body_html <> '' OR NEW.proposed_text <> '' OR NEW.salt <> ''
  OR NOT EXISTS (SELECT 1 FROM erasures e WHERE e.consultation_id = OLD.consultation_id AND e.comment_id = OLD.comment_id)
BEGIN SELECT RAISE(ABORT, 'what was said is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER comment_texts_kept BEFORE DELETE ON comment_texts
WHEN NOT EXISTS (SELECT 1 FROM erasures e WHERE e.consultation_id = OLD.consultation_id AND e.comment_id = OLD.comment_id)
BEGIN SELECT RAISE(ABORT, 'what was said is never deleted'); END;
-- +goose StatementEnd

CREATE TABLE consents (
  consultation_id INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  comment_id      INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  notice_version  INTEGER NOT NULL,
  language        TEXT NOT NULL,
  wording         TEXT NOT NULL,
  given_at        TIMESTAMP NOT NULL,
  withdrawn_at    TIMESTAMP,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);
CREATE INDEX consents_comment ON consents (consultation_id, comment_id);

CREATE TABLE reports (
  consultation_id INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  comment_id      INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  body            TEXT NOT NULL,
  email           TEXT NOT NULL,
  created_at      TIMESTAMP NOT NULL,
  decision        TEXT NOT NULL,
  person_id       INTEGER,
  decided_at      TIMESTAMP,
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
DROP TRIGGER comment_texts_kept;
DROP TRIGGER comment_texts_unchanged;
-- +goose StatementBegin
CREATE TRIGGER comment_texts_unchanged BEFORE UPDATE ON comment_texts
BEGIN SELECT RAISE(ABORT, 'what was said is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER comment_texts_kept BEFORE DELETE ON comment_texts
BEGIN SELECT RAISE(ABORT, 'what was said is never deleted'); END;
-- +goose StatementEnd
DROP TABLE erasures;
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
