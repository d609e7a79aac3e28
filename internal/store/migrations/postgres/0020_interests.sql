-- +goose Up
-- Organisations that want to take part. What is personal stands apart, in interest_contacts. One that nobody confirmed is
-- shown to nobody and goes after a while; of the others there is one of an organisation, whatever the spelling.
CREATE TABLE interests (
  consultation_id     BIGINT NOT NULL REFERENCES consultations (id),
  id                  BIGINT NOT NULL,
  ref                 TEXT NOT NULL UNIQUE,
  organisation_name   TEXT NOT NULL,
  name_key            TEXT NOT NULL,
  country             TEXT NOT NULL,
  region              TEXT NOT NULL,
  stakeholder_type    TEXT NOT NULL CHECK (stakeholder_type NOT IN ('individual', 'not_stated')),
  stakeholder_subtype TEXT NOT NULL,
  outcome_area        TEXT NOT NULL,
  language            TEXT NOT NULL,
  state               TEXT NOT NULL CHECK (state IN ('received', 'invited', 'declined')),
  organisation_id     BIGINT REFERENCES organisations (id),
  late                BOOLEAN NOT NULL,
  notice_version      INTEGER NOT NULL,
  via                 TEXT NOT NULL,
  salt                TEXT NOT NULL,
  commitment          TEXT NOT NULL,
  reason              TEXT NOT NULL,
  received_at         TIMESTAMPTZ NOT NULL,
  confirmed_at        TIMESTAMPTZ,
  invited_at          TIMESTAMPTZ,
  accepted_at         TIMESTAMPTZ,
  reminded_at         TIMESTAMPTZ,
  reminders           INTEGER NOT NULL,
  declined_at         TIMESTAMPTZ,
  PRIMARY KEY (consultation_id, id)
);
CREATE UNIQUE INDEX interests_name ON interests (consultation_id, name_key) WHERE confirmed_at IS NOT NULL;
CREATE INDEX interests_state ON interests (consultation_id, state, id);
CREATE INDEX interests_unconfirmed ON interests (received_at) WHERE confirmed_at IS NULL;
CREATE INDEX interests_organisation ON interests (organisation_id) WHERE organisation_id IS NOT NULL;

CREATE TABLE interest_contacts (
  consultation_id BIGINT NOT NULL,
  interest_id     BIGINT NOT NULL,
  person_id       BIGINT REFERENCES people (id),
  name            TEXT NOT NULL,
  email           TEXT NOT NULL,
  email_key       TEXT NOT NULL,
  motivation      TEXT NOT NULL,
  salt            TEXT NOT NULL,
  commitment      TEXT NOT NULL,
  confirm_hash    TEXT NOT NULL,
  invite_hash     TEXT NOT NULL,
  invite_until    TIMESTAMPTZ,
  fresh           BOOLEAN NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, interest_id),
  FOREIGN KEY (consultation_id, interest_id) REFERENCES interests (consultation_id, id)
);
CREATE UNIQUE INDEX interest_contacts_confirm ON interest_contacts (confirm_hash) WHERE confirm_hash <> '';
CREATE UNIQUE INDEX interest_contacts_invite ON interest_contacts (invite_hash) WHERE invite_hash <> '';
CREATE INDEX interest_contacts_person ON interest_contacts (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX interest_contacts_email ON interest_contacts (email_key) WHERE email_key <> '';

-- What organisers write on them for each other.
CREATE TABLE interest_notes (
  consultation_id BIGINT NOT NULL,
  id              BIGINT NOT NULL,
  interest_id     BIGINT NOT NULL,
  ref             TEXT NOT NULL,
  person_id       BIGINT,
  body            TEXT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  PRIMARY KEY (consultation_id, id),
  FOREIGN KEY (consultation_id, interest_id) REFERENCES interests (consultation_id, id)
);
CREATE INDEX interest_notes_interest ON interest_notes (consultation_id, interest_id, id);

-- None: those who were invited are not reminded by themselves.
CREATE TABLE interest_settings (
  consultation_id BIGINT NOT NULL PRIMARY KEY REFERENCES consultations (id),
  remind          BOOLEAN NOT NULL,
  changed_at      TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE interest_settings;
DROP TABLE interest_notes;
DROP TABLE interest_contacts;
DROP TABLE interests;
