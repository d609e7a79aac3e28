-- +goose Up
-- The organisations that whoever pledges names as partners, and what these said. Public are those that confirmed, on pledges that are.
CREATE TABLE pledge_partners (
  consultation_id BIGINT NOT NULL,
  pledge_id       BIGINT NOT NULL,
  organisation_id BIGINT NOT NULL REFERENCES organisations (id),
  state           TEXT NOT NULL CHECK (state IN ('asked', 'confirmed', 'declined', 'withdrawn')),
  version         BIGINT NOT NULL,
  asked_at        TIMESTAMPTZ NOT NULL,
  asked_by        BIGINT,
  decided_at      TIMESTAMPTZ,
  decided_by      BIGINT,
  PRIMARY KEY (consultation_id, pledge_id, organisation_id),
  FOREIGN KEY (consultation_id, pledge_id) REFERENCES pledges (consultation_id, id)
);
CREATE INDEX pledge_partners_organisation ON pledge_partners (organisation_id, consultation_id, pledge_id);

-- +goose Down
DROP TABLE pledge_partners;
