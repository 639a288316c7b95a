/**
 * All SQL that reads and writes rows, in the words that SQLite and PostgreSQL share. `?` stands for a parameter, in order, and
 * stands for nothing else.
 */
export const sql = {
  /** Writers of all processes pass here one by one; where there is one process only, it does no harm. */
  lockForWriting: "UPDATE meta SET value = value WHERE name = 'write-lock'",
  meta: 'SELECT value FROM meta WHERE name = ?',
  setMeta: 'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',

  projects: 'SELECT key, revision FROM project ORDER BY key',
  project: 'SELECT key, revision FROM project WHERE key = ?',
  insertProject: 'INSERT INTO project (key, revision, created_at) VALUES (?, 0, ?)',
  nextRevision: 'UPDATE project SET revision = revision + 1 WHERE key = ? RETURNING revision',

  environments: 'SELECT key, critical, datacenters, approval FROM environment WHERE project = ? ORDER BY position',
  insertEnvironment: `INSERT INTO environment (project, key, critical, datacenters, approval, position)
      VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM environment))`,
  updateEnvironment: 'UPDATE environment SET critical = ?, datacenters = ?, approval = ? WHERE project = ? AND key = ?',

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
  auditAfter: 'SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?',
  lastAuditId: 'SELECT coalesce(max(id), 0) AS id FROM audit',
  projectAudit: `SELECT * FROM audit WHERE (project = ? OR project IS NULL) AND id < ? ORDER BY id DESC LIMIT ?`,
  ownProjectAudit: 'SELECT * FROM audit WHERE project = ? AND id < ? ORDER BY id DESC LIMIT ?',
  flagHistory: 'SELECT * FROM audit WHERE project = ? AND flag_key = ? ORDER BY id DESC LIMIT ?',
  auditSince: 'SELECT * FROM audit WHERE project = ? AND revision > ? ORDER BY revision LIMIT ?',
  lastServingChange: `SELECT * FROM audit WHERE project = ? AND flag_key = ? AND environment = ?
      AND datacenter IS NOT DISTINCT FROM ? AND server IS NOT DISTINCT FROM ? AND action IN ('serving-changed', 'rolled-back') ORDER BY id DESC LIMIT 1`,

  servingChangesBy: `SELECT * FROM audit WHERE project = ? AND actor = ? AND at >= ? AND at <= ?
      AND action IN ('serving-changed', 'rolled-back') ORDER BY id DESC`,

  done: 'SELECT request FROM done WHERE caller = ? AND key = ?',
  insertDone: 'INSERT INTO done (caller, key, request, at) VALUES (?, ?, ?, ?)',
  forgetDone: 'DELETE FROM done WHERE at < ?',

  tokens: 'SELECT * FROM token ORDER BY created_at, id',
  token: 'SELECT * FROM token WHERE id = ?',
  tokenByHash: 'SELECT * FROM token WHERE hash = ? OR former_hash = ?',
  insertToken: `INSERT INTO token (id, name, role, hash, created_at, expires_at, project, environment, datacenter, server,
      environment_roles) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  useToken: 'UPDATE token SET last_used_at = ? WHERE id = ?',
  revokeToken: 'UPDATE token SET revoked_at = ? WHERE id = ?',
  rotateToken: 'UPDATE token SET hash = ?, former_hash = ?, former_until = ? WHERE id = ?',

  session: 'SELECT * FROM session WHERE id = ?',
  insertSession: `INSERT INTO session (id, kind, name, role, token_id, path, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  deleteSession: 'DELETE FROM session WHERE id = ?',
  deleteSessionsOfToken: 'DELETE FROM session WHERE token_id = ?',
  deleteExpiredSessions: 'DELETE FROM session WHERE expires_at <= ?',
  countSessions: 'SELECT count(*) AS count FROM session WHERE kind = ?',
  deleteOldestSessions: `DELETE FROM session WHERE id IN
      (SELECT id FROM session WHERE kind = ? ORDER BY expires_at, id LIMIT ?)`,

  serverReports: 'SELECT * FROM server_report WHERE project = ? ORDER BY environment, datacenter, server',
  upsertServerReport: `INSERT INTO server_report (project, environment, datacenter, server, seen_at, connected, via, client, revision)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (project, environment, datacenter, server) DO UPDATE SET
      seen_at = excluded.seen_at, connected = excluded.connected, via = excluded.via, client = excluded.client,
      revision = excluded.revision`,
  deleteServerReports: 'DELETE FROM server_report WHERE seen_at < ?',
  evaluations: 'SELECT * FROM evaluation WHERE project = ?',
  upsertEvaluation: `INSERT INTO evaluation (project, environment, flag_key, at) VALUES (?, ?, ?, ?)
      ON CONFLICT (project, environment, flag_key) DO UPDATE SET at = excluded.at`,

  changeRequests: 'SELECT * FROM change_request WHERE project = ? ORDER BY requested_at DESC, id LIMIT ?',
  undecidedChangeRequests:
    "SELECT * FROM change_request WHERE project = ? AND status = 'open' ORDER BY requested_at DESC, id LIMIT ?",
  changeRequest: 'SELECT * FROM change_request WHERE project = ? AND id = ?',
  insertChangeRequest: `INSERT INTO change_request (id, project, flag_key, environment, datacenter, server, action, serving, reason,
      revision, requested_by, requested_token, requested_at, expires_at, status) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  decideChangeRequest: 'UPDATE change_request SET status = ?, decided_by = ?, decided_at = ?, note = ? WHERE id = ?',
} as const;
