/** Unleash's event log: when a flag changed last, by whom, and what it was before. Its admin API has neither dates of changes nor revisions. */
import type { CallOptions } from '../control-plane.ts';
import type { HttpClient } from '../http/http-client.ts';
import { eventsAnswer, type UnleashEvent } from './unleash-answers.ts';

export interface LastChange {
  readonly changedAt: string | null;
  readonly changedBy: string | null;
  /** Since when nothing changed for certain; null: nobody knows. */
  readonly unchangedSince: string | null;
}

export interface UnleashLog {
  /** Reads what happened since the last call. Never rejects but for an abort: without a log, nobody knows of changes, and that is all. */
  catchUp(signal?: AbortSignal): Promise<void>;
  lastChangeOf(name: string, environment: string, createdAt: string | null): LastChange;
  /** Grows whenever a flag is archived, revived or removed; null while the log cannot be read. */
  archiveMark(): number | null;
  /** The newest events of a flag that changed what it serves in an environment, newest first. Throws ControlPlaneError. */
  of(name: string, environment: string, call: CallOptions): Promise<FlagEvents>;
}

export interface FlagEvents {
  readonly events: readonly UnleashEvent[];
  /** True where these are all there ever were. */
  readonly isWhole: boolean;
}

const pageSize = 1_000;
/** What lies further back is not looked at: changes of it are told as "not since then". */
const maxPages = 5;
const eventsOfFlag = 100;

/** Without an environment, these still change what is served in each. */
const everywhere: ReadonlySet<string> = new Set([
  'feature-dependency-added',
  'feature-dependency-removed',
  'feature-dependencies-removed',
  'feature-variants-updated',
  'feature-revived',
  'feature-import',
]);
const archiving: ReadonlySet<string> = new Set([
  'feature-archived',
  'feature-revived',
  'feature-deleted',
  'feature-import',
  'features-imported',
  'feature-project-change',
]);

export function createUnleashLog(client: HttpClient, project: string): UnleashLog {
  const changes = new Map<string, { readonly at: string; readonly by: string | null }>();
  let newest = 0;
  /** The oldest moment the log was read back to; null: to its beginning. */
  let since: string | null = null;
  let isKnown = false;
  let mark = 0;

  const page = async (query: { readonly [name: string]: string }, signal?: AbortSignal) => {
    const what = 'read the event log';
    const { body } = await client.request({
      what,
      path: ['api', 'admin', 'search', 'events'],
      query: { project: `IS:${project}`, ...query },
      ...(signal ? { signal } : {}),
    });
    const answer = eventsAnswer.safeParse(body).data;
    if (answer === undefined) throw client.problem(what, 'format', 'the answer is not an event log of Unleash');
    return answer;
  };

  const take = (event: UnleashEvent): void => {
    if (archiving.has(event.type)) mark = Math.max(mark, event.id);
    if (!changesServing(event)) return;
    const key = keyOf(event.featureName ?? '', event.environment ?? '');
    const at = new Date(event.createdAt).toISOString();
    if ((changes.get(key)?.at ?? '') < at) changes.set(key, { at, by: event.createdBy ?? null });
  };

  const read = async (signal?: AbortSignal): Promise<void> => {
    const fresh: UnleashEvent[] = [];
    let isWhole = false;
    for (let number = 0; number < maxPages && !isWhole; number += 1) {
      const { events } = await page({ limit: String(pageSize), offset: String(number * pageSize) }, signal);
      fresh.push(...events.filter(({ id }) => id > newest));
      isWhole = events.length < pageSize || events.some(({ id }) => id <= newest);
    }
    if (!isWhole) {
      // A gap: what happened in it is not known.
      changes.clear();
      since = fresh.at(-1)?.createdAt ?? since;
    }
    for (const event of fresh) take(event);
    newest = fresh.reduce((max, { id }) => Math.max(max, id), newest);
    isKnown = true;
  };

  return {
    async catchUp(signal) {
      try {
        await read(signal);
      } catch (error) {
        if (signal?.aborted) throw error;
        isKnown = false;
      }
    },

    lastChangeOf(name, environment, createdAt) {
      if (!isKnown) return { changedAt: null, changedBy: null, unchangedSince: null };
      const created = iso(createdAt);
      const [last] = [keyOf(name, environment), keyOf(name, ''), keyOf('', environment)]
        .flatMap((key) => changes.get(key) ?? [])
        // An older one was of another flag, which had the name before.
        .filter(({ at }) => created === null || at >= created)
        .sort((left, right) => (left.at > right.at ? -1 : 1));
      if (last) return { changedAt: last.at, changedBy: last.by, unchangedSince: last.at };
      const oldest = iso(since);
      const unchangedSince = oldest !== null && (created === null || oldest > created) ? oldest : created;
      return { changedAt: null, changedBy: null, unchangedSince };
    },

    archiveMark: () => (isKnown ? mark : null),

    async of(name, environment, { signal }) {
      const { events, total } = await page({ feature: `IS:${name}`, limit: String(eventsOfFlag) }, signal);
      const own = events.filter(
        (event) =>
          event.featureName === name && changesServing(event) && (event.environment ?? environment) === environment,
      );
      return { events: own, isWhole: total === events.length };
    },
  };
}

/** Change requests are talked about in the log long before they change anything. */
function changesServing({ type, environment }: UnleashEvent): boolean {
  return everywhere.has(type) || (typeof environment === 'string' && environment !== '' && !type.startsWith('change-'));
}

function keyOf(name: string, environment: string): string {
  return JSON.stringify([name, environment]);
}

function iso(value: string | null): string | null {
  const ms = Date.parse(value ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
