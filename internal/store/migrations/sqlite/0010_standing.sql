-- +goose Up
-- What is published, what people agreed to, and what was answered to them stays as it was. Nothing of it is personal,
-- so erasure needs no exception.

-- A version that is published stays the one it is, and so does each of its texts.
-- +goose StatementBegin
CREATE TRIGGER versions_unchanged BEFORE UPDATE ON versions
WHEN OLD.number > 0
BEGIN SELECT RAISE(ABORT, 'what is published is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER versions_kept BEFORE DELETE ON versions
WHEN OLD.number > 0
BEGIN SELECT RAISE(ABORT, 'what is published is never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER version_texts_unchanged BEFORE UPDATE ON version_texts
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what is published is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER version_texts_kept BEFORE DELETE ON version_texts
WHEN OLD.published_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what is published is never deleted'); END;
-- +goose StatementEnd
-- Provisions may still be inserted: a translation of a published version is written as published before they are. One
-- more than was hashed is named by the verification of the log.
-- +goose StatementBegin
CREATE TRIGGER provisions_unchanged BEFORE UPDATE ON provisions
WHEN EXISTS (SELECT 1 FROM version_texts t WHERE t.consultation_id = OLD.consultation_id AND t.version_id = OLD.version_id
    AND t.language = OLD.language AND t.published_at IS NOT NULL)
  OR EXISTS (SELECT 1 FROM version_texts t WHERE t.consultation_id = NEW.consultation_id AND t.version_id = NEW.version_id
    AND t.language = NEW.language AND t.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'what is published is never changed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER provisions_kept BEFORE DELETE ON provisions
WHEN EXISTS (SELECT 1 FROM version_texts t WHERE t.consultation_id = OLD.consultation_id AND t.version_id = OLD.version_id
    AND t.language = OLD.language AND t.published_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'what is published is never deleted'); END;
-- +goose StatementEnd

-- Notices stand from the moment they are saved: another wording is another version.
-- +goose StatementBegin
CREATE TRIGGER notices_unchanged BEFORE UPDATE ON notices
BEGIN SELECT RAISE(ABORT, 'notices are never changed, only followed by others'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER notices_kept BEFORE DELETE ON notices
BEGIN SELECT RAISE(ABORT, 'notices are never deleted'); END;
-- +goose StatementEnd

-- Every answer is kept.
-- +goose StatementBegin
CREATE TRIGGER dispositions_unchanged BEFORE UPDATE ON dispositions
BEGIN SELECT RAISE(ABORT, 'an answer is never changed, only followed by another'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER dispositions_kept BEFORE DELETE ON dispositions
BEGIN SELECT RAISE(ABORT, 'an answer is never deleted'); END;
-- +goose StatementEnd

-- +goose Down
DROP TRIGGER dispositions_kept;
DROP TRIGGER dispositions_unchanged;
DROP TRIGGER notices_kept;
DROP TRIGGER notices_unchanged;
DROP TRIGGER provisions_kept;
DROP TRIGGER provisions_unchanged;
DROP TRIGGER version_texts_kept;
DROP TRIGGER version_texts_unchanged;
DROP TRIGGER versions_kept;
DROP TRIGGER versions_unchanged;
