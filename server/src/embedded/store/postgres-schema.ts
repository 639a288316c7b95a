/** The PostgreSQL database, as a list of migrations; its tables are those of `sqlite-schema.ts`. A released migration is never edited: add another one. */

/** The schema that holds all tables, so that they can live in a database that others use too. */
export const schemaName = 'sluice';

/** Migration n brings a database from version n to n + 1. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

  CREATE TABLE project (key TEXT PRIMARY KEY, revision BIGINT NOT NULL, created_at TEXT NOT NULL);

  CREATE TABLE environment (
    project     TEXT NOT NULL REFERENCES project (key),
    key         TEXT NOT NULL,
    critical    INTEGER NOT NULL,
    datacenters TEXT NOT NULL,
    approval    INTEGER NOT NULL,
    position    BIGINT NOT NULL,
    PRIMARY KEY (project, key)
  );

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
    revision    BIGINT NOT NULL,
    PRIMARY KEY (project, key)
  );

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
  );

  CREATE TABLE override (
    project     TEXT NOT NULL,
    flag_key    TEXT NOT NULL,
    environment TEXT NOT NULL,
    datacenter  TEXT NOT NULL,
    server      TEXT NOT NULL,
    serving     TEXT NOT NULL,
    changed_at  TEXT NOT NULL,
    changed_by  TEXT NOT NULL,
    PRIMARY KEY (project, flag_key, environment, datacenter, server),
    FOREIGN KEY (project, flag_key, environment) REFERENCES flag_state (project, flag_key, environment)
  );

  CREATE TABLE audit (
    id            BIGINT PRIMARY KEY,
    project       TEXT,
    revision      BIGINT NOT NULL,
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
  );
  CREATE INDEX audit_by_revision ON audit (project, revision);
  CREATE INDEX audit_by_flag ON audit (project, flag_key, id);

  CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$;
  CREATE TRIGGER audit_keeps_rows BEFORE DELETE OR UPDATE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
  CREATE TRIGGER audit_keeps_all BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

  CREATE TABLE token (
    id                TEXT PRIMARY KEY,
    name              TEXT NOT NULL,
    role              TEXT NOT NULL,
    hash              TEXT NOT NULL UNIQUE,
    created_at        TEXT NOT NULL,
    expires_at        TEXT,
    last_used_at      TEXT,
    revoked_at        TEXT,
    project           TEXT,
    environment       TEXT,
    datacenter        TEXT,
    server            TEXT,
    environment_roles TEXT NOT NULL,
    former_hash       TEXT,
    former_until      TEXT
  );
  CREATE INDEX token_by_former_hash ON token (former_hash);

  CREATE TABLE done (
    caller  TEXT NOT NULL,
    key     TEXT NOT NULL,
    request TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (caller, key)
  );
  CREATE INDEX done_by_time ON done (at);

  CREATE TABLE session (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    token_id   TEXT,
    path       TEXT NOT NULL,
    expires_at TEXT NOT NULL
  );

  CREATE TABLE server_report (
    project     TEXT NOT NULL,
    environment TEXT NOT NULL,
    datacenter  TEXT NOT NULL,
    server      TEXT NOT NULL,
    seen_at     TEXT NOT NULL,
    connected   INTEGER NOT NULL,
    via         TEXT NOT NULL,
    client      TEXT,
    revision    BIGINT NOT NULL,
    PRIMARY KEY (project, environment, datacenter, server)
  );

  CREATE TABLE evaluation (
    project     TEXT NOT NULL,
    environment TEXT NOT NULL,
    flag_key    TEXT NOT NULL,
    at          TEXT NOT NULL,
    PRIMARY KEY (project, environment, flag_key)
  );

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
    revision        BIGINT NOT NULL,
    requested_by    TEXT NOT NULL,
    requested_token TEXT,
    requested_at    TEXT NOT NULL,
    expires_at      TEXT NOT NULL,
    status          TEXT NOT NULL,
    decided_by      TEXT,
    decided_at      TEXT,
    note            TEXT
  );
  CREATE INDEX change_request_by_project ON change_request (project, status);
  `,
];
