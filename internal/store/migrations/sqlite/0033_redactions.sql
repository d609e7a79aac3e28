-- +goose Up
-- What of a report the law forbids is emptied, with a public reason; its hash and its commitment stay.
ALTER TABLE pledge_reports ADD COLUMN redacted_at TIMESTAMP;
ALTER TABLE pledge_reports ADD COLUMN redacted_reason TEXT NOT NULL DEFAULT '';
DROP TRIGGER pledge_reports_unchanged;
-- +goose StatementBegin
CREATE TRIGGER pledge_reports_unchanged BEFORE UPDATE ON pledge_reports
WHEN (NEW.reported_by IS NOT NULL AND NEW.reported_by IS NOT OLD.reported_by)
  OR NEW.consultation_id IS NOT OLD.consultation_id OR NEW.id IS NOT OLD.id OR NEW.ref IS NOT OLD.ref OR NEW.pledge_id IS NOT OLD.pledge_id
  OR NEW.number IS NOT OLD.number OR NEW.version IS NOT OLD.version OR NEW.language IS NOT OLD.language OR NEW.value IS NOT OLD.value
  OR NEW.measured_on IS NOT OLD.measured_on OR NEW.corrects IS NOT OLD.corrects
  OR NEW.notice_version IS NOT OLD.notice_version OR NEW.commitment IS NOT OLD.commitment OR NEW.reported_at IS NOT OLD.reported_at
  OR (OLD.redacted_at IS NOT NULL AND (NEW.redacted_at IS NOT OLD.redacted_at OR NEW.redacted_reason IS NOT OLD.redacted_reason))
  OR ((NEW.narrative IS NOT OLD.narrative OR NEW.links IS NOT OLD.links OR NEW.salt IS NOT OLD.salt)
    AND (NEW.redacted_at IS NULL OR NEW.narrative <> '' OR NEW.links <> '[]' OR NEW.salt <> ''))
BEGIN SELECT RAISE(ABORT, 'what was reported is never changed'); END;
-- +goose StatementEnd
DROP TRIGGER pledge_report_files_unchanged;
-- +goose StatementBegin
CREATE TRIGGER pledge_report_files_unchanged BEFORE UPDATE ON pledge_report_files
WHEN NEW.consultation_id IS NOT OLD.consultation_id OR NEW.report_id IS NOT OLD.report_id OR NEW.number IS NOT OLD.number
  OR NEW.media_type IS NOT OLD.media_type OR NEW.size IS NOT OLD.size OR NEW.sha256 IS NOT OLD.sha256
  OR NEW.file_name <> '' OR LENGTH(NEW.content) > 0
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER pledge_report_files_unchanged;
-- +goose StatementBegin
CREATE TRIGGER pledge_report_files_unchanged BEFORE UPDATE ON pledge_report_files
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
-- +goose StatementEnd
DROP TRIGGER pledge_reports_unchanged;
ALTER TABLE pledge_reports DROP COLUMN redacted_reason;
ALTER TABLE pledge_reports DROP COLUMN redacted_at;
-- +goose StatementBegin
CREATE TRIGGER pledge_reports_unchanged BEFORE UPDATE ON pledge_reports
WHEN (NEW.reported_by IS NOT NULL AND NEW.reported_by IS NOT OLD.reported_by)
  OR NEW.consultation_id IS NOT OLD.consultation_id OR NEW.id IS NOT OLD.id OR NEW.ref IS NOT OLD.ref OR NEW.pledge_id IS NOT OLD.pledge_id
  OR NEW.number IS NOT OLD.number OR NEW.version IS NOT OLD.version OR NEW.language IS NOT OLD.language OR NEW.value IS NOT OLD.value
  OR NEW.measured_on IS NOT OLD.measured_on OR NEW.narrative IS NOT OLD.narrative OR NEW.links IS NOT OLD.links OR NEW.corrects IS NOT OLD.corrects
  OR NEW.notice_version IS NOT OLD.notice_version OR NEW.salt IS NOT OLD.salt OR NEW.commitment IS NOT OLD.commitment
  OR NEW.reported_at IS NOT OLD.reported_at
BEGIN SELECT RAISE(ABORT, 'what was reported is never changed'); END;
-- +goose StatementEnd
