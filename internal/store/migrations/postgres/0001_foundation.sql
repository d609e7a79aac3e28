-- +goose Up
-- Everything below a consultation has a key that begins with its id, so that it can be distributed by it.
CREATE TABLE people (
  id               BIGINT NOT NULL PRIMARY KEY,
  email            TEXT NOT NULL,
  email_key        TEXT NOT NULL UNIQUE,
  name             TEXT NOT NULL,
  admin            BOOLEAN NOT NULL,
  language         TEXT NOT NULL,
  country          TEXT NOT NULL,
  stakeholder_type TEXT NOT NULL,
  organisation     TEXT NOT NULL,
  created_at       TIMESTAMPTZ NOT NULL
);

CREATE TABLE consultations (
  id             BIGINT NOT NULL PRIMARY KEY,
  slug           TEXT NOT NULL UNIQUE,
  title          TEXT NOT NULL,
  summary        TEXT NOT NULL,
  language       TEXT NOT NULL,
  languages      TEXT NOT NULL,
  pre_moderation BOOLEAN NOT NULL,
  notice_version BIGINT NOT NULL,
  change_seq     BIGINT NOT NULL,
  comment_number BIGINT NOT NULL,
  settled_at     TIMESTAMPTZ,
  created_at     TIMESTAMPTZ NOT NULL
);

CREATE TABLE phases (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  kind            TEXT NOT NULL,
  name            TEXT NOT NULL,
  opens_at        TIMESTAMPTZ NOT NULL,
  closes_at       TIMESTAMPTZ,
  time_zone       TEXT NOT NULL,
  position        BIGINT NOT NULL,
  PRIMARY KEY (consultation_id, id),
  CHECK (closes_at IS NULL OR closes_at > opens_at)
);

CREATE TABLE partner_organisations (
  consultation_id  BIGINT NOT NULL REFERENCES consultations (id),
  id               BIGINT NOT NULL,
  name             TEXT NOT NULL,
  role             TEXT NOT NULL,
  country          TEXT NOT NULL,
  stakeholder_type TEXT NOT NULL,
  url              TEXT NOT NULL,
  position         BIGINT NOT NULL,
  PRIMARY KEY (consultation_id, id)
);

CREATE TABLE documents (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  ref             TEXT NOT NULL,
  title           TEXT NOT NULL,
  url             TEXT NOT NULL,
  file_name       TEXT NOT NULL,
  media_type      TEXT NOT NULL,
  size            BIGINT NOT NULL,
  sha256          TEXT NOT NULL,
  position        BIGINT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id),
  UNIQUE (consultation_id, ref)
);

CREATE TABLE document_files (
  consultation_id BIGINT NOT NULL,
  document_id     BIGINT NOT NULL,
  content         BYTEA NOT NULL,
  PRIMARY KEY (consultation_id, document_id),
  FOREIGN KEY (consultation_id, document_id) REFERENCES documents (consultation_id, id)
);

CREATE TABLE notices (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  version         BIGINT NOT NULL,
  privacy         TEXT NOT NULL,
  publication     TEXT NOT NULL,
  licence         TEXT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, version)
);

CREATE TABLE drafts (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  slug            TEXT NOT NULL,
  title           TEXT NOT NULL,
  language        TEXT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id),
  UNIQUE (consultation_id, slug)
);

CREATE TABLE versions (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  draft_id        BIGINT NOT NULL,
  number          BIGINT NOT NULL,
  label           TEXT NOT NULL,
  status          TEXT NOT NULL,
  reason          TEXT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  published_at    TIMESTAMPTZ,
  PRIMARY KEY (consultation_id, id),
  -- the working version has number 0, so there is one at most
  UNIQUE (consultation_id, draft_id, number),
  FOREIGN KEY (consultation_id, draft_id) REFERENCES drafts (consultation_id, id)
);

CREATE TABLE version_texts (
  consultation_id BIGINT NOT NULL,
  version_id      BIGINT NOT NULL,
  language        TEXT NOT NULL,
  title           TEXT NOT NULL,
  sha256          TEXT NOT NULL,
  canonical       TEXT NOT NULL,
  published_at    TIMESTAMPTZ,
  PRIMARY KEY (consultation_id, version_id, language),
  FOREIGN KEY (consultation_id, version_id) REFERENCES versions (consultation_id, id)
);

