import { describe, expect, it } from 'vitest';
import type { Flag, FlagSnapshot, FlagState, ObservedServing, ScopeState } from '../../../server/src/core/model.ts';
import { minuteMs } from '../../../server/src/core/state/age.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import {
  daysAgo,
  serves,
  type ServingSketch,
  servingOf,
  shopSnapshot,
  shopSwitch,
  shopValve,
  targeted,
} from '../../support/snapshots.ts';

const code = `client.getBooleanValue('gift-cards', false);`;
const minutesAgo = (minutes: number): string => daysAgo(minutes / 1440);
const withState = (
  production: FlagState,
  parts: Partial<Flag> = {},
  snapshot: Partial<FlagSnapshot> = {},
): CheckCodeOptions => ({
  snapshot: shopSnapshot({
    flags: [shopSwitch('gift-cards', { environments: { production }, ...parts })],
    ...snapshot,
  }),
});
const seen = (server: string, serving: ServingSketch, minutes: number): ObservedServing => ({
  datacenter: 'fra',
  server,
  serving: servingOf(serving),
  at: minutesAgo(minutes),
});
/** Off for an hour. */
const off = (parts: Partial<FlagState> = {}): FlagState => ({ ...serves('off'), changedAt: minutesAgo(60), ...parts });
/** With what servers report. */
const reported = (state: FlagState, ...observed: readonly ObservedServing[]): FlagState => ({ ...state, observed });
const count = (options: CheckCodeOptions): number => checkCode(code, options).findings.length;

describe('the finding', () => {
  const state = off({ observed: [seen('fra-2', 'on', 1), seen('fra-1', 'off', 0), seen('fra-3', 2_500, 2)] });
  it('lists every server that differs, and how long a change may take', () => {
    expect(findingLines(code, withState(state))).toEqual([
      `'gift-cards' warning server-drift: 2 servers in production do not apply what the control plane serves for flag "gift-cards".`,
    ]);
    expect(evidenceLines(code, withState(state))).toEqual([
      'production/fra/fra-2: applies on instead of off, seen 2026-11-23 11:59 UTC',
      'production/fra/fra-3: applies 25 % instead of off, seen 2026-11-23 11:58 UTC',
      'last change in production: 2026-11-23 11:00 UTC',
      'a change may take: 5 minutes (the default)',
    ]);
  });

  it('tells each environment', () => {
    const environments = { production: state, staging: off({ observed: [seen('stage-1', 'on', 1)] }) };
    const [line] = findingLines(code, withState(state, { environments }));
    expect(line).toContain('2 servers in production and 1 server in staging do not apply');
  });

  it('shortens long lists', () => {
    const observed = Array.from({ length: 25 }, (_, index) => seen(`fra-${index}`, 'on', 1));
    const lines = evidenceLines(code, withState(off({ observed })));
    expect(lines).toHaveLength(23);
    expect(lines).toContain('further servers: 5');
  });

  it('stands once in a file', () => {
    expect(checkCode(`${code}\n${code}`, withState(state)).findings).toHaveLength(1);
  });
});

describe('how long a change may take', () => {
  it.each([
    [60, 55, 0],
    [60, 54, 1],
    [3, 0, 0],
    [60, 61, 0],
  ])('changed %s minutes ago, seen %s minutes ago: %s', (changed, at, expected) => {
    const state = off({ changedAt: minutesAgo(changed), observed: [seen('fra-2', 'on', at)] });
    expect(count(withState(state))).toBe(expected);
  });

  it('is what is configured', () => {
    const settings = { 'server-drift': { options: { after: {}, lag: 30 * minuteMs } } };
    const state = (at: number) => off({ observed: [seen('fra-2', 'on', at)] });
    expect(count({ ...withState(state(40)), settings })).toBe(0);
    expect(evidenceLines(code, { ...withState(state(20)), settings })).toContain(
      'a change may take: 30 minutes (configured)',
    );
  });
});

describe('silent', () => {
  const late = { observed: [seen('fra-2', 'on', 1)] };
  const nyc = (changedAt: string | null): ScopeState => ({
    datacenter: 'nyc',
    server: null,
    serving: servingOf('on'),
    changedAt,
    changedBy: null,
  });
  it.each<[string, CheckCodeOptions]>([
    ['nobody knows what servers apply', withState(off())],
    ['all apply it', withState(off({ observed: [seen('fra-2', 'off', 1)] }))],
    [
      'the server has an override of its own',
      withState(reported(serves('off', { forDays: 1, overrides: { 'fra/fra-2': 'on' } }), seen('fra-2', 'on', 1))),
    ],
    ['it is written in another way', withState(off({ observed: [seen('fra-2', 0, 1)] }))],
    ['rules cannot be told apart', withState(reported(serves(targeted('off')), seen('fra-2', targeted('off'), 1)))],
    ['the last change is not known', withState(off({ changedAt: null, ...late }))],
    ['the last change of a datacenter is not known', withState(off({ ...late, scopes: [nyc(null)] }))],
    ['a datacenter was only just changed', withState(off({ ...late, scopes: [nyc(minutesAgo(2))] }))],
    ['the state is older than the change may take', withState(off(late), {}, { readAt: minutesAgo(57) })],
    ['a call that only overrides', { ...withState(off(late)), callSite: { role: 'override' } }],
  ])('%s', (_, options) => expect(count(options)).toBe(0));

  it('an archived flag: another check says so', () => {
    const found = checkCode(code, withState(off(late), { archivedAt: daysAgo(1) })).findings;
    expect(found.map(({ check }) => check)).toEqual(['archived-flag']);
  });

  it('the same without any of that is reported', () => {
    expect(count(withState(off(late)))).toBe(1);
    const valve = shopValve('gift-cards', {
      environments: { production: reported(serves(2_500), seen('fra-2', 1_000, 1)) },
    });
    expect(count({ snapshot: shopSnapshot({ flags: [valve] }) })).toBe(1);
  });
});
