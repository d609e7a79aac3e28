-- +goose Up
-- What an organisation pledges. written is its newest version, shown the one that is public.
CREATE TABLE pledges (
  consultation_id  BIGINT NOT NULL REFERENCES consultations (id),
  id               BIGINT NOT NULL,
  ref              TEXT NOT NULL UNIQUE,
  organisation_id  BIGINT NOT NULL REFERENCES organisations (id),
  country          TEXT NOT NULL,
  region           TEXT NOT NULL,
  stakeholder_type TEXT NOT NULL,
  status           TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'changes_requested', 'published', 'withdrawn')),
  written          BIGINT NOT NULL,
  shown            BIGINT NOT NULL,
  late             BOOLEAN NOT NULL,
  created_at       TIMESTAMPTZ NOT NULL,
  created_by       BIGINT,
  submitted_at     TIMESTAMPTZ,
  published_at     TIMESTAMPTZ,
  withdrawn_at     TIMESTAMPTZ,
  withdrawn_reason TEXT NOT NULL,
  reported_at      TIMESTAMPTZ,
  grade            TEXT NOT NULL DEFAULT '',
  seq              BIGINT NOT NULL,
  PRIMARY KEY (consultation_id, id)
);
CREATE INDEX pledges_organisation ON pledges (organisation_id, id);
CREATE INDEX pledges_public ON pledges (consultation_id, id) WHERE shown > 0;
CREATE INDEX pledges_status ON pledges (consultation_id, status, id);
-- +goose StatementBegin
CREATE FUNCTION pledges_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a pledge stays in the record';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER pledges_kept BEFORE DELETE ON pledges FOR EACH ROW EXECUTE FUNCTION pledges_keep();

-- What it says, one row a version, as it was typed. Only who wrote it is ever forgotten, and when it became public is noted once.
CREATE TABLE pledge_versions (
  consultation_id BIGINT NOT NULL,
  pledge_id       BIGINT NOT NULL,
  number          BIGINT NOT NULL,
  language        TEXT NOT NULL,
  title           TEXT NOT NULL,
  outcome_area    TEXT NOT NULL,
  rationale       TEXT NOT NULL,
  provisions      TEXT NOT NULL,
  starts_on       TEXT NOT NULL,
  due_on          TEXT NOT NULL,
  milestones      TEXT NOT NULL,
  kind            TEXT NOT NULL,
  intent          BOOLEAN NOT NULL,
  amount          TEXT NOT NULL,
  currency        TEXT NOT NULL,
  amount_private  BOOLEAN NOT NULL,
  indicator       TEXT NOT NULL,
  unit            TEXT NOT NULL,
  baseline_value  TEXT NOT NULL,
  baseline_on     TEXT NOT NULL,
  target_value    TEXT NOT NULL,
  direction       TEXT NOT NULL,
  verification    TEXT NOT NULL,
  frequency       TEXT NOT NULL,
  resources       TEXT NOT NULL,
  beneficiaries   TEXT NOT NULL,
  notice_version  BIGINT NOT NULL,
  salt            TEXT NOT NULL,
  commitment      TEXT NOT NULL,
  written_at      TIMESTAMPTZ NOT NULL,
  written_by      BIGINT,
  shown_at        TIMESTAMPTZ,
  PRIMARY KEY (consultation_id, pledge_id, number),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);
-- +goose StatementBegin
CREATE FUNCTION pledge_versions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.written_by IS NOT NULL AND NEW.written_by IS DISTINCT FROM OLD.written_by) OR (OLD.shown_at IS NOT NULL AND NEW.shown_at IS DISTINCT FROM OLD.shown_at)
    OR (NEW.consultation_id, NEW.pledge_id, NEW.number, NEW.language, NEW.title, NEW.outcome_area, NEW.rationale,
      NEW.provisions, NEW.starts_on, NEW.due_on, NEW.milestones, NEW.kind, NEW.intent, NEW.amount, NEW.currency,
      NEW.amount_private, NEW.indicator, NEW.unit, NEW.baseline_value, NEW.baseline_on, NEW.target_value, NEW.direction,
      NEW.verification, NEW.frequency, NEW.resources, NEW.beneficiaries, NEW.notice_version, NEW.salt, NEW.commitment,
      NEW.written_at)
    IS DISTINCT FROM (OLD.consultation_id, OLD.pledge_id, OLD.number, OLD.language, OLD.title, OLD.outcome_area, OLD.rationale,
      OLD.provisions, OLD.starts_on, OLD.due_on, OLD.milestones, OLD.kind, OLD.intent, OLD.amount, OLD.currency,
      OLD.amount_private, OLD.indicator, OLD.unit, OLD.baseline_value, OLD.baseline_on, OLD.target_value, OLD.direction,
      OLD.verification, OLD.frequency, OLD.resources, OLD.beneficiaries, OLD.notice_version, OLD.salt, OLD.commitment,
      OLD.written_at) THEN
    RAISE EXCEPTION 'what was pledged is never changed';
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER pledge_versions_unchanged BEFORE UPDATE ON pledge_versions FOR EACH ROW EXECUTE FUNCTION pledge_versions_refuse();
-- +goose StatementBegin
CREATE FUNCTION pledge_versions_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was pledged stays in the record';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER pledge_versions_kept BEFORE DELETE ON pledge_versions FOR EACH ROW EXECUTE FUNCTION pledge_versions_keep();

-- What the secretariat said to whoever pledges.
CREATE TABLE pledge_notes (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  pledge_id       BIGINT NOT NULL,
  version         BIGINT NOT NULL,
  body            TEXT NOT NULL,
  written_at      TIMESTAMPTZ NOT NULL,
  written_by      BIGINT,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);
CREATE INDEX pledge_notes_pledge ON pledge_notes (consultation_id, pledge_id, id);

-- +goose Down
DROP TABLE pledge_notes;
DROP TABLE pledge_versions;
DROP FUNCTION pledge_versions_keep;
DROP FUNCTION pledge_versions_refuse;
DROP TABLE pledges;
DROP FUNCTION pledges_keep;
