-- +goose Up
-- How far pledges have come, as independent reviewers see it. The grade is written once; so are the answer of whoever
-- pledged, and when both became public, with the commitment to them. One of a pledge's grades at a time is not public.
CREATE TABLE pledge_grades (
  consultation_id BIGINT NOT NULL,
  pledge_id       BIGINT NOT NULL,
  number          BIGINT NOT NULL,
  version         BIGINT NOT NULL,
  grade           TEXT NOT NULL CHECK (grade IN ('not_started', 'limited', 'substantial', 'complete', 'no_evidence')),
  reasons         TEXT NOT NULL,
  language        TEXT NOT NULL,
  graded_at       TIMESTAMPTZ NOT NULL,
  graded_by       BIGINT,
  answer_until    TIMESTAMPTZ NOT NULL,
  answer          TEXT NOT NULL,
  answer_language TEXT NOT NULL,
  answer_notices  BIGINT NOT NULL,
  answered_at     TIMESTAMPTZ,
  answered_by     BIGINT,
  public_at       TIMESTAMPTZ,
  salt            TEXT NOT NULL,
  commitment      TEXT NOT NULL,
  PRIMARY KEY (consultation_id, pledge_id, number),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);
CREATE UNIQUE INDEX pledge_grades_waiting ON pledge_grades (consultation_id, pledge_id) WHERE public_at IS NULL;
CREATE INDEX pledge_grades_until ON pledge_grades (answer_until) WHERE public_at IS NULL;
-- +goose StatementBegin
CREATE FUNCTION pledge_grades_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.graded_by IS NOT NULL AND NEW.graded_by IS DISTINCT FROM OLD.graded_by)
    OR (OLD.answered_at IS NOT NULL AND NEW.answered_by IS NOT NULL AND NEW.answered_by IS DISTINCT FROM OLD.answered_by)
    OR ((OLD.answered_at IS NOT NULL OR OLD.public_at IS NOT NULL) AND (NEW.answer, NEW.answer_language, NEW.answer_notices, NEW.answered_at)
      IS DISTINCT FROM (OLD.answer, OLD.answer_language, OLD.answer_notices, OLD.answered_at))
    OR (OLD.public_at IS NOT NULL AND (NEW.public_at, NEW.commitment) IS DISTINCT FROM (OLD.public_at, OLD.commitment))
    OR (NEW.consultation_id, NEW.pledge_id, NEW.number, NEW.version, NEW.grade, NEW.reasons, NEW.language, NEW.graded_at, NEW.answer_until, NEW.salt)
      IS DISTINCT FROM (OLD.consultation_id, OLD.pledge_id, OLD.number, OLD.version, OLD.grade, OLD.reasons, OLD.language, OLD.graded_at,
        OLD.answer_until, OLD.salt) THEN
    RAISE EXCEPTION 'a grade and its answer are never changed';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER pledge_grades_unchanged BEFORE UPDATE ON pledge_grades FOR EACH ROW EXECUTE FUNCTION pledge_grades_refuse();
-- +goose StatementBegin
CREATE FUNCTION pledge_grades_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a grade stays in the record';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER pledge_grades_kept BEFORE DELETE ON pledge_grades FOR EACH ROW EXECUTE FUNCTION pledge_grades_keep();

-- +goose Down
DROP TABLE pledge_grades;
DROP FUNCTION pledge_grades_keep;
DROP FUNCTION pledge_grades_refuse;
