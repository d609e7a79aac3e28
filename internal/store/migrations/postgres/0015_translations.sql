-- +goose Up
-- The words of the text that a provision of a translation was made from, where the version's own are others by now: it
-- is stale. A provision without a row was made from the version's own words.
CREATE TABLE translation_bases (
  consultation_id BIGINT NOT NULL,
  version_id      BIGINT NOT NULL,
  language        TEXT NOT NULL,
  wid             TEXT NOT NULL,
  number          TEXT NOT NULL,
  heading         TEXT NOT NULL,
  text            TEXT NOT NULL,
  html            TEXT NOT NULL,
  PRIMARY KEY (consultation_id, version_id, language, wid),
  FOREIGN KEY (consultation_id, version_id, language) REFERENCES version_texts (consultation_id, version_id, language)
);

-- +goose Down
DROP TABLE translation_bases;
