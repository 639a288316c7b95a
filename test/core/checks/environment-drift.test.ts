import { describe, expect, it } from 'vitest';
import type { Flag, FlagState } from '../../../server/src/core/model.ts';
import { dayMs } from '../../../server/src/core/state/age.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { daysAgo, serves, shopEnvironments, shopSnapshot, shopSwitch, targeted } from '../../support/snapshots.ts';

const code = `client.getBooleanValue('gift-cards', false);`;
const on = (days: number | null, parts: object = {}) => serves('on', { forDays: days, ...parts });
const off = (days: number | null, parts: object = {}) => serves('off', { forDays: days, ...parts });
const serving = (
  environments: { readonly [environment: string]: FlagState },
  parts: Partial<Flag> = {},
): CheckCodeOptions => ({
  settings: { 'environment-drift': {}, 'stale-switch': { severity: 'off' } },
  snapshot: shopSnapshot({ flags: [shopSwitch('gift-cards', { environments, ...parts })] }),
});
const count = (options: CheckCodeOptions): number => checkCode(code, options).findings.length;

describe('the finding', () => {
  const options = serving({ production: on(20), staging: off(10) });
  it('says where, and since when they disagree', () => {
    expect(findingLines(code, options)).toEqual([
      `'gift-cards' info environment-drift: Flag "gift-cards" is on in production and off in staging, since 2026-11-13.`,
    ]);
    expect(evidenceLines(code, options)).toEqual([
      'production: on everywhere @ 2026-11-03',
      'staging: off everywhere @ 2026-11-13',
      'purpose: release',
      'allowed: 7 days (the default for release flags)',
    ]);
  });

  it('stands once in a file', () => expect(checkCode(`${code}\n${code}`, options).findings).toHaveLength(1));

  it('counts a disabled flag as off', () => {
    expect(count(serving({ production: on(20), staging: serves('disabled', { forDays: 20 }) }))).toBe(1);
  });
});

describe('how long', () => {
  it.each<[Flag['purpose'], number | null]>([
    ['release', 7],
    ['experiment', 7],
    ['dark', 7],
    ['ops', null],
    ['permission', null],
    ['kill-switch', null],
    [null, 7],
  ])('%s: %s days', (purpose, days) => {
    expect(count(serving({ production: on(300), staging: off(days ?? 300) }, { purpose }))).toBe(0);
    if (days !== null) expect(count(serving({ production: on(300), staging: off(days + 1) }, { purpose }))).toBe(1);
  });

  it('is what is configured', () => {
    const settings = { 'environment-drift': { options: { after: { release: 30 * dayMs } } } };
    expect(count({ ...serving({ production: on(20), staging: off(20) }), settings })).toBe(0);
  });
});

describe('silent', () => {
  it.each<[string, CheckCodeOptions]>([
    ['on in both', serving({ production: on(20), staging: on(20) })],
    ['off in both', serving({ production: off(20), staging: off(20) })],
    ['tried before users get it', serving({ production: off(20), staging: on(20) })],
    [
      'half open in production',
      serving({ production: serves(5_000, { constantSince: daysAgo(20) }), staging: off(20) }),
    ],
    ['on in a part of staging', serving({ production: on(20), staging: off(20, { overrides: { fra: 'on' } }) })],
    [
      'rules in staging',
      serving({ production: on(20), staging: serves(targeted('off'), { constantSince: daysAgo(20) }) }),
    ],
    ['staging is not known', serving({ production: on(20) })],
    ['staging does not say since when', serving({ production: on(20), staging: off(null) })],
    ['production does not say since when', serving({ production: on(null), staging: off(20) })],
    ['permanent', serving({ production: on(20), staging: off(20) }, { permanent: true })],
    ['no environment is critical', { ...serving({ production: on(20), staging: off(20) }), criticalEnvironments: [] }],
    [
      'no other environment',
      { ...serving({ production: on(20), staging: off(20) }), criticalEnvironments: ['production', 'staging'] },
    ],
    [
      'tried in a third environment',
      {
        ...serving({}),
        snapshot: shopSnapshot({
          environments: [...shopEnvironments, { key: 'demo', critical: false, datacenters: [] }],
          flags: [shopSwitch('gift-cards', { environments: { production: on(20), staging: off(20), demo: on(20) } })],
        }),
      },
    ],
  ])('%s', (_, options) => expect(count(options)).toBe(0));
});
