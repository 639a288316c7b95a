/** The SQLite database, as a list of migrations. A released migration is never edited: add another one. */

/** Marks a SQLite file as ours ("SLCE"), so that another program's file is never written to. */
export const applicationId = 0x534c4345;

/** Migration n brings a database from `user_version` n to n + 1. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  CREATE TABLE project (
    key        TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL,
    created_at TEXT NOT NULL
  ) STRICT;

  CREATE TABLE environment (
    project     TEXT NOT NULL REFERENCES project (key),
    key         TEXT NOT NULL,
    critical    INTEGER NOT NULL,
    datacenters TEXT NOT NULL,
    PRIMARY KEY (project, key)
  ) STRICT;

  CREATE TABLE flag (
    project     TEXT NOT NULL REFERENCES project (key),
    key         TEXT NOT NULL,
    kind        TEXT NOT NULL,
    purpose     TEXT,
    value_type  TEXT NOT NULL,
    variants    TEXT NOT NULL,
    owner       TEXT,
    description TEXT,
    tags        TEXT NOT NULL,
    created_at  TEXT NOT NULL,
    expires_at  TEXT,
    archived_at TEXT,
    permanent   INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    PRIMARY KEY (project, key)
  ) STRICT;

  CREATE TABLE flag_state (
    project        TEXT NOT NULL,
    flag_key       TEXT NOT NULL,
    environment    TEXT NOT NULL,
    serving        TEXT NOT NULL,
    constant_since TEXT,
    changed_at     TEXT NOT NULL,
    changed_by     TEXT NOT NULL,
    PRIMARY KEY (project, flag_key, environment),
    FOREIGN KEY (project, flag_key) REFERENCES flag (project, key),
    FOREIGN KEY (project, environment) REFERENCES environment (project, key)
  ) STRICT;

  CREATE TABLE override (
    project     TEXT NOT NULL,
    flag_key    TEXT NOT NULL,
    environment TEXT NOT NULL,
    datacenter  TEXT NOT NULL,
    server      TEXT NOT NULL, -- '' for the whole datacenter: NULLs are not equal to each other in a key
    serving     TEXT NOT NULL,
    changed_at  TEXT NOT NULL,
    changed_by  TEXT NOT NULL,
    PRIMARY KEY (project, flag_key, environment, datacenter, server),
    FOREIGN KEY (project, flag_key, environment) REFERENCES flag_state (project, flag_key, environment)
  ) STRICT;

  CREATE TABLE audit (
    id            INTEGER PRIMARY KEY,
    project       TEXT,              -- NULL: about the server as a whole (tokens)
    revision      INTEGER NOT NULL,  -- 0 where project is NULL
    at            TEXT NOT NULL,
    actor         TEXT NOT NULL,
    token_id      TEXT,
    action        TEXT NOT NULL,
    flag_key      TEXT,
    environment   TEXT,
    datacenter    TEXT,
    server        TEXT,
    before        TEXT,
    after         TEXT,
    reason        TEXT,
    detail        TEXT,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL
  ) STRICT;
  CREATE INDEX audit_by_revision ON audit (project, revision);
  CREATE INDEX audit_by_flag ON audit (project, flag_key, id);

  CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER audit_keeps_content BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

  CREATE TABLE token (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    role         TEXT NOT NULL,
    hash         TEXT NOT NULL UNIQUE,
    created_at   TEXT NOT NULL,
    expires_at   TEXT,
    last_used_at TEXT,
    revoked_at   TEXT
  ) STRICT;
  `,
  `
  -- Writes that were done already, so that a client that lost the answer can send them again.
  CREATE TABLE done (
    caller  TEXT NOT NULL,
    key     TEXT NOT NULL,
    request TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (caller, key)
  ) STRICT;
  CREATE INDEX done_by_time ON done (at);
  `,
  `
  ALTER TABLE environment ADD COLUMN approval INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE environment ADD COLUMN position INTEGER NOT NULL DEFAULT 0;
  UPDATE environment SET position = rowid;

  ALTER TABLE token ADD COLUMN project TEXT;
  ALTER TABLE token ADD COLUMN environment TEXT;
  ALTER TABLE token ADD COLUMN datacenter TEXT;
  ALTER TABLE token ADD COLUMN server TEXT;
  ALTER TABLE token ADD COLUMN environment_roles TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE token ADD COLUMN former_hash TEXT; -- what a rotated token's former secret was, while it still works
  ALTER TABLE token ADD COLUMN former_until TEXT;
  CREATE INDEX token_by_former_hash ON token (former_hash);

  -- Browser sessions, and the one-time codes that start them. Only hashes: the table opens nothing.
  CREATE TABLE session (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL, -- code | session
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    token_id   TEXT,
    path       TEXT NOT NULL,
    expires_at TEXT NOT NULL
  ) STRICT;

  -- What each server was seen to hold. Not part of the audit: nobody decided it.
  CREATE TABLE server_report (
    project     TEXT NOT NULL,
    environment TEXT NOT NULL,
    datacenter  TEXT NOT NULL,
    server      TEXT NOT NULL,
    seen_at     TEXT NOT NULL,
    connected   INTEGER NOT NULL,
    via         TEXT NOT NULL,
    client      TEXT,
    revision    INTEGER NOT NULL,
    PRIMARY KEY (project, environment, datacenter, server)
  ) STRICT;

  CREATE TABLE evaluation (
    project     TEXT NOT NULL,
    environment TEXT NOT NULL,
    flag_key    TEXT NOT NULL,
    at          TEXT NOT NULL,
    PRIMARY KEY (project, environment, flag_key)
  ) STRICT;

  CREATE TABLE change_request (
    id              TEXT PRIMARY KEY,
    project         TEXT NOT NULL,
    flag_key        TEXT NOT NULL,
    environment     TEXT NOT NULL,
    datacenter      TEXT,
    server          TEXT,
    action          TEXT NOT NULL,
    serving         TEXT,
    reason          TEXT,
    revision        INTEGER NOT NULL,
    requested_by    TEXT NOT NULL,
    requested_token TEXT,
    requested_at    TEXT NOT NULL,
    expires_at      TEXT NOT NULL,
    status          TEXT NOT NULL,
    decided_by      TEXT,
    decided_at      TEXT,
    note            TEXT
  ) STRICT;
  CREATE INDEX change_request_by_project ON change_request (project, status);
  `,
];
