/** All flags of a LaunchDarkly project, put together from a list for each environment. */
import { z } from 'zod';
import { ControlPlaneError } from '../control-plane.ts';
import { incompleteReason } from '../flag-schema.ts';
import type { PagedItems } from '../http/paging.ts';
import { plainText } from '../plain-text.ts';
import type { LaunchDarklyApi, LaunchDarklyEnvironment } from './launchdarkly-api.ts';
import { readLaunchDarklyFlag, type LaunchDarklyFlag } from './launchdarkly-flag.ts';
import { merged, type FlagStatus } from './launchdarkly-model.ts';

export interface Reading {
  /** Those that were asked for, in LaunchDarkly's order. */
  readonly environments: readonly LaunchDarklyEnvironment[];
  /** The keys of those whose flags could be read. */
  readonly readable: readonly string[];
  /** By key. */
  readonly flags: ReadonlyMap<string, LaunchDarklyFlag>;
  /** By environment, then by flag key. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<string, FlagStatus>>;
  /** Sentences on what may be missing; empty where nothing is. */
  readonly reasons: readonly string[];
  /** Sentences on what is not known and can be done without. */
  readonly notes: readonly string[];
}

interface ReadOptions {
  readonly api: LaunchDarklyApi;
  /** The only environments to read; null: all. */
  readonly only: readonly string[] | null;
  readonly signal: AbortSignal | undefined;
}

/**
 * Throws ControlPlaneError where nothing can be told: no environments, the flags of none of them, or LaunchDarkly wants fewer
 * requests. What else fails makes the reading incomplete; not knowing when flags were evaluated does not.
 */
export async function readEverything({ api, only, signal }: ReadOptions): Promise<Reading> {
  const ask = api.forOneReading();
  const known = await api.readEnvironments(ask, signal);
  const environments = chosen(api, known.items, known.complete, only);
  const reasons = new Set<string>(known.complete ? [] : [`Some environments may be missing: ${known.reason}.`]);
  const problems = new Set<string>();
  const flags = new Map<string, LaunchDarklyFlag>();
  const statuses = new Map<string, ReadonlyMap<string, FlagStatus>>();
  const failures: unknown[] = [];
  const readable: string[] = [];

  const add = (list: PagedItems<unknown>): void => {
    if (!list.complete) reasons.add(`Some flags may be missing: ${list.reason}.`);
    for (const [position, item] of list.items.entries()) {
      const read = readLaunchDarklyFlag(item);
      if (!read.ok) problems.add(`${nameOf(item, position)} (${read.problem})`);
      else flags.set(read.source.key, merged(flags.get(read.source.key), read.source));
    }
  };

  /** Few projects have any; where the first environment shows none, the others are not asked. */
  let hasDeprecated = true;
  for (const { key } of environments) {
    const none: PagedItems<unknown> = { items: [], complete: true, reason: null };
    const others: Promise<PagedItems<unknown>> = hasDeprecated
      ? api.readList(ask, 'deprecated', key, signal)
      : Promise.resolve(none);
    const [live, deprecated] = await Promise.allSettled([api.readList(ask, 'live', key, signal), others]);
    signal?.throwIfAborted();
    if (live.status === 'fulfilled') {
      add(live.value);
      readable.push(key);
    } else {
      failures.push(live.reason);
      reasons.add(`What flags serve in ${plainText(key, 80)} is not known: ${said(live.reason)}`);
    }
    if (deprecated.status === 'fulfilled') {
      add(deprecated.value);
      hasDeprecated = deprecated.value.items.length > 0;
    } else reasons.add(`Deprecated flags may be missing: ${said(deprecated.reason)}`);
  }
  if (failures.length > 0 && readable.length === 0) throw failures[0];
  try {
    add(await api.readList(ask, 'archived', null, signal));
  } catch (error) {
    signal?.throwIfAborted();
    reasons.add(`Archived flags may be missing: ${said(error)}`);
  }
  const limit = ask.limit();
  if (limit !== null && reasons.size > 0) throw limit;
  if (reasons.size === 0 && lacksState(flags.values(), readable))
    reasons.add(
      'What some flags serve in one of the environments was not told; its list may have changed while it was read.',
    );

  // Last, so that a limit of requests is reached by what can be missed.
  const notes: string[] = [];
  for (const { key } of environments) {
    try {
      statuses.set(key, statusesIn(await api.readStatuses(ask, key, signal)));
    } catch (error) {
      signal?.throwIfAborted();
      notes.push(`When flags of ${plainText(key, 80)} were evaluated is not known: ${said(error)}`);
    }
  }
  const unread = incompleteReason([...problems]);
  return {
    environments,
    readable,
    flags,
    statuses,
    notes,
    reasons: [...reasons, ...(unread === null ? [] : [unread])],
  };
}

/** The message of what is expected to go wrong; anything else is thrown. */
function said(error: unknown): string {
  if (error instanceof ControlPlaneError) return error.message;
  throw error;
}

/** Those of `only`, which all have to be there. */
function chosen(
  { client }: LaunchDarklyApi,
  environments: readonly LaunchDarklyEnvironment[],
  isComplete: boolean,
  only: readonly string[] | null,
): readonly LaunchDarklyEnvironment[] {
  const found = only === null ? environments : environments.filter(({ key }) => only.includes(key));
  const missing = (only ?? []).find((key) => !environments.some((each) => each.key === key));
  if (missing === undefined || !isComplete) return found;
  const list = environments.map(({ key }) => plainText(key, 80)).join(', ');
  const reason = `the project has no environment ${plainText(missing, 80)}; it has ${list}. Correct controlPlane.environments.only`;
  throw client.problem('read the environments', 'not-found', reason);
}

function lacksState(flags: Iterable<LaunchDarklyFlag>, readable: readonly string[]): boolean {
  for (const { archived, environments } of flags)
    if (!archived && readable.some((key) => !Object.hasOwn(environments, key))) return true;
  return false;
}

const statusList = z.lazy(() =>
  z.object({
    items: z
      .array(
        z.object({
          name: z.string(),
          lastRequested: z.string().nullish(),
          _links: z.object({ parent: z.object({ href: z.string() }) }),
        }),
      )
      .nullish(),
  }),
);

/** A status names its flag in the address of the flag alone. */
function statusesIn(body: unknown): ReadonlyMap<string, FlagStatus> {
  const statuses = new Map<string, FlagStatus>();
  for (const { name, lastRequested, _links } of statusList.safeParse(body).data?.items ?? []) {
    const key = lastSegment(_links.parent.href);
    const ms = Date.parse(lastRequested ?? '');
    if (key !== null) statuses.set(key, { name, lastRequested: ms > 0 ? new Date(ms).toISOString() : null });
  }
  return statuses;
}

function lastSegment(href: string): string | null {
  const path = href.split(/[?#]/)[0] ?? '';
  try {
    return decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)) || null;
  } catch {
    return null;
  }
}

function nameOf(item: unknown, position: number): string {
  const key = typeof item === 'object' && item !== null && 'key' in item ? item.key : null;
  return typeof key === 'string' && key !== '' ? plainText(key, 80) : `number ${position + 1}`;
}