CREATE TABLE provisions (
  consultation_id BIGINT NOT NULL,
  version_id      BIGINT NOT NULL,
  language        TEXT NOT NULL,
  position        BIGINT NOT NULL,
  wid             TEXT NOT NULL,
  eid             TEXT NOT NULL,
  parent          TEXT NOT NULL,
  depth           BIGINT NOT NULL,
  kind            TEXT NOT NULL,
  number          TEXT NOT NULL,
  heading         TEXT NOT NULL,
  text            TEXT NOT NULL,
  html            TEXT NOT NULL,
  PRIMARY KEY (consultation_id, version_id, language, position),
  UNIQUE (consultation_id, version_id, language, wid),
  FOREIGN KEY (consultation_id, version_id, language) REFERENCES version_texts (consultation_id, version_id, language)
);

CREATE TABLE comments (
  consultation_id     BIGINT NOT NULL REFERENCES consultations (id),
  id                  BIGINT NOT NULL,
  number              BIGINT,
  receipt             TEXT NOT NULL UNIQUE,
  draft_id            BIGINT NOT NULL,
  version_id          BIGINT NOT NULL,
  target_kind         TEXT NOT NULL,
  wid                 TEXT NOT NULL,
  after_wid           TEXT NOT NULL,
  exact               TEXT NOT NULL,
  prefix              TEXT NOT NULL,
  suffix              TEXT NOT NULL,
  start_at            BIGINT NOT NULL,
  end_at              BIGINT NOT NULL,
  anchor_language     TEXT NOT NULL,
  provision_kind      TEXT NOT NULL,
  provision_number    TEXT NOT NULL,
  provision_title     TEXT NOT NULL,
  type                TEXT NOT NULL,
  stance              TEXT NOT NULL,
  language            TEXT NOT NULL,
  speaking_as         TEXT NOT NULL,
  country             TEXT NOT NULL,
  region              TEXT NOT NULL,
  stakeholder_type    TEXT NOT NULL,
  stakeholder_subtype TEXT NOT NULL,
  organisation        TEXT NOT NULL,
  shown_country       TEXT NOT NULL,
  shown_region        TEXT NOT NULL,
  shown_stakeholder   TEXT NOT NULL,
  name_shown          BOOLEAN NOT NULL,
  verified            BOOLEAN NOT NULL,
  confidential        BOOLEAN NOT NULL,
  provenance          TEXT NOT NULL,
  publication         TEXT NOT NULL,
  external_id         TEXT,
  notice_version      BIGINT NOT NULL,
  revision            BIGINT NOT NULL,
  commitment          TEXT NOT NULL,
  seq                 BIGINT NOT NULL,
  outcome             TEXT NOT NULL,
  reason              TEXT NOT NULL,
  answered_at         TIMESTAMPTZ,
  created_at          TIMESTAMPTZ NOT NULL,
  received_at         TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id),
  UNIQUE (consultation_id, number),
  UNIQUE (consultation_id, external_id),
  FOREIGN KEY (consultation_id, draft_id) REFERENCES drafts (consultation_id, id),
  FOREIGN KEY (consultation_id, version_id) REFERENCES versions (consultation_id, id)
);
-- what changed since N: how an instance follows the others
CREATE INDEX comments_seq ON comments (consultation_id, seq);
-- what waits for a moderator
CREATE INDEX comments_publication ON comments (consultation_id, publication, id);
-- the words of a version that were commented on
CREATE INDEX comments_marks ON comments (consultation_id, version_id, anchor_language, wid, start_at, end_at)
  WHERE target_kind = 'range' AND publication = 'published';

CREATE TABLE comment_texts (
  consultation_id BIGINT NOT NULL,
  comment_id      BIGINT NOT NULL,
  revision        BIGINT NOT NULL,
  body            TEXT NOT NULL,
  body_html       TEXT NOT NULL,
  proposed_text   TEXT NOT NULL,
  salt            TEXT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, comment_id, revision),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);
-- +goose StatementBegin
CREATE FUNCTION comment_texts_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was said is never changed or deleted'; END $$;
-- +goose StatementEnd
CREATE TRIGGER comment_texts_unchanged BEFORE UPDATE OR DELETE ON comment_texts
FOR EACH ROW EXECUTE FUNCTION comment_texts_refuse();

CREATE TABLE comment_authors (
  consultation_id BIGINT NOT NULL,
  comment_id      BIGINT NOT NULL,
  person_id       BIGINT REFERENCES people (id),
  name            TEXT NOT NULL,
  email           TEXT NOT NULL,
  key             TEXT NOT NULL,
  publish_name    BOOLEAN NOT NULL,
  PRIMARY KEY (consultation_id, comment_id),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);

