import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../server/src/core/state/age.ts';
import type { Flag, FlagState } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { daysAgo, serves, shopSnapshot, shopSwitch, shopValve, targeted } from '../../support/snapshots.ts';

const code = `client.getBooleanValue('new-search', false);`;
const inProduction = (production: FlagState, parts: Partial<Flag> = {}): CheckCodeOptions => ({
  snapshot: shopSnapshot({ flags: [shopValve('new-search', { environments: { production }, ...parts })] }),
});
const stuckCount = (options: CheckCodeOptions): number =>
  checkCode(code, options).findings.filter((finding) => finding.check === 'stuck-valve').length;
const quarter = (days: number | null, parts: object = {}) => serves(2_500, { forDays: days, ...parts });

describe('the finding', () => {
  it('says where, how far and since when', () => {
    const options = inProduction(quarter(100, { changedBy: 'mila' }));
    expect(findingLines(code, options)).toEqual([
      `'new-search' warning stuck-valve: Valve "new-search" has stood at 25 % in production since 2026-08-15.`,
    ]);
    expect(evidenceLines(code, options)).toEqual([
      'production: 25 % open, unchanged, last changed by mila @ 2026-08-15',
      'purpose: release',
      'allowed: 14 days (the default for release flags)',
    ]);
  });

  it('names every critical environment in which it is stuck', () => {
    const environments = { production: quarter(100), staging: serves(5_000, { forDays: 20 }) };
    const options = {
      ...inProduction(quarter(100), { environments }),
      criticalEnvironments: ['production', 'staging'],
    };
    expect(findingLines(code, options)).toEqual([
      `'new-search' warning stuck-valve: Valve "new-search" has stood at 25 % in production since 2026-08-15 and 50 % in staging since 2026-11-03.`,
    ]);
  });

  it('is as severe as the environments in which it is stuck', () => {
    const settings = { 'stuck-valve': { environments: { production: 'error' } } } as const;
    const { findings } = checkCode(code, { ...inProduction(quarter(100)), settings });
    expect(findings.map(({ severity }) => severity)).toEqual(['error']);
  });

  it.each<[string, FlagState, string]>([
    [
      'open on one server only',
      serves('off', { forDays: 100, overrides: { 'fra/fra-2': 'on' } }),
      '0 % to 100 % in production',
    ],
    ['more open in one datacenter', quarter(100, { overrides: { nyc: 5_000 } }), '25 % to 50 % in production'],
    [
      'half open in the only places there are',
      serves('on', { forDays: 100, overrides: { fra: 1_000, nyc: 1_000 } }),
      'at 10 % in',
    ],
  ])('tells %s', (_, state, text) => {
    const [finding] = checkCode(code, inProduction(state)).findings;
    expect(finding?.message).toContain(text);
  });
});

it.each<[Flag['purpose'], number | null]>([
  ['release', 14],
  ['dark', 30],
  ['experiment', 42],
  ['ops', null],
  ['permission', null],
  ['kill-switch', null],
  [null, 14],
])('%s valves may stay for %s days', (purpose, days) => {
  expect(stuckCount(inProduction(quarter(days ?? 3_000), { purpose }))).toBe(0);
  if (days !== null) expect(stuckCount(inProduction(quarter(days + 1), { purpose }))).toBe(1);
});

it('takes the configured time', () => {
  const settings = { 'stuck-valve': { options: { after: { ops: 2 * dayMs, release: null } } } };
  expect(stuckCount({ ...inProduction(quarter(3), { purpose: 'ops' }), settings })).toBe(1);
  expect(stuckCount({ ...inProduction(quarter(300)), settings })).toBe(0);
});

describe('silent', () => {
  it.each<[string, CheckCodeOptions]>([
    ['a permanent valve', inProduction(quarter(100), { permanent: true })],
    ['an archived valve', inProduction(quarter(100), { archivedAt: daysAgo(1) })],
    ['a closed valve', inProduction(serves('off', { forDays: 20 }))],
    ['an open valve', inProduction(serves(10_000, { forDays: 20 }))],
    ['rules decide', inProduction(serves(targeted(2_500), { forDays: 100 }))],
    ['rules decide on one server', inProduction(quarter(100, { overrides: { 'fra/fra-2': targeted(2_500) } }))],
    ['nobody knows the last change', inProduction(quarter(null))],
    ['the time of the change cannot be read', inProduction(quarter(100, { changedAt: 'in August' }))],
    [
      'half open in staging only',
      inProduction(serves('off'), { environments: { production: serves('off'), staging: quarter(100) } }),
    ],
    ['no state in production', inProduction(serves('off'), { environments: { staging: quarter(100) } })],
    [
      'the environment closed, but all its datacenters open',
      inProduction(serves('off', { forDays: 20, overrides: { fra: 'on', nyc: 'on' } })),
    ],
    ['a call that only overrides', { ...inProduction(quarter(100)), callSite: { role: 'override' } }],
    [
      'a switch that differs between servers',
      {
        snapshot: shopSnapshot({
          flags: [
            shopSwitch('new-search', {
              environments: { production: serves('off', { forDays: 100, overrides: { fra: 'on' } }) },
            }),
          ],
        }),
      },
    ],
  ])('%s', (_, options) => expect(stuckCount(options)).toBe(0));

  it('while it moves from server to server', () => {
    const state = quarter(100, {
      scopes: [
        {
          datacenter: 'fra',
          server: null,
          serving: { kind: 'static', variant: 'on' },
          changedAt: daysAgo(2),
          changedBy: null,
        },
      ],
    });
    expect(stuckCount(inProduction(state))).toBe(0);
  });

  it('for the time after the state was read', () => {
    const { snapshot } = inProduction(quarter(15));
    expect(stuckCount({ snapshot })).toBe(1);
    expect(stuckCount({ snapshot: { ...(snapshot ?? shopSnapshot()), readAt: daysAgo(5) } })).toBe(0);
  });
});
