import { describe, expect, it } from 'vitest';
import type { Flag, Told } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { daysAgo, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const code = `client.getBooleanValue('new-checkout', false);`;
const withFlag = (parts: Partial<Flag>, tells: readonly Told[] | undefined = ['owner']): CheckCodeOptions => ({
  settings: { 'missing-owner': {} },
  snapshot: shopSnapshot({
    controlPlane: { kind: 'sluice', name: 'sluice', url: null, ...(tells && { tells }) },
    flags: [shopSwitch('new-checkout', parts)],
  }),
});

it('says so', () => {
  expect(findingLines(code, withFlag({}))).toEqual([
    `'new-checkout' info missing-owner: Flag "new-checkout" has no owner.`,
  ]);
  expect(evidenceLines(code, withFlag({}))).toEqual(['owner: none', 'created: 2025-10-19']);
});

it('stands once in a file', () => expect(checkCode(`${code}\n${code}`, withFlag({})).findings).toHaveLength(1));

it('counts a blank owner as none', () => expect(checkCode(code, withFlag({ owner: ' ' })).findings).toHaveLength(1));

describe('silent', () => {
  it.each<[string, CheckCodeOptions]>([
    ['an owner', withFlag({ owner: 'team-checkout' })],
    ['owners are not told', withFlag({}, [])],
    ['nobody knows what is told', { ...withFlag({}), snapshot: shopSnapshot({ flags: [shopSwitch('new-checkout')] }) }],
    ['a call that only overrides', { ...withFlag({}), callSite: { role: 'override' } }],
  ])('%s', (_, options) => expect(checkCode(code, options).findings).toEqual([]));

  it('an archived flag', () => {
    const found = checkCode(code, withFlag({ archivedAt: daysAgo(1) })).findings;
    expect(found.map(({ check }) => check)).toEqual(['archived-flag']);
  });
});
