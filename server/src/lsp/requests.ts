/** Our own requests (`protocol.ts`): parameters are checked, then the work is done elsewhere. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { z } from 'zod';
import { flagAt } from '../features/flag-at.ts';
import type { FlagSummary, RollbackTarget, StateStatus, WriteResult } from '../protocol.ts';
import type { Session } from '../session/session.ts';
import type { ServerContext } from './context.ts';
import { dashboardPage } from './dashboard.ts';
import { sessionOfFlag, type Folders } from './folders.ts';
import { mergeStatuses } from './status.ts';
import { rollback, rollbackTarget, setShare, shareRefusal, summaryOf } from './writes.ts';

const key = z.string().min(1).max(500);
const scope = z.strictObject({
  environment: z.string().min(1),
  datacenter: z.string().min(1).nullable(),
  server: z.string().min(1).nullable(),
});
const reason = z.string().max(500).nullable();
const setShareParams = z.object({
  key,
  scope,
  share: z.number().int().min(0).max(10_000),
  expectedRevision: z.string(),
  reason,
});
const refusalParams = z.object({ key, scope, share: z.number().int().min(0).max(10_000) });
const rollbackParams = z.object({ key, scope, expectedRevision: z.string(), reason });
const rollbackTargetParams = z.object({ key, scope });
const positionParams = z.object({
  uri: z.string(),
  position: z.object({ line: z.number().int().min(0), character: z.number().int().min(0) }),
});
const dashboardParams = z.object({ key: key.nullable() });

export interface Requests {
  refresh(): Promise<StateStatus>;
  flags(): FlagSummary[];
  flagAt(params: unknown): string | null;
  setShare(params: unknown): Promise<WriteResult>;
  rollback(params: unknown): Promise<WriteResult>;
  refusal(params: unknown): Promise<string | null>;
  rollbackTarget(params: unknown): Promise<RollbackTarget>;
  dashboardUrl(params: unknown): Promise<string | null>;
}

export function createRequests({ client }: ServerContext, folders: Folders): Requests {
  const write = async (flagKey: string, send: (session: Session) => Promise<WriteResult>) => {
    if (!client.isTrusted)
      return refused('forbidden', 'This workspace is not trusted: nothing can be changed from it.');
    const session = sessionOfFlag(folders, flagKey);
    return session ? send(session) : refused('unsupported', 'No workspace is open, so there is no control plane.');
  };
  return {
    async refresh() {
      await Promise.all(folders.all().map((folder) => folder.refresh()));
      return mergeStatuses(folders.all().map((folder) => folder.status()));
    },
    flags() {
      const byKey = new Map<string, FlagSummary>();
      for (const session of folders.all().map((folder) => folder.session())) {
        for (const flag of session.state().snapshot?.flags ?? []) {
          const summary = byKey.has(flag.key) ? null : summaryOf(session, flag);
          if (summary) byKey.set(flag.key, summary);
        }
      }
      return [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
    },
    flagAt(params) {
      const { uri, position } = checked('flagAt', positionParams, params);
      return flagAt(folders.of(uri).session(), uri, position);
    },
    setShare(params) {
      const change = checked('setShare', setShareParams, params);
      return write(change.key, (session) => setShare(session, change));
    },
    rollback(params) {
      const change = checked('rollback', rollbackParams, params);
      return write(change.key, (session) => rollback(session, change));
    },
    async refusal(params) {
      const change = checked('refusal', refusalParams, params);
      const session = client.isTrusted ? sessionOfFlag(folders, change.key) : null;
      return session && shareRefusal(session, change);
    },
    async rollbackTarget(params) {
      const change = checked('rollbackTarget', rollbackTargetParams, params);
      const session = client.isTrusted ? sessionOfFlag(folders, change.key) : null;
      return session ? rollbackTarget(session, change) : { kind: 'unknown' };
    },
    async dashboardUrl(params) {
      const { key } = checked('dashboardUrl', dashboardParams, params);
      const session = client.isTrusted ? sessionOfFlag(folders, key) : null;
      return session && dashboardPage(session, key);
    },
  };
}

function checked<T>(name: string, schema: z.ZodType<T>, params: unknown): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new ResponseError(ErrorCodes.InvalidParams, `sluice/${name}: ${z.prettifyError(parsed.error)}`);
}

function refused(kind: string, message: string): WriteResult {
  return { ok: false, kind, message, current: null };
}
