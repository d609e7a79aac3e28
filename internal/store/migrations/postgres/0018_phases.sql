-- +goose Up
-- Phases as data: each has a public reference, perhaps regions of its own and gates that it waits for, and says whether
-- late contributions are taken. regions and gates are JSON lists.
ALTER TABLE phases ADD COLUMN ref TEXT NOT NULL DEFAULT '';
ALTER TABLE phases ADD COLUMN regions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE phases ADD COLUMN minimum_days BIGINT NOT NULL DEFAULT 0;
ALTER TABLE phases ADD COLUMN gates TEXT NOT NULL DEFAULT '[]';
ALTER TABLE phases ADD COLUMN passed_at TIMESTAMPTZ;
ALTER TABLE phases ADD COLUMN held_told_at TIMESTAMPTZ;
ALTER TABLE phases ADD COLUMN late BOOLEAN NOT NULL DEFAULT FALSE;
-- Those from before get a reference, a UUID of version 7 of the time the consultation was made.
UPDATE phases SET ref = (SELECT substr(t.hex, 1, 8) || '-' || substr(t.hex, 9, 4) || '-7' || substr(t.r, 2, 3) || '-8' || substr(t.r, 6, 3) || '-' || substr(t.r, 9, 12)
  FROM (SELECT lpad(to_hex((extract(epoch FROM c.created_at) * 1000)::bigint), 12, '0') AS hex, replace(gen_random_uuid()::text || phases.id, '-', '') AS r
    FROM consultations c WHERE c.id = phases.consultation_id) t)
  WHERE ref = '';
CREATE UNIQUE INDEX phases_ref ON phases (consultation_id, ref) WHERE ref <> '';
-- phases that wait for their gates, few rows
CREATE INDEX phases_gated ON phases (opens_at) WHERE passed_at IS NULL AND gates <> '[]';
CREATE INDEX phases_closing ON phases (closes_at) WHERE closes_at IS NOT NULL;

ALTER TABLE comments ADD COLUMN late BOOLEAN NOT NULL DEFAULT FALSE;

-- When the service was up, one row for all instances; a long gap between two beats is an outage.
CREATE TABLE heartbeats (
  name TEXT NOT NULL PRIMARY KEY,
  at   TIMESTAMPTZ NOT NULL,
  was  TIMESTAMPTZ NOT NULL
);
CREATE TABLE outages (
  id         BIGINT NOT NULL PRIMARY KEY,
  began_at   TIMESTAMPTZ NOT NULL,
  ended_at   TIMESTAMPTZ NOT NULL,
  applied_at TIMESTAMPTZ
);
CREATE INDEX outages_new ON outages (id) WHERE applied_at IS NULL;

-- Every change of a phase's dates, with its public reason by language (JSON). Whom it is told to is counted in
-- told_through.
CREATE TABLE phase_changes (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  ref             TEXT NOT NULL,
  phase_id        BIGINT NOT NULL,
  kind            TEXT NOT NULL,
  was_opens       TIMESTAMPTZ,
  was_closes      TIMESTAMPTZ,
  opens           TIMESTAMPTZ,
  closes          TIMESTAMPTZ,
  reason          TEXT NOT NULL,
  missing         TEXT NOT NULL,
  role            TEXT NOT NULL,
  person_id       BIGINT,
  outage_id       BIGINT,
  told_through    BIGINT NOT NULL,
  told_at         TIMESTAMPTZ,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, phase_id) REFERENCES phases (consultation_id, id)
);
CREATE UNIQUE INDEX phase_changes_ref ON phase_changes (consultation_id, ref);
-- a phase is extended once for an outage
CREATE UNIQUE INDEX phase_changes_outage ON phase_changes (consultation_id, phase_id, outage_id) WHERE outage_id IS NOT NULL;
CREATE INDEX phase_changes_person ON phase_changes (person_id) WHERE person_id IS NOT NULL;
CREATE TRIGGER phase_changes_unchanged BEFORE DELETE OR UPDATE OF consultation_id, id, ref, phase_id, kind, was_opens, was_closes, opens, closes, reason, missing, role, outage_id, created_at ON phase_changes
FOR EACH ROW EXECUTE FUNCTION standing_refuse();

-- +goose Down
DROP TRIGGER phase_changes_unchanged ON phase_changes;
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
