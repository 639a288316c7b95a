/** Our own requests (`protocol.ts`): parameters are checked, then the work is done elsewhere. */
import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { z } from 'zod';
import { flagAt } from '../features/flag-at.ts';
import type { FlagSummary, RollbackTarget, StateStatus, WriteResult } from '../protocol.ts';
import type { ServerContext } from './context.ts';
import { dashboardPage } from './dashboard.ts';
import type { Folders } from './folders.ts';
import {
  ambiguity,
  decidingPlanes,
  planeOfFile,
  planeOfFlag,
  summaryOf,
  type FlagRef,
  type PlaneRef,
} from './planes.ts';
import { statusOf } from './status.ts';
import { rollback, rollbackTarget, setShare, shareRefusal } from './writes.ts';

const key = z.string().min(1).max(500);
const controlPlane = z.string().max(4_000).optional();
const scope = z.strictObject({
  environment: z.string().min(1),
  datacenter: z.string().min(1).nullable(),
  server: z.string().min(1).nullable(),
});
const reason = z.string().max(500).nullable();
const setShareParams = z.object({
  key,
  controlPlane,
  scope,
  share: z.number().int().min(0).max(10_000),
  expectedRevision: z.string(),
  reason,
});
const refusalParams = z.object({ key, controlPlane, scope, share: z.number().int().min(0).max(10_000) });
const rollbackParams = z.object({ key, controlPlane, scope, expectedRevision: z.string(), reason });
const rollbackTargetParams = z.object({ key, controlPlane, scope });
const positionParams = z.object({
  uri: z.string(),
  position: z.object({ line: z.number().int().min(0), character: z.number().int().min(0) }),
});
const dashboardParams = z.object({ key: key.nullable(), controlPlane });
const fileParams = z.object({ uri: z.string() });

/** How long a list of flags and a change wait for control planes that are being connected, in ms: a person may be asked first, and take their time. */
const settleMs = 1_000;

export interface Requests {
  refresh(): Promise<StateStatus>;
  flags(): Promise<FlagSummary[]>;
  flagAt(params: unknown): string | null;
  controlPlaneOf(params: unknown): string | null;
  setShare(params: unknown): Promise<WriteResult>;
  rollback(params: unknown): Promise<WriteResult>;
  refusal(params: unknown): Promise<string | null>;
  rollbackTarget(params: unknown): Promise<RollbackTarget>;
  dashboardUrl(params: unknown): Promise<string | null>;
}

export function createRequests({ client }: ServerContext, folders: Folders): Requests {
  const settled = () => within(settleMs, Promise.all(folders.all().map((folder) => folder.settled())));
  const write = async (change: FlagRef, send: (place: PlaneRef) => Promise<WriteResult>) => {
    if (!client.isTrusted)
      return refused('forbidden', 'This workspace is not trusted: nothing can be changed from it.');
    await settled();
    const unclear = ambiguity(folders, change);
    if (unclear !== null) return refused('invalid', unclear);
    const place = planeOfFlag(folders, change);
    return place ? send(place) : refused('unsupported', withoutPlane(change));
  };
  /** As far as the workspace may ask. */
  const placeOf = (about: FlagRef): PlaneRef | null => (client.isTrusted ? planeOfFlag(folders, about) : null);
  return {
    async refresh() {
      await Promise.all(folders.all().map((folder) => folder.refresh()));
      return statusOf(folders);
    },
    async flags() {
      // A list without the flags of a control plane that is just being connected would say that it has none.
      await settled();
      const summaries = new Map<string, FlagSummary>();
      for (const place of decidingPlanes(folders)) {
        for (const flag of place.plane.state().snapshot?.flags ?? []) {
          // The folders of a window mostly share one control plane; several of one folder do not.
          const name = JSON.stringify([place.id, flag.key]);
          const summary = summaries.has(name) ? null : summaryOf(place, flag);
          if (summary) summaries.set(name, summary);
        }
      }
      const order = ({ key, controlPlaneName = '' }: FlagSummary): string => `${key}\0${controlPlaneName}`;
      return [...summaries.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
    },
    flagAt(params) {
      const { uri, position } = checked('flagAt', positionParams, params);
      return flagAt(folders.of(uri).session(), uri, position);
    },
    controlPlaneOf(params) {
      const { uri } = checked('controlPlaneOf', fileParams, params);
      return planeOfFile(folders, uri)?.id ?? null;
    },
    setShare(params) {
      const change = checked('setShare', setShareParams, params);
      return write(change, (place) => setShare(place, change));
    },
    rollback(params) {
      const change = checked('rollback', rollbackParams, params);
      return write(change, (place) => rollback(place, change));
    },
    async refusal(params) {
      const change = checked('refusal', refusalParams, params);
      const place = placeOf(change);
      return place && shareRefusal(place, change);
    },
    async rollbackTarget(params) {
      const change = checked('rollbackTarget', rollbackTargetParams, params);
      const place = placeOf(change);
      return place ? rollbackTarget(place, change) : { kind: 'unknown' };
    },
    async dashboardUrl(params) {
      const about = checked('dashboardUrl', dashboardParams, params);
      const place = placeOf(about);
      return place && dashboardPage(place.plane, about.key);
    },
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}

function checked<T>(name: string, schema: z.ZodType<T>, params: unknown): T {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  throw new ResponseError(ErrorCodes.InvalidParams, `sluice/${name}: ${z.prettifyError(parsed.error)}`);
}

function withoutPlane({ controlPlane }: FlagRef): string {
  if (controlPlane) return 'The configuration has another control plane by now. Choose the flag again.';
  return 'No workspace is open, so there is no control plane.';
}

function refused(kind: string, message: string): WriteResult {
  return { ok: false, kind, message, current: null };
}
