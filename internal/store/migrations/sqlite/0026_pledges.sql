-- +goose Up
-- What an organisation pledges. written is its newest version, shown the one that is public.
CREATE TABLE pledges (
  consultation_id  INTEGER NOT NULL REFERENCES consultations (id),
  id               INTEGER NOT NULL,
  ref              TEXT NOT NULL UNIQUE,
  organisation_id  INTEGER NOT NULL REFERENCES organisations (id),
  country          TEXT NOT NULL,
  region           TEXT NOT NULL,
  stakeholder_type TEXT NOT NULL,
  status           TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'changes_requested', 'published', 'withdrawn')),
  written          INTEGER NOT NULL,
  shown            INTEGER NOT NULL,
  late             BOOLEAN NOT NULL,
  created_at       TIMESTAMP NOT NULL,
  created_by       INTEGER,
  submitted_at     TIMESTAMP,
  published_at     TIMESTAMP,
  withdrawn_at     TIMESTAMP,
  withdrawn_reason TEXT NOT NULL,
  reported_at      TIMESTAMP,
  grade            TEXT NOT NULL DEFAULT '',
  seq              INTEGER NOT NULL,
  PRIMARY KEY (consultation_id, id)
);
CREATE INDEX pledges_organisation ON pledges (organisation_id, id);
CREATE INDEX pledges_public ON pledges (consultation_id, id) WHERE shown > 0;
CREATE INDEX pledges_status ON pledges (consultation_id, status, id);
-- +goose StatementBegin
CREATE TRIGGER pledges_kept BEFORE DELETE ON pledges
BEGIN SELECT RAISE(ABORT, 'a pledge stays in the record'); END;
-- +goose StatementEnd

-- What it says, one row a version, as it was typed. Only who wrote it is ever forgotten, and when it became public is noted once.
CREATE TABLE pledge_versions (
  consultation_id INTEGER NOT NULL,
  pledge_id       INTEGER NOT NULL,
  number          INTEGER NOT NULL,
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
  notice_version  INTEGER NOT NULL,
  salt            TEXT NOT NULL,
  commitment      TEXT NOT NULL,
  written_at      TIMESTAMP NOT NULL,
  written_by      INTEGER,
  shown_at        TIMESTAMP,
  PRIMARY KEY (consultation_id, pledge_id, number),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);
-- +goose StatementBegin
CREATE TRIGGER pledge_versions_unchanged BEFORE UPDATE ON pledge_versions
WHEN (NEW.written_by IS NOT NULL AND NEW.written_by IS NOT OLD.written_by) OR (OLD.shown_at IS NOT NULL AND NEW.shown_at IS NOT OLD.shown_at)
  OR NEW.consultation_id IS NOT OLD.consultation_id OR NEW.pledge_id IS NOT OLD.pledge_id OR NEW.number IS NOT OLD.number
  OR NEW.language IS NOT OLD.language OR NEW.title IS NOT OLD.title OR NEW.outcome_area IS NOT OLD.outcome_area OR NEW.rationale IS NOT OLD.rationale
  OR NEW.provisions IS NOT OLD.provisions OR NEW.starts_on IS NOT OLD.starts_on OR NEW.due_on IS NOT OLD.due_on OR NEW.milestones IS NOT OLD.milestones
  OR NEW.kind IS NOT OLD.kind OR NEW.intent IS NOT OLD.intent OR NEW.amount IS NOT OLD.amount OR NEW.currency IS NOT OLD.currency
  OR NEW.amount_private IS NOT OLD.amount_private OR NEW.indicator IS NOT OLD.indicator OR NEW.unit IS NOT OLD.unit
  OR NEW.baseline_value IS NOT OLD.baseline_value OR NEW.baseline_on IS NOT OLD.baseline_on OR NEW.target_value IS NOT OLD.target_value
  OR NEW.direction IS NOT OLD.direction OR NEW.verification IS NOT OLD.verification OR NEW.frequency IS NOT OLD.frequency
  OR NEW.resources IS NOT OLD.resources OR NEW.beneficiaries IS NOT OLD.beneficiaries OR NEW.notice_version IS NOT OLD.notice_version
  OR NEW.salt IS NOT OLD.salt OR NEW.commitment IS NOT OLD.commitment OR NEW.written_at IS NOT OLD.written_at
BEGIN SELECT RAISE(ABORT, 'what was pledged is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER pledge_versions_kept BEFORE DELETE ON pledge_versions
BEGIN SELECT RAISE(ABORT, 'what was pledged stays in the record'); END;
-- +goose StatementEnd

-- What the secretariat said to whoever pledges.
CREATE TABLE pledge_notes (
  consultation_id INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  pledge_id       INTEGER NOT NULL,
  version         INTEGER NOT NULL,
  body            TEXT NOT NULL,
  written_at      TIMESTAMP NOT NULL,
  written_by      INTEGER,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);
CREATE INDEX pledge_notes_pledge ON pledge_notes (consultation_id, pledge_id, id);

-- +goose Down
DROP TABLE pledge_notes;
DROP TABLE pledge_versions;
DROP TABLE pledges;
