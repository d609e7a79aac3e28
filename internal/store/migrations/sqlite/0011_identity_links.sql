-- +goose Up
-- A link that proves the address of an identity is a link to sign in that brings the identity along, sealed.
ALTER TABLE tokens ADD COLUMN identity TEXT NOT NULL DEFAULT '';
DELETE FROM ceremonies WHERE kind = 'identity_link';

-- +goose Down
ALTER TABLE tokens DROP COLUMN identity;
