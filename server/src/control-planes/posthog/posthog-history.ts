/** What a PostHog flag was before the last change of what it serves, from its activity log. Pure. */
import { z } from 'zod';
import type { PostHogPatch } from './posthog-change.ts';
import { readPostHogFlag, type PostHogFlag } from './posthog-flag.ts';

const page = z.lazy(() =>
  z.object({
    results: z.array(
      z.object({
        activity: z.string(),
        detail: z
          .object({
            changes: z
              .array(z.object({ field: z.string().nullish(), before: z.unknown(), after: z.unknown() }))
              .nullish(),
          })
          .nullish(),
      }),
    ),
  }),
);

export type LastChange =
  /** Sending this undoes it. */
  | { readonly kind: 'change'; readonly undo: PostHogPatch }
  /** What the flag serves was never changed. */
  | { readonly kind: 'none' }
  /** Why the log does not tell; completes "…: ". */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Reads a page of activity, newest first. The flag is as it is now: a log that does not lead to it is not believed. */
export function lastChangeIn(body: unknown, current: PostHogFlag): LastChange {
  const entries = page.safeParse(body).data?.results;
  if (entries === undefined) return unknown('its activity log is not as PostHog sends it');
  for (const { activity, detail } of entries) {
    if (activity === 'created') return { kind: 'none' };
    const changes = (detail?.changes ?? []).filter(({ field }) => field === 'active' || field === 'filters');
    if (changes.length === 0) continue;
    let undo: PostHogPatch = {};
    for (const { field, before, after } of changes) {
      const now = field === 'active' ? current.active : current.filters;
      if (!isSameSet(after, now)) return unknown('its activity log does not lead to what it is now');
      undo = { ...undo, [String(field)]: before };
    }
    const read = readPostHogFlag({ ...current, ...undo });
    if (!read.ok) return unknown(`what it was before cannot be read (${read.problem})`);
    return { kind: 'change', undo };
  }
  return unknown('its last changes, as far as its activity log was read, were of other things');
}

/** Whether both hold the same, leaving out the names that PostHog adds when it shows a flag. */
function isSameSet(left: unknown, right: unknown): boolean {
  return JSON.stringify(comparable(left)) === JSON.stringify(comparable(right));
}

const addedNames = new Set(['cohort_name', 'group_key_names']);

function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([name, part]) => !addedNames.has(name) && part !== null && part !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, comparable(part)]);
}

function unknown(reason: string): LastChange {
  return { kind: 'unknown', reason };
}
