/** All SQL that reads and writes rows, prepared once. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

const sql = {
  meta: 'SELECT value FROM meta WHERE name = ?',
  setMeta: 'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',

  projects: 'SELECT key, revision FROM project ORDER BY key',
  project: 'SELECT key, revision FROM project WHERE key = ?',
  insertProject: 'INSERT INTO project (key, revision, created_at) VALUES (?, 0, ?)',
  nextRevision: 'UPDATE project SET revision = revision + 1 WHERE key = ? RETURNING revision',

  environments: 'SELECT key, critical, datacenters FROM environment WHERE project = ? ORDER BY rowid',
  insertEnvironment: 'INSERT INTO environment (project, key, critical, datacenters) VALUES (?, ?, ?, ?)',
  updateEnvironment: 'UPDATE environment SET critical = ?, datacenters = ? WHERE project = ? AND key = ?',

  flags: 'SELECT * FROM flag WHERE project = ? ORDER BY key',
  flag: 'SELECT * FROM flag WHERE project = ? AND key = ?',
  anyFlag: 'SELECT 1 FROM flag WHERE project = ? LIMIT 1',
  insertFlag: `INSERT INTO flag (project, key, kind, purpose, value_type, variants, owner, description, tags, created_at,
      expires_at, archived_at, permanent, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?)`,
  updateFlag: `UPDATE flag SET purpose = ?, owner = ?, description = ?, tags = ?, expires_at = ?, archived_at = ?, permanent = ?,
      revision = ? WHERE project = ? AND key = ?`,
  setFlagRevision: 'UPDATE flag SET revision = ? WHERE project = ? AND key = ?',

  states: 'SELECT * FROM flag_state WHERE project = ?',
  statesOfFlag: 'SELECT * FROM flag_state WHERE project = ? AND flag_key = ?',
  upsertState: `INSERT INTO flag_state (project, flag_key, environment, serving, constant_since, changed_at, changed_by)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (project, flag_key, environment) DO UPDATE SET serving = excluded.serving,
      constant_since = excluded.constant_since, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,

  overrides: 'SELECT * FROM override WHERE project = ? ORDER BY flag_key, environment, datacenter, server',
  overridesOfFlag: 'SELECT * FROM override WHERE project = ? AND flag_key = ? ORDER BY environment, datacenter, server',
  overridesOfEnvironment:
    'SELECT * FROM override WHERE project = ? AND environment = ? ORDER BY flag_key, datacenter, server',
  upsertOverride: `INSERT INTO override (project, flag_key, environment, datacenter, server, serving, changed_at, changed_by)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (project, flag_key, environment, datacenter, server) DO UPDATE SET
      serving = excluded.serving, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
  deleteOverride: `DELETE FROM override WHERE project = ? AND flag_key = ? AND environment = ? AND datacenter = ?
      AND server = ?`,

  insertAudit: `INSERT INTO audit (id, project, revision, at, actor, token_id, action, flag_key, environment, datacenter, server,
      before, after, reason, detail, previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  allAudit: 'SELECT * FROM audit ORDER BY id',
  projectAudit: `SELECT * FROM audit WHERE (project = ? OR project IS NULL) AND id < ? ORDER BY id DESC LIMIT ?`,
  flagHistory: 'SELECT * FROM audit WHERE project = ? AND flag_key = ? ORDER BY id DESC LIMIT ?',
  auditSince: 'SELECT * FROM audit WHERE project = ? AND revision > ? ORDER BY revision LIMIT ?',
  lastServingChange: `SELECT * FROM audit WHERE project = ? AND flag_key = ? AND environment = ? AND datacenter IS ?
      AND server IS ? AND action IN ('serving-changed', 'rolled-back') ORDER BY id DESC LIMIT 1`,

  done: 'SELECT request FROM done WHERE caller = ? AND key = ?',
  insertDone: 'INSERT INTO done (caller, key, request, at) VALUES (?, ?, ?, ?)',
  forgetDone: 'DELETE FROM done WHERE at < ?',

  tokens: 'SELECT * FROM token ORDER BY created_at, id',
  token: 'SELECT * FROM token WHERE id = ?',
  tokenByHash: 'SELECT * FROM token WHERE hash = ?',
  insertToken: 'INSERT INTO token (id, name, role, hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
  useToken: 'UPDATE token SET last_used_at = ? WHERE id = ?',
  revokeToken: 'UPDATE token SET revoked_at = ? WHERE id = ?',
} as const;

export type Statements = { readonly [name in keyof typeof sql]: StatementSync };

/** Prepares every statement; a spelling mistake fails here, at the start. */
export function prepareStatements(database: DatabaseSync): Statements {
  const entries = Object.entries(sql).map(([name, text]) => [name, database.prepare(text)]);
  return Object.fromEntries(entries) as Statements;
}
