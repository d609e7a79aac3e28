-- +goose Up
-- How far pledges have come, as independent reviewers see it. The grade is written once; so are the answer of whoever
-- pledged, and when both became public, with the commitment to them. One of a pledge's grades at a time is not public.
CREATE TABLE pledge_grades (
  consultation_id INTEGER NOT NULL,
  pledge_id       INTEGER NOT NULL,
  number          INTEGER NOT NULL,
  version         INTEGER NOT NULL,
  grade           TEXT NOT NULL CHECK (grade IN ('not_started', 'limited', 'substantial', 'complete', 'no_evidence')),
  reasons         TEXT NOT NULL,
  language        TEXT NOT NULL,
  graded_at       TIMESTAMP NOT NULL,
  graded_by       INTEGER,
  answer_until    TIMESTAMP NOT NULL,
  answer          TEXT NOT NULL,
  answer_language TEXT NOT NULL,
  answer_notices  INTEGER NOT NULL,
  answered_at     TIMESTAMP,
  answered_by     INTEGER,
  public_at       TIMESTAMP,
  salt            TEXT NOT NULL,
  commitment      TEXT NOT NULL,
  PRIMARY KEY (consultation_id, pledge_id, number),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);
CREATE UNIQUE INDEX pledge_grades_waiting ON pledge_grades (consultation_id, pledge_id) WHERE public_at IS NULL;
CREATE INDEX pledge_grades_until ON pledge_grades (answer_until) WHERE public_at IS NULL;
-- +goose StatementBegin
CREATE TRIGGER pledge_grades_unchanged BEFORE UPDATE ON pledge_grades
WHEN (NEW.graded_by IS NOT NULL AND NEW.graded_by IS NOT OLD.graded_by)
  OR (OLD.answered_at IS NOT NULL AND NEW.answered_by IS NOT NULL AND NEW.answered_by IS NOT OLD.answered_by)
  OR ((OLD.answered_at IS NOT NULL OR OLD.public_at IS NOT NULL) AND (NEW.answer IS NOT OLD.answer OR NEW.answer_language IS NOT OLD.answer_language
    OR NEW.answer_notices IS NOT OLD.answer_notices OR NEW.answered_at IS NOT OLD.answered_at))
  OR (OLD.public_at IS NOT NULL AND (NEW.public_at IS NOT OLD.public_at OR NEW.commitment IS NOT OLD.commitment))
  OR NEW.consultation_id IS NOT OLD.consultation_id OR NEW.pledge_id IS NOT OLD.pledge_id OR NEW.number IS NOT OLD.number
  OR NEW.version IS NOT OLD.version OR NEW.grade IS NOT OLD.grade OR NEW.reasons IS NOT OLD.reasons OR NEW.language IS NOT OLD.language
  OR NEW.graded_at IS NOT OLD.graded_at OR NEW.answer_until IS NOT OLD.answer_until OR NEW.salt IS NOT OLD.salt
BEGIN SELECT RAISE(ABORT, 'a grade and its answer are never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pledge_grades_kept BEFORE DELETE ON pledge_grades
BEGIN SELECT RAISE(ABORT, 'a grade stays in the record'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE pledge_grades;
