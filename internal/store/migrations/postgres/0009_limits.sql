-- +goose Up
-- How often something was done lately, by whom: under a key that nobody can turn back into an address or a person
-- once the key of its day is gone. Slots are "number:count" pairs, see models.Limit.
CREATE TABLE limit_counts (
  key        TEXT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL,
  slots      TEXT NOT NULL,
  used       BIGINT NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX limit_counts_expires ON limit_counts (expires_at);

CREATE TABLE day_keys (
  day        TEXT NOT NULL PRIMARY KEY,
  secret     BYTEA NOT NULL,
  created_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE day_keys;
DROP TABLE limit_counts;
