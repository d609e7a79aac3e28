-- +goose Up
-- What is published, what people agreed to, and what was answered to them stays as it was. Nothing of it is personal,
-- so erasure needs no exception.
-- +goose StatementBegin
CREATE FUNCTION standing_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what stands is never changed or deleted: %', TG_TABLE_NAME; END $$;
-- +goose StatementEnd

-- A version that is published stays the one it is, and so does each of its texts.
CREATE TRIGGER versions_unchanged BEFORE UPDATE OR DELETE ON versions
FOR EACH ROW WHEN (OLD.number > 0) EXECUTE FUNCTION standing_refuse();
CREATE TRIGGER version_texts_unchanged BEFORE UPDATE OR DELETE ON version_texts
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION standing_refuse();
-- Provisions may still be inserted: a translation of a published version is written as published before they are. One
-- more than was hashed is named by the verification of the log.
-- +goose StatementBegin
CREATE FUNCTION provisions_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM version_texts t WHERE t.consultation_id = OLD.consultation_id AND t.version_id = OLD.version_id
      AND t.language = OLD.language AND t.published_at IS NOT NULL)
    OR TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM version_texts t WHERE t.consultation_id = NEW.consultation_id
      AND t.version_id = NEW.version_id AND t.language = NEW.language AND t.published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'what stands is never changed or deleted: %', TG_TABLE_NAME;
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  RETURN NEW;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER provisions_unchanged BEFORE UPDATE OR DELETE ON provisions FOR EACH ROW EXECUTE FUNCTION provisions_refuse();

-- Notices stand from the moment they are saved: another wording is another version.
CREATE TRIGGER notices_unchanged BEFORE UPDATE OR DELETE ON notices FOR EACH ROW EXECUTE FUNCTION standing_refuse();

-- Every answer is kept.
CREATE TRIGGER dispositions_unchanged BEFORE UPDATE OR DELETE ON dispositions FOR EACH ROW EXECUTE FUNCTION standing_refuse();

-- +goose Down
DROP TRIGGER dispositions_unchanged ON dispositions;
DROP TRIGGER notices_unchanged ON notices;
DROP TRIGGER provisions_unchanged ON provisions;
DROP FUNCTION provisions_refuse();
DROP TRIGGER version_texts_unchanged ON version_texts;
DROP TRIGGER versions_unchanged ON versions;
DROP FUNCTION standing_refuse();
