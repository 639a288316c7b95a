/** What a LaunchDarkly flag was before the last change of what it serves, from the audit log. Facts: launchdarkly/api-client-go, `api/openapi.yaml`, getAuditLogEntry. */
import { z } from 'zod';
import type { LaunchDarklyApi } from './launchdarkly-api.ts';
import { configIn, readLaunchDarklyFlag, type LaunchDarklyConfig, type LaunchDarklyFlag } from './launchdarkly-flag.ts';
import { decisive } from './launchdarkly-model.ts';
import { ruleCount } from './launchdarkly-serving.ts';

export type LastChange =
  /** What the environment said before. */
  | { readonly kind: 'change'; readonly before: LaunchDarklyConfig }
  /** What the flag serves was never changed. */
  | { readonly kind: 'none' }
  /** Why the log does not tell; completes "…: ". */
  | { readonly kind: 'unknown'; readonly reason: string };

const list = z.lazy(() =>
  z.object({
    items: z.array(
      z.object({
        _id: z.string().min(1),
        accesses: z.array(z.object({ action: z.string().nullish(), resource: z.string().nullish() })).nullish(),
      }),
    ),
  }),
);
const entry = z.lazy(() => z.object({ previousVersion: z.unknown(), currentVersion: z.unknown() }));

/** Entries whose details are looked at; each is a request. */
const maxEntries = 8;

/**
 * Goes back through the log from `now` to the entry that changed what the environment serves. A log that does not lead to what is
 * now is not believed. Throws ControlPlaneError where the log cannot be read.
 */
export async function readLastChange(
  api: LaunchDarklyApi,
  {
    what,
    project,
    environment,
    now,
    signal,
  }: {
    readonly what: string;
    readonly project: string;
    readonly environment: string;
    readonly now: LaunchDarklyFlag;
    readonly signal: AbortSignal | undefined;
  },
): Promise<LastChange> {
  const spec = `proj/${project}:env/${environment}:flag/${now.key}`;
  const { data } = list.safeParse(await api.get(what, ['auditlog'], { spec, limit: '20' }, signal));
  if (data === undefined) return unknown('its audit log is not as LaunchDarkly sends it');
  const current = configIn(now, environment);
  for (const { _id, accesses } of data.items.slice(0, maxEntries)) {
    const { data: found } = entry.safeParse(await api.get(what, ['auditlog', _id], {}, signal));
    if (isNothing(found?.previousVersion)) {
      const isCreation = (accesses ?? []).some(({ action }) => action === 'createFlag' || action === 'cloneFlag');
      return isCreation ? { kind: 'none' } : unknown('its audit log does not tell what it was before');
    }
    const before = configOf(found?.previousVersion, environment, now);
    const after = configOf(found?.currentVersion, environment, now);
    if (before === null || after === null) return unknown('its audit log does not tell what it was before');
    if (current === undefined || !isAlike(after, current))
      return unknown('its audit log does not lead to what it is now');
    if (!hasSameRules(before, after)) return unknown('its last change was one of its rules');
    if (!isAlike(before, after)) return { kind: 'change', before };
  }
  return unknown('its audit log tells of no change of what it serves');
}

/** The environment in an old version of the flag; null where it does not tell, or had other variants. */
function configOf(version: unknown, environment: string, now: LaunchDarklyFlag): LaunchDarklyConfig | null {
  const read = readLaunchDarklyFlag(version);
  if (!read.ok) return null;
  const ids = ({ variations }: LaunchDarklyFlag): string => JSON.stringify(variations.map(({ _id }) => _id ?? null));
  return ids(read.source) === ids(now) ? (configIn(read.source, environment) ?? null) : null;
}

function isAlike(left: LaunchDarklyConfig, right: LaunchDarklyConfig): boolean {
  const of = (config: LaunchDarklyConfig): string => JSON.stringify([decisive(config), ruleCount(config)]);
  return of(left) === of(right);
}

/** Both from the same entry of the log, so that they are written alike. */
function hasSameRules(left: LaunchDarklyConfig, right: LaunchDarklyConfig): boolean {
  const of = ({ rules, targets, contextTargets, prerequisites }: LaunchDarklyConfig): string =>
    JSON.stringify([rules ?? [], targets ?? [], contextTargets ?? [], prerequisites ?? []]);
  return of(left) === of(right);
}

function isNothing(version: unknown): boolean {
  return version === null || version === undefined || version === '';
}

function unknown(reason: string): LastChange {
  return { kind: 'unknown', reason };
}
