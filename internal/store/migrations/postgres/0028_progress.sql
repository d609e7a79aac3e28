-- +goose Up
-- What whoever pledged says has become of it, one row a report. Only who wrote it is ever forgotten; what was wrong is corrected by another.
CREATE TABLE pledge_reports (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  ref             TEXT NOT NULL UNIQUE,
  pledge_id       BIGINT NOT NULL,
  number          BIGINT NOT NULL,
  version         BIGINT NOT NULL,
  language        TEXT NOT NULL,
  value           TEXT NOT NULL,
  measured_on     TEXT NOT NULL,
  narrative       TEXT NOT NULL,
  links           TEXT NOT NULL,
  corrects        BIGINT NOT NULL,
  notice_version  BIGINT NOT NULL,
  salt            TEXT NOT NULL,
  commitment      TEXT NOT NULL,
  reported_at     TIMESTAMPTZ NOT NULL,
  reported_by     BIGINT,
  PRIMARY KEY (consultation_id, id),
  UNIQUE (consultation_id, pledge_id, number),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);
-- +goose StatementBegin
CREATE FUNCTION pledge_reports_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER pledge_reports_unchanged BEFORE UPDATE ON pledge_reports FOR EACH ROW EXECUTE FUNCTION pledge_reports_refuse();
-- +goose StatementBegin
CREATE FUNCTION pledge_reports_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was reported stays in the record';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER pledge_reports_kept BEFORE DELETE ON pledge_reports FOR EACH ROW EXECUTE FUNCTION pledge_reports_keep();

-- The files that show it. They stay as they came in.
CREATE TABLE pledge_report_files (
  consultation_id BIGINT NOT NULL,
  report_id       BIGINT NOT NULL,
  number          BIGINT NOT NULL,
  file_name       TEXT NOT NULL,
  media_type      TEXT NOT NULL,
  size            BIGINT NOT NULL,
  sha256          TEXT NOT NULL,
  content         BYTEA NOT NULL,
  PRIMARY KEY (consultation_id, report_id, number),
  FOREIGN KEY (consultation_id, report_id) REFERENCES pledge_reports (consultation_id, id)
);
-- +goose StatementBegin
CREATE FUNCTION pledge_report_files_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'evidence is never changed';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER pledge_report_files_unchanged BEFORE UPDATE ON pledge_report_files FOR EACH ROW EXECUTE FUNCTION pledge_report_files_refuse();
-- +goose StatementBegin
CREATE FUNCTION pledge_report_files_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'evidence stays in the record';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER pledge_report_files_kept BEFORE DELETE ON pledge_report_files FOR EACH ROW EXECUTE FUNCTION pledge_report_files_keep();

-- Of what whoever speaks for an organisation was reminded, once each.
CREATE TABLE pledge_reminders (
  consultation_id BIGINT NOT NULL,
  pledge_id       BIGINT NOT NULL,
  kind            TEXT NOT NULL CHECK (kind IN ('report_soon', 'report_due', 'pledge_due')),
  due_on          TEXT NOT NULL,
  told_at         TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, pledge_id, kind, due_on),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);

-- +goose Down
DROP TABLE pledge_reminders;
DROP TABLE pledge_report_files;
DROP FUNCTION pledge_report_files_keep;
DROP FUNCTION pledge_report_files_refuse;
DROP TABLE pledge_reports;
DROP FUNCTION pledge_reports_keep;
DROP FUNCTION pledge_reports_refuse;
