/** Tokens for applications, and reports of what was seen, in the control plane's store. */
import type { Logger } from '../log.ts';
import type { Store } from '../store/store.ts';
import { ApiError } from '../errors.ts';
import { grantOf, hashOf, isActive, type Token } from '../store/tokens.ts';
import type { SdkAccess, SdkCaller } from './caller.ts';
import type { FleetReport, FleetStore } from './fleet/reports.ts';
import type { EvaluationStore } from './last-evaluated.ts';

const lastUsedStepMs = 60_000;
const maxKnown = 5_000;

/** `find` notes that a token was used, at most once a minute. */
export function createSdkAccess(store: Store, log: Logger): SdkAccess {
  const usedAt = new Map<string, number>();
  const noteUse = (id: string, now: string): void => {
    const last = usedAt.get(id);
    if (last !== undefined && Date.parse(now) - last < lastUsedStepMs) return;
    usedAt.set(id, Date.parse(now));
    store.useToken(id, now).catch((error: unknown) => {
      log.warn(`When a token was last used could not be written: ${String(error)}`);
    });
  };
  // While the database is away, applications go on reading the flags that were known last: with tokens known from before.
  const known = new Map<string, Token>();
  const lookUp = async (secret: string): Promise<Token | null> => {
    const id = hashOf(secret);
    try {
      const token = await store.findToken(secret);
      known.delete(id);
      if (token) known.set(id, token);
      const [oldest] = known.keys();
      if (known.size > maxKnown && oldest !== undefined) known.delete(oldest);
      return token;
    } catch (error) {
      const token = known.get(id);
      if (token && error instanceof ApiError && error.code === 'unavailable') return token;
      throw error;
    }
  };
  return {
    async find(secret) {
      const token = await lookUp(secret);
      const now = store.now();
      if (!token || !isActive(token, now)) return null;
      noteUse(token.id, now);
      return toCaller(token, grantOf(token.id, secret));
    },
    async active(grants) {
      const good = await store.grants();
      return new Set(grants.filter((grant) => good.has(grant)));
    },
    onChange: (listener) => store.onAccessChange(listener),
  };
}

/** Deletes the reports of servers that were last seen before this time (ISO 8601): they count as nothing anyway. */
export async function forgetServers(store: Store, before: string): Promise<void> {
  await store.write(({ statements }) => statements.deleteServerReports.run(before));
}

/** @param isShared other processes write to the same database */
export function createFleetStore(store: Store, isShared: boolean): FleetStore {
  return {
    isShared,
    load: (project) =>
      store.read(async ({ serverReports }) => ((await serverReports.all(project)) as ReportRow[]).map(toReport)),
    save: (reports) =>
      store.write(async ({ statements }) => {
        for (const { scope, seenAt, connected, via, client, revision } of reports) {
          const { project, environment, datacenter, server } = scope;
          const place = [project, environment, datacenter, server ?? ''] as const;
          await statements.upsertServerReport.run(...place, seenAt, connected ? 1 : 0, via, client, Number(revision));
        }
      }),
  };
}

export function createEvaluationStore(store: Store): EvaluationStore {
  return {
    load: (project) =>
      store.read(async ({ evaluations }) =>
        ((await evaluations.all(project)) as EvaluationRow[]).map((row) => {
          const { environment, flag_key: flagKey, at } = row;
          return { project, environment, flagKey, at };
        }),
      ),
    save: (reports) =>
      store.write(async ({ statements }) => {
        for (const { project, environment, flagKey, at } of reports) {
          await statements.upsertEvaluation.run(project, environment, flagKey, at);
        }
      }),
  };
}

interface EvaluationRow {
  readonly environment: string;
  readonly flag_key: string;
  readonly at: string;
}

interface ReportRow {
  readonly project: string;
  readonly environment: string;
  readonly datacenter: string;
  readonly server: string;
  readonly seen_at: string;
  readonly connected: number;
  readonly via: FleetReport['via'];
  readonly client: string | null;
  readonly revision: number;
}

function toReport(row: ReportRow): FleetReport {
  const { project, environment, datacenter, server, via, client } = row;
  return {
    scope: { project, environment, datacenter, server: server === '' ? null : server },
    seenAt: row.seen_at,
    connected: row.connected === 1,
    via,
    client,
    revision: String(row.revision),
  };
}

function toCaller(token: Token, grant: string): SdkCaller {
  const { name, project, environment, datacenter, server } = token;
  return {
    grant,
    name,
    project,
    environment,
    datacenter,
    server,
    mayRead: (wanted: string) => project === null || wanted === project,
  };
}
