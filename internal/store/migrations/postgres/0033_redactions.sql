-- +goose Up
-- What of a report the law forbids is emptied, with a public reason; its hash and its commitment stay.
ALTER TABLE pledge_reports ADD COLUMN redacted_at TIMESTAMPTZ;
ALTER TABLE pledge_reports ADD COLUMN redacted_reason TEXT NOT NULL DEFAULT '';
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION pledge_reports_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.reported_by IS NOT NULL AND NEW.reported_by IS DISTINCT FROM OLD.reported_by)
  OR NEW.consultation_id IS DISTINCT FROM OLD.consultation_id OR NEW.id IS DISTINCT FROM OLD.id OR NEW.ref IS DISTINCT FROM OLD.ref OR NEW.pledge_id IS DISTINCT FROM OLD.pledge_id
  OR NEW.number IS DISTINCT FROM OLD.number OR NEW.version IS DISTINCT FROM OLD.version OR NEW.language IS DISTINCT FROM OLD.language OR NEW.value IS DISTINCT FROM OLD.value
  OR NEW.measured_on IS DISTINCT FROM OLD.measured_on OR NEW.corrects IS DISTINCT FROM OLD.corrects
  OR NEW.notice_version IS DISTINCT FROM OLD.notice_version OR NEW.commitment IS DISTINCT FROM OLD.commitment OR NEW.reported_at IS DISTINCT FROM OLD.reported_at
  OR (OLD.redacted_at IS NOT NULL AND (NEW.redacted_at IS DISTINCT FROM OLD.redacted_at OR NEW.redacted_reason IS DISTINCT FROM OLD.redacted_reason))
  OR ((NEW.narrative IS DISTINCT FROM OLD.narrative OR NEW.links IS DISTINCT FROM OLD.links OR NEW.salt IS DISTINCT FROM OLD.salt)
    AND (NEW.redacted_at IS NULL OR NEW.narrative <> '' OR NEW.links <> '[]' OR NEW.salt <> '')) THEN
    RAISE EXCEPTION 'what was reported is never changed';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION pledge_report_files_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.consultation_id IS DISTINCT FROM OLD.consultation_id OR NEW.report_id IS DISTINCT FROM OLD.report_id OR NEW.number IS DISTINCT FROM OLD.number
  OR NEW.media_type IS DISTINCT FROM OLD.media_type OR NEW.size IS DISTINCT FROM OLD.size OR NEW.sha256 IS DISTINCT FROM OLD.sha256
  OR NEW.file_name <> '' OR LENGTH(NEW.content) > 0 THEN
    RAISE EXCEPTION 'evidence is never changed';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION pledge_report_files_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'evidence is never changed';
END
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION pledge_reports_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.reported_by IS NOT NULL AND NEW.reported_by IS DISTINCT FROM OLD.reported_by)
  OR NEW.consultation_id IS DISTINCT FROM OLD.consultation_id OR NEW.id IS DISTINCT FROM OLD.id OR NEW.ref IS DISTINCT FROM OLD.ref OR NEW.pledge_id IS DISTINCT FROM OLD.pledge_id
  OR NEW.number IS DISTINCT FROM OLD.number OR NEW.version IS DISTINCT FROM OLD.version OR NEW.language IS DISTINCT FROM OLD.language OR NEW.value IS DISTINCT FROM OLD.value
  OR NEW.measured_on IS DISTINCT FROM OLD.measured_on OR NEW.narrative IS DISTINCT FROM OLD.narrative OR NEW.links IS DISTINCT FROM OLD.links OR NEW.corrects IS DISTINCT FROM OLD.corrects
  OR NEW.notice_version IS DISTINCT FROM OLD.notice_version OR NEW.salt IS DISTINCT FROM OLD.salt OR NEW.commitment IS DISTINCT FROM OLD.commitment
  OR NEW.reported_at IS DISTINCT FROM OLD.reported_at THEN
    RAISE EXCEPTION 'what was reported is never changed';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
ALTER TABLE pledge_reports DROP COLUMN redacted_reason;
ALTER TABLE pledge_reports DROP COLUMN redacted_at;
