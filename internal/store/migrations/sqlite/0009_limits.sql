-- +goose Up
-- How often something was done lately, by whom: under a key that nobody can turn back into an address or a person
-- once the key of its day is gone. Slots are "number:count" pairs, see models.Limit.
CREATE TABLE limit_counts (
  key        TEXT NOT NULL PRIMARY KEY,
  name       TEXT NOT NULL,
  slots      TEXT NOT NULL,
  used       INTEGER NOT NULL,
  expires_at TIMESTAMP NOT NULL
);
CREATE INDEX limit_counts_expires ON limit_counts (expires_at);

CREATE TABLE day_keys (
  day        TEXT NOT NULL PRIMARY KEY,
  secret     BLOB NOT NULL,
  created_at TIMESTAMP NOT NULL
);

-- What guards a consultation against floods: off, automatic or on. None: automatic.
CREATE TABLE guards (
  consultation_id INTEGER NOT NULL PRIMARY KEY REFERENCES consultations (id),
  mode            TEXT NOT NULL,
  changed_at      TIMESTAMP NOT NULL
);

-- What a program suspects of a comment; a suggestion to moderators and drafters, never a decision.
CREATE TABLE comment_marks (
  consultation_id INTEGER NOT NULL,
  comment_id      INTEGER NOT NULL,
  mark            TEXT NOT NULL,
  created_at      TIMESTAMP NOT NULL,
  PRIMARY KEY (consultation_id, comment_id, mark),
  FOREIGN KEY (consultation_id, comment_id) REFERENCES comments (consultation_id, id)
);

-- Proofs of work that were used, until they would have run out.
CREATE TABLE proofs (
  challenge  TEXT NOT NULL PRIMARY KEY,
  expires_at TIMESTAMP NOT NULL
);

-- +goose Down
DROP TABLE proofs;
DROP TABLE comment_marks;
DROP TABLE guards;
DROP TABLE day_keys;
DROP TABLE limit_counts;
