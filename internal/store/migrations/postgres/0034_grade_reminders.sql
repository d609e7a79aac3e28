-- +goose Up
-- When whoever pledged was reminded to answer a grade.
ALTER TABLE pledge_grades ADD COLUMN reminded_at TIMESTAMPTZ;

-- +goose Down
ALTER TABLE pledge_grades DROP COLUMN reminded_at;
