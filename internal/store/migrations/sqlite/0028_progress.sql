-- +goose Up
-- What whoever pledged says has become of it, one row a report. Only who wrote it is ever forgotten; what was wrong is corrected by another.
CREATE TABLE pledge_reports (
  consultation_id INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  ref             TEXT NOT NULL UNIQUE,
  pledge_id       INTEGER NOT NULL,
  number          INTEGER NOT NULL,
  version         INTEGER NOT NULL,
  language        TEXT NOT NULL,
  value           TEXT NOT NULL,
  measured_on     TEXT NOT NULL,
  narrative       TEXT NOT NULL,
  links           TEXT NOT NULL,
  corrects        INTEGER NOT NULL,
  notice_version  INTEGER NOT NULL,
  salt            TEXT NOT NULL,
  commitment      TEXT NOT NULL,
  reported_at     TIMESTAMP NOT NULL,
  reported_by     INTEGER,
  PRIMARY KEY (consultation_id, id),
  UNIQUE (consultation_id, pledge_id, number),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);
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
-- +goose StatementBegin
CREATE TRIGGER pledge_reports_kept BEFORE DELETE ON pledge_reports
BEGIN SELECT RAISE(ABORT, 'what was reported stays in the record'); END;
-- +goose StatementEnd

-- The files that show it. They stay as they came in.
CREATE TABLE pledge_report_files (
  consultation_id INTEGER NOT NULL,
  report_id       INTEGER NOT NULL,
  number          INTEGER NOT NULL,
  file_name       TEXT NOT NULL,
  media_type      TEXT NOT NULL,
  size            INTEGER NOT NULL,
  sha256          TEXT NOT NULL,
  content         BLOB NOT NULL,
  PRIMARY KEY (consultation_id, report_id, number),
  FOREIGN KEY (consultation_id, report_id) REFERENCES pledge_reports (consultation_id, id)
);
-- +goose StatementBegin
CREATE TRIGGER pledge_report_files_unchanged BEFORE UPDATE ON pledge_report_files
BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pledge_report_files_kept BEFORE DELETE ON pledge_report_files
BEGIN SELECT RAISE(ABORT, 'evidence stays in the record'); END;
-- +goose StatementEnd

-- Of what whoever speaks for an organisation was reminded, once each.
CREATE TABLE pledge_reminders (
  consultation_id INTEGER NOT NULL,
  pledge_id       INTEGER NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('report_soon', 'report_due', 'pledge_due')),
  due_on          TEXT NOT NULL,
  told_at         TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, pledge_id, kind, due_on),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);

-- +goose Down
DROP TABLE pledge_reminders;
DROP TABLE pledge_report_files;
DROP TABLE pledge_reports;
