import { describe, expect, it } from 'vitest';
import type { CallSite, Flag, FlagState } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { daysAgo, serves, shopSnapshot, shopValve, targeted } from '../../support/snapshots.ts';

const code = `client.getBooleanValue('new-search', false);`;
const half = serves(5_000, { forDays: 1 });
const serving = (
  environments: { readonly [environment: string]: FlagState },
  { context = 'absent', ...flag }: Partial<Flag> & { readonly context?: CallSite['context'] } = {},
): CheckCodeOptions => ({
  snapshot: shopSnapshot({ flags: [shopValve('new-search', { environments, ...flag })] }),
  callSite: { context },
});
const count = (options: CheckCodeOptions): number => checkCode(code, options).findings.length;

it('says where the load is divided', () => {
  const options = serving({ production: serves(2_500), staging: half });
  expect(findingLines(code, options)).toEqual([
    `'new-search' warning valve-without-targeting-key: Flag "new-search" divides the load in production and staging, but this call has no evaluation context to divide it by.`,
  ]);
  expect(evidenceLines(code, options)).toEqual([
    'production: 25 %',
    'staging: 50 %',
    'evaluation context: none is given to getBooleanValue',
  ]);
});

it('stands at every call site', () => {
  expect(checkCode(`${code}\n${code}`, serving({ production: half })).findings).toHaveLength(2);
});

it.each<[string, number, CheckCodeOptions]>([
  ['one server divides it', 1, serving({ production: serves('on', { overrides: { 'fra/fra-2': 1_000 } }) })],
  ['what rules leave is divided', 1, serving({ production: serves(targeted(1_000)) })],
  ['an environment that is not listed', 1, serving({ demo: half })],
  ['a context is given', 0, serving({ production: half }, { context: 'given' })],
  ['the context comes from elsewhere', 0, serving({ production: half }, { context: 'elsewhere' })],
  ['all of it on one side', 0, serving({ production: serves(10_000), staging: serves(0) })],
  ['on', 0, serving({ production: serves('on') })],
  ['rules alone', 0, serving({ production: serves(targeted('off')) })],
  ['no state', 0, serving({})],
])('%s: %s', (_, expected, options) => expect(count(options)).toBe(expected));

describe('silent', () => {
  it.each<CallSite['role']>(['override', 'definition', 'tracking'])('%s', (role) => {
    expect(count({ ...serving({ production: half }), callSite: { context: 'absent', role } })).toBe(0);
  });

  it('an archived flag: another check says so', () => {
    const { findings } = checkCode(code, serving({ production: half }, { archivedAt: daysAgo(1) }));
    expect(findings.map(({ check }) => check)).toEqual(['archived-flag']);
  });
});
