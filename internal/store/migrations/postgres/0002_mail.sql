-- +goose Up
-- What is to be told to whom. Address and text are sealed, and emptied once they are of no more use.
CREATE TABLE mails (
  id              BIGINT NOT NULL PRIMARY KEY,
  message_id      TEXT NOT NULL UNIQUE,
  kind            TEXT NOT NULL,
  person_id       BIGINT,
  consultation_id BIGINT,
  comment_id      BIGINT,
  recipient_hash  TEXT NOT NULL,
  language        TEXT NOT NULL,
  payload         BYTEA NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'sent', 'failed', 'dead', 'bounced')),
  attempts        BIGINT NOT NULL,
  last_error      TEXT NOT NULL,
  created_at      TIMESTAMPTZ NOT NULL,
  due_at          TIMESTAMPTZ NOT NULL,
  sent_at         TIMESTAMPTZ
);

CREATE INDEX mails_state ON mails (state, due_at);
CREATE INDEX mails_recipient ON mails (recipient_hash);
-- the mail that asks to confirm a comment goes with the comment
CREATE INDEX mails_comment ON mails (consultation_id, comment_id);
CREATE INDEX mails_person ON mails (person_id, state);

-- How somebody wants to be told what became of their comments. No row: each mail by itself.
CREATE TABLE mail_preferences (
  person_id  BIGINT NOT NULL PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
  digest     TEXT NOT NULL CHECK (digest IN ('each', 'daily', 'weekly', 'none')),
  bounced_at TIMESTAMPTZ,
  changed_at TIMESTAMPTZ NOT NULL
);

-- +goose Down
DROP TABLE mail_preferences;
DROP TABLE mails;