-- One token column, made by the application, so that both databases find the same.
CREATE TABLE comment_search (
  consultation_id BIGINT NOT NULL,
  comment_id      BIGINT NOT NULL,
  tokens          TSVECTOR NOT NULL,
  PRIMARY KEY (consultation_id, comment_id),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);
CREATE INDEX comment_search_tokens ON comment_search USING gin (tokens);

CREATE TABLE voices (
  consultation_id  BIGINT NOT NULL REFERENCES consultations (id),
  key              TEXT NOT NULL,
  stakeholder_type TEXT NOT NULL,
  region           TEXT NOT NULL,
  PRIMARY KEY (consultation_id, key, stakeholder_type, region)
);

CREATE TABLE cells (
  consultation_id  BIGINT NOT NULL REFERENCES consultations (id),
  stakeholder_type TEXT NOT NULL,
  region           TEXT NOT NULL,
  people           BIGINT NOT NULL,
  level            BIGINT NOT NULL,
  PRIMARY KEY (consultation_id, stakeholder_type, region)
);

CREATE TABLE dispositions (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  comment_id      BIGINT NOT NULL,
  outcome         TEXT NOT NULL,
  reason          TEXT NOT NULL,
  person_id       BIGINT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);
CREATE INDEX dispositions_comment ON dispositions (consultation_id, comment_id, id);

CREATE TABLE events (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  id              BIGINT NOT NULL,
  slug            TEXT NOT NULL,
  uid             TEXT NOT NULL,
  title           TEXT NOT NULL,
  description     TEXT NOT NULL,
  kind            TEXT NOT NULL,
  attendance      TEXT NOT NULL,
  starts_at       TIMESTAMPTZ NOT NULL,
  ends_at         TIMESTAMPTZ NOT NULL,
  time_zone       TEXT NOT NULL,
  wall            TEXT NOT NULL,
  venue           TEXT NOT NULL,
  country         TEXT NOT NULL,
  region          TEXT NOT NULL,
  languages       TEXT NOT NULL,
  seats           BIGINT,
  online_url      TEXT NOT NULL,
  status          TEXT NOT NULL,
  attribution     TEXT NOT NULL,
  sequence        BIGINT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  updated_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id),
  UNIQUE (consultation_id, slug),
  CHECK (ends_at > starts_at)
);
CREATE INDEX events_starts ON events (consultation_id, starts_at);

CREATE TABLE grants (
  consultation_id BIGINT NOT NULL REFERENCES consultations (id),
  person_id       BIGINT NOT NULL REFERENCES people (id),
  role            TEXT NOT NULL,
  regions         TEXT NOT NULL,
  PRIMARY KEY (consultation_id, person_id, role)
);
CREATE INDEX grants_person ON grants (person_id);

CREATE TABLE tokens (
  hash            TEXT NOT NULL PRIMARY KEY,
  kind            TEXT NOT NULL,
  email_key       TEXT NOT NULL,
  person_id       BIGINT,
  consultation_id BIGINT,
  comment_id      BIGINT,
  browser         TEXT NOT NULL,
  return_to       TEXT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  expires_at      TIMESTAMPTZ NOT NULL,
  used_at         TIMESTAMPTZ
);

CREATE TABLE api_tokens (
  hash       TEXT NOT NULL PRIMARY KEY,
  person_id  BIGINT NOT NULL REFERENCES people (id),
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE sessions (
  hash       TEXT NOT NULL PRIMARY KEY,
  data       BYTEA NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_expires ON sessions (expires_at);

CREATE TABLE done_requests (
  scope      TEXT NOT NULL,
  key        TEXT NOT NULL,
  hash       TEXT NOT NULL,
  ref        TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (scope, key)
);
CREATE INDEX done_requests_created ON done_requests (created_at);

-- +goose Down
DROP TABLE done_requests;
DROP TABLE sessions;
DROP TABLE api_tokens;
DROP TABLE tokens;
DROP TABLE grants;
DROP TABLE events;
DROP TABLE dispositions;
DROP TABLE cells;
DROP TABLE voices;
DROP TABLE comment_search;
DROP TABLE comment_authors;
DROP TABLE comment_texts;
DROP FUNCTION comment_texts_refuse();
DROP TABLE comments;
DROP TABLE provisions;
DROP TABLE version_texts;
DROP TABLE versions;
DROP TABLE drafts;
DROP TABLE notices;
DROP TABLE document_files;
DROP TABLE documents;
DROP TABLE partner_organisations;
DROP TABLE phases;
DROP TABLE consultations;
DROP TABLE people;
