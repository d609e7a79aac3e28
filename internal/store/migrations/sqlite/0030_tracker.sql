-- +goose Up
-- What changed since the tracker was read last.
CREATE INDEX pledges_changed ON pledges (consultation_id, seq) WHERE shown > 0;

-- +goose Down
DROP INDEX pledges_changed;
