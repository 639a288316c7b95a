import { describe, expect, it } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines } from '../../support/check-code.ts';
import { daysAgo, serves, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const flag = shopSwitch('old-search', { archivedAt: daysAgo(12), owner: 'team-search' });
const snapshot = shopSnapshot({ flags: [flag, shopSwitch('new-checkout')] });
const code = `client.getBooleanValue('old-search', true);`;

it('says since when and whose it was', () => {
  expect(findingLines(code, { snapshot })).toEqual([
    `'old-search' warning archived-flag: Flag "old-search" was archived on 2026-11-11, but this code still reads it.`,
  ]);
  expect(evidenceLines(code, { snapshot })).toEqual(['state: archived @ 2026-11-11', 'owner: team-search']);
});

it('can do without a readable time', () => {
  const odd = shopSnapshot({ flags: [{ ...flag, archivedAt: 'long ago', owner: null }] });
  expect(findingLines(code, { snapshot: odd })).toEqual([
    `'old-search' warning archived-flag: Flag "old-search" is archived, but this code still reads it.`,
  ]);
});

it('is the only one to speak about an archived flag', () => {
  const stale = { ...flag, environments: { production: serves('on', { forDays: 300 }) } };
  const { findings } = checkCode(code, { snapshot: shopSnapshot({ flags: [stale] }) });
  expect(findings.map((finding) => finding.check)).toEqual(['archived-flag']);
});

it('reports the archived ones of several keys', () => {
  const { findings } = checkCode(`client.getBooleanValue('new-checkout' | 'old-search', false);`, { snapshot });
  expect(findings.map((finding) => finding.flagKey)).toEqual(['old-search']);
});

it('does not guess which of two flags a camelCase key means', () => {
  const two = shopSnapshot({ flags: [flag, shopSwitch('old_search')] });
  expect(checkCode('flags.oldSearch', { snapshot: two }).findings).toEqual([]);
  expect(checkCode('flags.oldSearch', { snapshot }).findings).toHaveLength(1);
});

describe.each<[CallSite['role'], number]>([
  ['evaluation', 1],
  ['override', 1],
  ['definition', 0],
  ['tracking', 0],
])('%s', (role, count) => {
  it(`gives ${count} findings`, () =>
    expect(checkCode(code, { snapshot, callSite: { role } }).findings).toHaveLength(count));
});
