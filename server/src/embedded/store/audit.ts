/** The audit log: append-only, each row bound to the one before it by a hash, written in the transaction of the change. */
import { createHash } from 'node:crypto';
import type { Serving } from '../../core/model.ts';
import type { Statements } from './database.ts';

export type AuditAction =
  | 'project-created'
  | 'flag-created'
  | 'flag-updated'
  | 'flag-archived'
  | 'serving-changed'
  | 'rolled-back'
  | 'environment-changed'
  | 'token-created'
  | 'token-rotated'
  | 'change-requested'
  | 'change-approved'
  | 'change-rejected'
  | 'change-withdrawn'
  | 'token-revoked';

/** What the API shows of a row. `revision` is "0" for changes of tokens, which change no flag. */
export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly action: AuditAction;
  readonly flagKey: string | null;
  readonly environment: string | null;
  readonly datacenter: string | null;
  readonly server: string | null;
  readonly before: Serving | null;
  readonly after: Serving | null;
  readonly reason: string | null;
  /** One phrase on what changed, where that is not a serving. */
  readonly detail: string | null;
  readonly revision: string;
}

export interface AuditRow {
  readonly id: number;
  readonly project: string | null;
  readonly revision: number;
  readonly at: string;
  readonly actor: string;
  readonly token_id: string | null;
  readonly action: AuditAction;
  readonly flag_key: string | null;
  readonly environment: string | null;
  readonly datacenter: string | null;
  readonly server: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly previous_hash: string;
  readonly hash: string;
}

export type AuditContent = Omit<AuditRow, 'id' | 'previous_hash' | 'hash'>;

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number }
  | { readonly ok: false; readonly id: number; readonly problem: string };

/** Appends a row; call it inside the transaction of the change it is about. */
export async function appendAudit(statements: Statements, content: AuditContent): Promise<void> {
  const head = await readHead(statements);
  const id = head.count + 1;
  const hash = hashOf(head.hash, id, content);
  await statements.insertAudit.run(
    id,
    content.project,
    content.revision,
    content.at,
    content.actor,
    content.token_id,
    content.action,
    content.flag_key,
    content.environment,
    content.datacenter,
    content.server,
    content.before,
    content.after,
    content.reason,
    content.detail,
    head.hash,
    hash,
  );
  await statements.setMeta.run('audit-head', JSON.stringify({ count: id, hash }));
}

type ChainStatements = Pick<Statements, 'auditAfter' | 'meta'>;

/** Walks the whole chain. Finds a changed, removed, added or moved row, and rows missing at the end. */
export async function verifyAudit(statements: ChainStatements): Promise<AuditVerdict> {
  let previous = '';
  let count = 0;
  for await (const { id, previous_hash, hash, ...content } of allRows(statements)) {
    if (id !== count + 1) return { ok: false, id: count + 1, problem: `row ${count + 1} is missing` };
    if (previous_hash !== previous) return { ok: false, id, problem: `row ${id} does not follow the one before it` };
    if (hashOf(previous, id, content) !== hash) return { ok: false, id, problem: `row ${id} was changed` };
    previous = hash;
    count = id;
  }
  const head = await readHead(statements);
  if (head.count !== count || head.hash !== previous) {
    return { ok: false, id: count + 1, problem: `rows are missing after row ${count}` };
  }
  return { ok: true, rows: count };
}

/** In pieces, so that a long log needs no more memory than a short one. */
async function* allRows(statements: ChainStatements): AsyncGenerator<AuditRow> {
  for (let after = 0; ;) {
    const rows = (await statements.auditAfter.all(after, 1000)) as readonly AuditRow[];
    yield* rows;
    const last = rows.at(-1);
    if (!last) return;
    after = last.id;
  }
}

export function toAuditEntry(row: AuditRow): AuditEntry {
  return {
    id: row.id,
    at: row.at,
    actor: row.actor,
    action: row.action,
    flagKey: row.flag_key,
    environment: row.environment,
    datacenter: row.datacenter,
    server: row.server,
    before: row.before === null ? null : (JSON.parse(row.before) as Serving),
    after: row.after === null ? null : (JSON.parse(row.after) as Serving),
    reason: row.reason,
    detail: row.detail,
    revision: String(row.revision),
  };
}

async function readHead(statements: Pick<Statements, 'meta'>): Promise<{ count: number; hash: string }> {
  const row = (await statements.meta.get('audit-head')) as { value: string } | undefined;
  return row ? (JSON.parse(row.value) as { count: number; hash: string }) : { count: 0, hash: '' };
}

/** The content as an array in a fixed order, so that no field can be moved into another. */
function hashOf(previous: string, id: number, content: AuditContent): string {
  const canonical = JSON.stringify([
    previous,
    id,
    content.project,
    content.revision,
    content.at,
    content.actor,
    content.token_id,
    content.action,
    content.flag_key,
    content.environment,
    content.datacenter,
    content.server,
    content.before,
    content.after,
    content.reason,
    content.detail,
  ]);
  return createHash('sha256').update(canonical).digest('hex');
}
