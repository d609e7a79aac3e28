-- +goose Up
-- A letter that shows that whoever signed may; for the organisation and the organisers alone.
CREATE TABLE signature_letters (
  consultation_id BIGINT NOT NULL,
  signature_id    BIGINT NOT NULL,
  file_name       TEXT NOT NULL,
  media_type      TEXT NOT NULL,
  content         BYTEA NOT NULL,
  uploaded_by     BIGINT,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, signature_id),
  FOREIGN KEY (consultation_id, signature_id) REFERENCES signatures (consultation_id, id)
);
-- Which opening of a newer version the organisation was last told of; 0: none.
ALTER TABLE signatures ADD COLUMN told_opening BIGINT NOT NULL DEFAULT 0;
CREATE INDEX signatures_reconsent ON signatures (consultation_id, id) WHERE status = 'needs_reconsent';

-- +goose Down
DROP INDEX signatures_reconsent;
ALTER TABLE signatures DROP COLUMN told_opening;
DROP TABLE signature_letters;
