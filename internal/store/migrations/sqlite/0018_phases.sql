-- +goose Up
-- Phases as data: each has a public reference, perhaps regions of its own and gates that it waits for, and says whether
-- late contributions are taken. regions and gates are JSON lists.
ALTER TABLE phases ADD COLUMN ref TEXT NOT NULL DEFAULT '';
ALTER TABLE phases ADD COLUMN regions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE phases ADD COLUMN minimum_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE phases ADD COLUMN gates TEXT NOT NULL DEFAULT '[]';
ALTER TABLE phases ADD COLUMN passed_at TIMESTAMP;
ALTER TABLE phases ADD COLUMN held_told_at TIMESTAMP;
ALTER TABLE phases ADD COLUMN late BOOLEAN NOT NULL DEFAULT FALSE;
-- Those from before get a reference, a UUID of version 7 of the time the consultation was made.
UPDATE phases SET ref = (SELECT substr(t.hex, 1, 8) || '-' || substr(t.hex, 9, 4) FROM (SELECT printf('%012x', c.created_at / 1000) AS hex FROM consultations c WHERE c.id = phases.consultation_id) t)
  || '-7' || substr(lower(hex(randomblob(2))), 2) || '-8' || substr(lower(hex(randomblob(2))), 2) || '-' || lower(hex(randomblob(6)))
  WHERE ref = '';
CREATE UNIQUE INDEX phases_ref ON phases (consultation_id, ref) WHERE ref <> '';
-- phases that wait for their gates, few rows
CREATE INDEX phases_gated ON phases (opens_at) WHERE passed_at IS NULL AND gates <> '[]';
CREATE INDEX phases_closing ON phases (closes_at) WHERE closes_at IS NOT NULL;

ALTER TABLE comments ADD COLUMN late BOOLEAN NOT NULL DEFAULT FALSE;

-- When the service was up, one row for all instances; a long gap between two beats is an outage.
CREATE TABLE heartbeats (
  name TEXT NOT NULL PRIMARY KEY,
  at   TIMESTAMP NOT NULL,
  was  TIMESTAMP NOT NULL
);
CREATE TABLE outages (
  id         INTEGER NOT NULL PRIMARY KEY,
  began_at   TIMESTAMP NOT NULL,
  ended_at   TIMESTAMP NOT NULL,
  applied_at TIMESTAMP
);
CREATE INDEX outages_new ON outages (id) WHERE applied_at IS NULL;

-- Every change of a phase's dates, with its public reason by language (JSON). Whom it is told to is counted in
-- told_through.
CREATE TABLE phase_changes (
  consultation_id INTEGER NOT NULL,
  id              INTEGER NOT NULL,
  ref             TEXT NOT NULL,
  phase_id        INTEGER NOT NULL,
  kind            TEXT NOT NULL,
  was_opens       TIMESTAMP,
  was_closes      TIMESTAMP,
  opens           TIMESTAMP,
  closes          TIMESTAMP,
  reason          TEXT NOT NULL,
  missing         TEXT NOT NULL,
  role            TEXT NOT NULL,
  person_id       INTEGER,
  outage_id       INTEGER,
  told_through    INTEGER NOT NULL,
  told_at         TIMESTAMP,
  created_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, phase_id) REFERENCES phases (consultation_id, id)
);
CREATE UNIQUE INDEX phase_changes_ref ON phase_changes (consultation_id, ref);
-- a phase is extended once for an outage
CREATE UNIQUE INDEX phase_changes_outage ON phase_changes (consultation_id, phase_id, outage_id) WHERE outage_id IS NOT NULL;
CREATE INDEX phase_changes_person ON phase_changes (person_id) WHERE person_id IS NOT NULL;
-- +goose StatementBegin
CREATE TRIGGER phase_changes_unchanged BEFORE UPDATE OF consultation_id, id, ref, phase_id, kind, was_opens, was_closes, opens, closes, reason, missing, role, outage_id, created_at ON phase_changes
BEGIN SELECT RAISE(ABORT, 'a change of dates stays as it was told'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER phase_changes_kept BEFORE DELETE ON phase_changes
BEGIN SELECT RAISE(ABORT, 'a change of dates stays as it was told'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER phase_changes_kept;
DROP TRIGGER phase_changes_unchanged;
DROP TABLE phase_changes;
DROP TABLE outages;
DROP TABLE heartbeats;
ALTER TABLE comments DROP COLUMN late;
DROP INDEX phases_closing;
DROP INDEX phases_gated;
DROP INDEX phases_ref;
ALTER TABLE phases DROP COLUMN late;
ALTER TABLE phases DROP COLUMN held_told_at;
ALTER TABLE phases DROP COLUMN passed_at;
ALTER TABLE phases DROP COLUMN gates;
ALTER TABLE phases DROP COLUMN minimum_days;
ALTER TABLE phases DROP COLUMN regions;
ALTER TABLE phases DROP COLUMN ref;
