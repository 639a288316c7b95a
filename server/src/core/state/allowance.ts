/** How long a flag may stay as it is, by its purpose. */
import type { Flag, Purpose } from '../model.ts';
import { dayMs } from './age.ts';

/** By purpose, in ms; null = forever. */
export type AllowedTimes = { readonly [purpose in Purpose]: number | null };

/** What a configuration says; a purpose it does not name keeps the default. */
export type ConfiguredTimes = { readonly [purpose in Purpose]?: number | null };

export interface Allowance {
  /** ms; null = forever. */
  readonly ms: number | null;
  /** The purpose by which the flag is judged: a flag without one as a release flag. */
  readonly purpose: Purpose;
  readonly isConfigured: boolean;
}

/** How long a flag may serve one and the same to everybody. */
export const staleAfter: AllowedTimes = {
  release: 30 * dayMs,
  experiment: 30 * dayMs,
  dark: 30 * dayMs,
  ops: 90 * dayMs,
  permission: null,
  'kill-switch': null,
};

/** How long a valve may stand half open. */
export const stuckAfter: AllowedTimes = {
  release: 14 * dayMs,
  dark: 30 * dayMs,
  experiment: 42 * dayMs,
  ops: null,
  permission: null,
  'kill-switch': null,
};

/** How old a flag may be before code has to read it. */
export const unusedAfter: AllowedTimes = {
  release: 14 * dayMs,
  experiment: 14 * dayMs,
  dark: 14 * dayMs,
  ops: 14 * dayMs,
  permission: 14 * dayMs,
  'kill-switch': 14 * dayMs,
};

/** For how long code that reads a flag may not have run. */
export const unevaluatedAfter: AllowedTimes = {
  release: 30 * dayMs,
  experiment: 30 * dayMs,
  dark: 30 * dayMs,
  ops: 90 * dayMs,
  permission: null,
  'kill-switch': null,
};

/** For how long a flag may be on where users are and off where it should have been tried. */
export const untestedAfter: AllowedTimes = {
  release: 7 * dayMs,
  experiment: 7 * dayMs,
  dark: 7 * dayMs,
  ops: null,
  permission: null,
  'kill-switch': null,
};

/** What is configured, else the default. */
export function allowanceOf(flag: Flag, configured: ConfiguredTimes, defaults: AllowedTimes): Allowance {
  const purpose = flag.purpose ?? 'release';
  const own = configured[purpose];
  return { ms: own === undefined ? defaults[purpose] : own, purpose, isConfigured: own !== undefined };
}
