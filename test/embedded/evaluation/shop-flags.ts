/** Flags of the web shop as data, and small random numbers with a seed, for the tests that need no control plane. */
import type { Flag, FlagState, ScopeState, Serving, Variant } from '../../../server/src/core/model.ts';

export const onOff: readonly Variant[] = [
  { name: 'on', value: true },
  { name: 'off', value: false },
];

export function shopFlag(
  key: string,
  serving: Serving,
  more: Partial<Flag> & { scopes?: readonly ScopeState[] } = {},
): Flag {
  const { scopes = [], ...rest } = more;
  const state: FlagState = {
    serving,
    scopes,
    constantSince: null,
    changedAt: null,
    changedBy: null,
    lastEvaluatedAt: null,
    observed: [],
  };
  return {
    key,
    kind: 'valve',
    purpose: 'release',
    valueType: 'boolean',
    variants: onOff,
    owner: 'team-checkout',
    description: null,
    tags: [],
    createdAt: '2026-03-02T09:00:00.000Z',
    expiresAt: null,
    archivedAt: null,
    permanent: false,
    staleMark: null,
    prerequisites: [],
    url: null,
    revision: '7',
    environments: { production: state },
    ...rest,
  };
}

export function override(datacenter: string, server: string | null, serving: Serving): ScopeState {
  return { datacenter, server, serving, changedAt: null, changedBy: null };
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
