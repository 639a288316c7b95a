/** LaunchDarkly flags as its API sends them, for tests of what is pure. */
import type { Serving } from '../../../server/src/core/model.ts';
import {
  readLaunchDarklyFlag,
  type LaunchDarklyFlag,
} from '../../../server/src/control-planes/launchdarkly/launchdarkly-flag.ts';

/** A boolean flag that is on for everybody in production; `config` replaces parts of that. */
export function json(config: object = {}, parts: object = {}): { [name: string]: unknown } {
  return {
    key: 'new-checkout',
    kind: 'boolean',
    creationDate: Date.UTC(2026, 9, 1),
    temporary: true,
    archived: false,
    deprecated: false,
    tags: [],
    customProperties: {},
    variations: [
      { _id: 'id-on', value: true },
      { _id: 'id-off', value: false },
    ],
    environments: {
      production: {
        on: true,
        version: 7,
        lastModified: Date.UTC(2026, 10, 3),
        offVariation: 1,
        fallthrough: { variation: 0 },
        rules: [],
        targets: [],
        contextTargets: [],
        prerequisites: [],
        ...config,
      },
    },
    ...parts,
  };
}

/** The same, read. */
export function flag(config: object = {}, parts: object = {}): LaunchDarklyFlag {
  const read = readLaunchDarklyFlag(json(config, parts));
  if (!read.ok) throw new Error(read.problem);
  return read.source;
}

/** A fallthrough that divides the load by these weights, in thousandths of a percent. */
export function rollout(weights: readonly number[], more: object = {}): { readonly fallthrough: object } {
  return {
    fallthrough: { rollout: { variations: weights.map((weight, variation) => ({ variation, weight })), ...more } },
  };
}

/** A rule for some. */
export const rule = { _id: 'rule-1', clauses: [], variation: 0, trackEvents: false };

export const on: Serving = { kind: 'static', variant: 'true' };
export const off: Serving = { kind: 'static', variant: 'false' };
/** Nothing: the default in the code is used. */
export const codeDefault: Serving = { kind: 'off' };
/** 0..10000 of everybody gets it. */
export const open = (share: number): Serving => ({
  kind: 'fractional',
  shares: [
    { variant: 'true', share },
    { variant: 'false', share: 10_000 - share },
  ],
});
export const targeted = (otherwise: Serving, rules = 1): Serving => ({ kind: 'targeted', rules, otherwise });
