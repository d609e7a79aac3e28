-- +goose Up
-- A link that proves the address of an identity is a link to sign in that brings the identity along, sealed.
ALTER TABLE tokens ADD COLUMN identity TEXT NOT NULL DEFAULT '';
DELETE FROM ceremonies WHERE kind = 'identity_link';

-- The key of an address that nobody confirmed, made by the application, so that both databases find the same.
ALTER TABLE comment_authors ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
UPDATE comment_authors SET email_key = LOWER(TRIM(email)) WHERE person_id IS NULL AND email <> '';
CREATE INDEX comment_authors_email_key ON comment_authors (email_key) WHERE email_key <> '';
ALTER TABLE reports ADD COLUMN email_key TEXT NOT NULL DEFAULT '';
UPDATE reports SET email_key = LOWER(TRIM(email));
ALTER TABLE reports ADD COLUMN reported_by INTEGER;

-- +goose Down
ALTER TABLE reports DROP COLUMN reported_by;
ALTER TABLE reports DROP COLUMN email_key;
DROP INDEX comment_authors_email_key;
ALTER TABLE comment_authors DROP COLUMN email_key;
ALTER TABLE tokens DROP COLUMN identity;
