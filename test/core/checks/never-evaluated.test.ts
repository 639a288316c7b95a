import { describe, expect, it } from 'vitest';
import type { Flag, FlagSnapshot, Told } from '../../../server/src/core/model.ts';
import { dayMs } from '../../../server/src/core/state/age.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { daysAgo, now, serves, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const code = `client.getBooleanValue('csv-export', false);`;
const evaluated = (at: string | null) => serves('off', { lastEvaluatedAt: at });
/** Proof that evaluations are counted in both environments. */
const busy = shopSwitch('busy', {
  environments: { production: evaluated(daysAgo(0)), staging: evaluated(daysAgo(0)) },
});
const inProduction = (
  at: string | null,
  parts: Partial<Flag> = {},
  { tells, ...snapshot }: Partial<FlagSnapshot> & { tells?: readonly Told[] } = {},
): CheckCodeOptions => {
  const flags = [shopSwitch('csv-export', { environments: { production: evaluated(at) }, ...parts }), busy];
  const { controlPlane } = shopSnapshot();
  return { snapshot: shopSnapshot({ flags, controlPlane: { ...controlPlane, ...(tells && { tells }) }, ...snapshot }) };
};
const count = (options: CheckCodeOptions): number => checkCode(code, options).findings.length;
const told = { tells: ['evaluated'] as const };

describe('the finding', () => {
  it('says where and since when', () => {
    const options = inProduction(daysAgo(90));
    expect(findingLines(code, options)).toEqual([
      `'csv-export' info never-evaluated: This code reads flag "csv-export", which has not been evaluated in production since 2026-08-25.`,
    ]);
    expect(evidenceLines(code, options)).toEqual([
      'production: last evaluated @ 2026-08-25',
      'created: 2025-10-19',
      'purpose: release',
      'allowed: 30 days (the default for release flags)',
    ]);
  });

  it('says never, where that is known', () => {
    expect(findingLines(code, inProduction(null, {}, told))[0]).toContain(
      'reads flag "csv-export", which has never been evaluated in production.',
    );
  });

  it('tells the latest of several environments', () => {
    const environments = { production: evaluated(daysAgo(90)), staging: evaluated(daysAgo(60)) };
    const options = { ...inProduction(null, { environments }), criticalEnvironments: ['production', 'staging'] };
    expect(findingLines(code, options)[0]).toContain('in production and staging since 2026-09-24.');
  });

  it('stands once in a file, at the first call site', () => {
    const { findings } = checkCode(`${code}\n${code}`, inProduction(daysAgo(90)));
    expect(findings.map(({ span }) => span.start)).toEqual([23]);
  });
});

describe('how long is too long', () => {
  it.each<[Flag['purpose'], number | null]>([
    ['release', 30],
    ['experiment', 30],
    ['dark', 30],
    ['ops', 90],
    ['permission', null],
    ['kill-switch', null],
    [null, 30],
  ])('%s: %s days', (purpose, days) => {
    expect(count(inProduction(daysAgo(days ?? 390), { purpose }))).toBe(0);
    if (days !== null) expect(count(inProduction(daysAgo(days + 1), { purpose }))).toBe(1);
  });

  it('is what is configured', () => {
    const settings = { 'never-evaluated': { options: { after: { release: 100 * dayMs } } } };
    expect(count({ ...inProduction(daysAgo(90)), settings })).toBe(0);
    expect(count({ ...inProduction(daysAgo(101)), settings })).toBe(1);
  });
});

describe('silent', () => {
  it.each<[string, CheckCodeOptions]>([
    ['never is not known', inProduction(null)],
    ['never, but other things are told', inProduction(null, {}, { tells: ['owner'] })],
    ['never, of a flag that is new', inProduction(null, { createdAt: daysAgo(20) }, told)],
    ['never, of a flag of which nobody knows how old it is', inProduction(null, { createdAt: null }, told)],
    ['a time that cannot be read', inProduction('June', {}, told)],
    ['a permanent flag', inProduction(daysAgo(90), { permanent: true })],
    [
      'no state in a critical environment',
      { ...inProduction(daysAgo(90)), criticalEnvironments: ['production', 'live'] },
    ],
    ['no critical environment', { ...inProduction(daysAgo(90)), criticalEnvironments: [] }],
    [
      'evaluated in another critical environment',
      {
        ...inProduction(null, { environments: { production: evaluated(daysAgo(90)), staging: evaluated(daysAgo(2)) } }),
        criticalEnvironments: ['production', 'staging'],
      },
    ],
    ['the state is old', inProduction(daysAgo(50), {}, { readAt: daysAgo(25) })],
    ['another moment', { ...inProduction(daysAgo(31)), now: now - 5 * dayMs }],
    ['an override', { ...inProduction(daysAgo(90)), callSite: { role: 'override' } }],
  ])('%s', (_, options) => expect(count(options)).toBe(0));

  it('where no flag at all is evaluated, evaluations are not counted', () => {
    const flags = [
      shopSwitch('csv-export', { environments: { production: evaluated(daysAgo(90)) } }),
      shopSwitch('quiet'),
    ];
    expect(count({ snapshot: shopSnapshot({ flags }) })).toBe(0);
  });
});
