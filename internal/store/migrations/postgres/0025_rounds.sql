-- +goose Up
-- Since when comments are of a new round: those before are settled, and are not counted with those since.
ALTER TABLE consultations ADD COLUMN round_at TIMESTAMPTZ;

-- +goose Down
ALTER TABLE consultations DROP COLUMN round_at;
