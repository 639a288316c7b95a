/** Changes that wait for a second person: asked for by one, decided by another, carried out in the transaction of the decision. */
import { randomBytes } from 'node:crypto';
import type { Flag, Scope, Serving } from '../../core/model.ts';
import { ApiError, invalid } from '../errors.ts';
import type { Author, Transaction } from './ledger.ts';
import type { Statements } from './database.ts';
import { changeServing, checkKnownScope, rollBack } from './serving-changes.ts';
import { checkServing } from './servings.ts';
import { readToken } from './tokens.ts';

const lifetimeMs = 7 * 24 * 60 * 60 * 1000;
const maxListed = 200;
const outcomes = { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' } as const;

export type ChangeRequestStatus = 'open' | 'approved' | 'rejected' | 'withdrawn' | 'outdated' | 'expired';

export interface ChangeRequest {
  readonly id: string;
  readonly flagKey: string;
  readonly scope: Scope;
  readonly action: 'serving' | 'rollback';
  /** Null removes an override, and where a rollback is asked for. */
  readonly serving: Serving | null;
  readonly reason: string | null;
  /** The flag's, when it was asked. */
  readonly revision: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
  readonly status: ChangeRequestStatus;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
}

interface Row {
  readonly id: string;
  readonly flag_key: string;
  readonly environment: string;
  readonly datacenter: string | null;
  readonly server: string | null;
  readonly action: 'serving' | 'rollback';
  readonly serving: string | null;
  readonly reason: string | null;
  readonly revision: number;
  readonly requested_by: string;
  readonly requested_token: string | null;
  readonly requested_at: string;
  readonly expires_at: string;
  readonly status: ChangeRequestStatus;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly note: string | null;
}

export interface ChangeRequestInput {
  readonly flag: Flag;
  readonly scope: Scope;
  readonly action: 'serving' | 'rollback';
  readonly serving: Serving | null;
  readonly reason: string | null;
}

/** @throws ApiError `invalid` where the change itself would be */
export async function askForChange(
  transaction: Transaction,
  project: string,
  { flag, scope, action, serving, reason }: ChangeRequestInput,
  author: Author,
): Promise<ChangeRequest> {
  const { statements } = transaction;
  await checkKnownScope(statements, project, flag, scope);
  if (flag.archivedAt !== null) throw invalid(`"${flag.key}" is archived: restore it first.`, 'flagKey');
  if (action === 'serving' && serving === null && scope.datacenter === null) {
    throw invalid('The serving of a whole environment cannot be removed.', 'serving');
  }
  const wanted = action === 'rollback' || serving === null ? null : checkServing(flag, serving);
  const at = transaction.timeOf(author);
  const id = `req_${randomBytes(9).toString('base64url')}`;
  const { environment, datacenter, server } = scope;
  const text = wanted === null ? null : JSON.stringify(wanted);
  const expiresAt = new Date(Date.parse(at) + lifetimeMs).toISOString();
  await transaction.record(project, author, {
    action: 'change-requested',
    flagKey: flag.key,
    scope,
    after: wanted,
    reason,
    detail: `${action === 'rollback' ? 'a rollback' : 'a change'} (${id})`,
  });
  await statements.insertChangeRequest.run(
    ...([id, project, flag.key, environment, datacenter, server, action, text, reason] as const),
    ...([Number(flag.revision), author.name, author.tokenId, at, expiresAt, 'open'] as const),
  );
  return requireRequest(statements, project, id, at);
}

/** Newest first; `status` null: whatever its status. */
export async function readRequests(
  statements: Statements,
  project: string,
  status: ChangeRequestStatus | null,
  now: string,
): Promise<readonly ChangeRequest[]> {
  // Those that wait must not be crowded out by those that were decided since. Who has expired still stands there as open.
  const isUndecided = status === 'open' || status === 'expired';
  const list = isUndecided ? statements.undecidedChangeRequests : statements.changeRequests;
  const rows = (await list.all(project, maxListed)) as readonly Row[];
  const all = rows.map((row) => toRequest(row, now));
  return status === null ? all : all.filter((request) => request.status === status);
}

/**
 * Approves, rejects or withdraws. Approving carries the change out; where the flag has moved on since it was asked, the request
 * becomes `outdated` and nothing is changed.
 * @throws ApiError `not-found`, `conflict` (decided already, expired), `forbidden` (one's own request)
 */
export async function decide(
  transaction: Transaction,
  project: string,
  decision: { readonly id: string; readonly verdict: 'approve' | 'reject' | 'withdraw'; readonly note: string | null },
  flagOf: (key: string) => Promise<Flag>,
  author: Author,
): Promise<ChangeRequest> {
  const { statements } = transaction;
  const { id, verdict, note } = decision;
  const at = transaction.timeOf(author);
  const request = await requireRequest(statements, project, id, at);
  const row = (await statements.changeRequest.get(project, id)) as Row;
  if (request.status !== 'open') {
    throw new ApiError('conflict', `This request is ${request.status} already: nothing was changed.`);
  }
  const isOwn = row.requested_by === author.name || (author.tokenId !== null && row.requested_token === author.tokenId);
  if (verdict === 'withdraw' && !isOwn) {
    throw new ApiError('forbidden', `Only ${request.requestedBy} can withdraw this request; reject it instead.`);
  }
  if (verdict === 'approve' && isOwn) {
    throw new ApiError('forbidden', 'Another person has to approve this request: it is your own.');
  }
  if (verdict === 'approve') await requireAskerStillIn(statements, request, row.requested_token);
  const flag = await flagOf(request.flagKey);
  const isOutdated = verdict === 'approve' && flag.revision !== request.revision;
  const final = isOutdated ? 'outdated' : outcomes[verdict];
  if (final === 'approved') await carryOut(transaction, project, request, flag, author);
  await transaction.record(project, author, {
    action: final === 'outdated' ? 'change-rejected' : `change-${final}`,
    flagKey: request.flagKey,
    scope: request.scope,
    reason: note,
    detail: `${final}: asked for by ${request.requestedBy} (${id})`,
  });
  await statements.decideChangeRequest.run(final, author.name, at, note, id);
  return requireRequest(statements, project, id, at);
}

/** Who was shut out in the meantime must not get a change through that they asked for before. */
async function requireAskerStillIn(
  statements: Statements,
  { requestedBy }: ChangeRequest,
  tokenId: string | null,
): Promise<void> {
  const token = tokenId === null ? null : await readToken(statements, tokenId);
  if (token?.revokedAt == null) return;
  throw new ApiError(
    'conflict',
    `The token with which ${requestedBy} asked has been revoked: reject the request, and have the change asked for again.`,
  );
}

/** In the name of who asked for it; who approved it stands beside. */
async function carryOut(
  transaction: Transaction,
  project: string,
  request: ChangeRequest,
  flag: Flag,
  approver: Author,
): Promise<void> {
  const { scope, reason, serving, requestedBy } = request;
  const author = { name: requestedBy, tokenId: approver.tokenId, approval: `approved by ${approver.name}` };
  if (request.action === 'rollback') await rollBack(transaction, project, flag, { scope, reason }, author);
  else await changeServing(transaction, project, flag, { scope, serving, reason }, author);
}

/** @throws ApiError `not-found` */
export async function requireRequest(
  statements: Statements,
  project: string,
  id: string,
  now: string,
): Promise<ChangeRequest> {
  const row = (await statements.changeRequest.get(project, id)) as Row | undefined;
  if (!row) throw new ApiError('not-found', `There is no change request "${id}".`);
  return toRequest(row, now);
}

function toRequest(row: Row, now: string): ChangeRequest {
  return {
    id: row.id,
    flagKey: row.flag_key,
    scope: { environment: row.environment, datacenter: row.datacenter, server: row.server },
    action: row.action,
    serving: row.serving === null ? null : (JSON.parse(row.serving) as Serving),
    reason: row.reason,
    revision: String(row.revision),
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    status: row.status === 'open' && row.expires_at <= now ? 'expired' : row.status,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    note: row.note,
  };
}
