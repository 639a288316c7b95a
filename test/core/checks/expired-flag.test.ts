import { describe, expect, it } from 'vitest';
import type { Flag, FlagSnapshot } from '../../../server/src/core/model.ts';
import { dayMs } from '../../../server/src/core/state/age.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { daysAgo, now, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const code = `client.getBooleanValue('summer-sale', false);`;
const withFlag = (parts: Partial<Flag>, snapshot: Partial<FlagSnapshot> = {}): CheckCodeOptions => ({
  snapshot: shopSnapshot({ flags: [shopSwitch('summer-sale', parts)], ...snapshot }),
});
const count = (options: CheckCodeOptions): number => checkCode(code, options).findings.length;

it('says when, and who may be asked', () => {
  const options = withFlag({ expiresAt: daysAgo(83), owner: 'team-sales' });
  expect(findingLines(code, options)).toEqual([
    `'summer-sale' warning expired-flag: Flag "summer-sale" expired on 2026-09-01, but this code still reads it.`,
  ]);
  expect(evidenceLines(code, options)).toEqual([
    'expiry: passed @ 2026-09-01',
    'created: 2025-10-19',
    'purpose: release',
    'owner: team-sales',
  ]);
});

it('stands at every call site', () => {
  expect(checkCode(`${code}\n${code}`, withFlag({ expiresAt: daysAgo(1) })).findings).toHaveLength(2);
});

describe('silent', () => {
  const expired = { expiresAt: daysAgo(5) };
  const unleash = { kind: 'unleash', name: 'Unleash', url: null };
  it.each<[string, CheckCodeOptions]>([
    ['no expiry', withFlag({})],
    ['an expiry that cannot be read', withFlag({ expiresAt: 'soon' })],
    ['an expiry that is still to come', withFlag({ expiresAt: daysAgo(-1) })],
    ['a permanent flag', withFlag({ ...expired, permanent: true })],
    ['an expiry after the state was read', withFlag(expired, { readAt: daysAgo(6) })],
    ['another moment', { ...withFlag(expired), now: now - 6 * dayMs }],
    ['a control plane that expects an age by type', withFlag(expired, { controlPlane: unleash })],
    ['an override', { ...withFlag(expired), callSite: { role: 'override' } }],
  ])('%s', (_, options) => expect(count(options)).toBe(0));

  it('an archived flag: another check says so', () => {
    const found = checkCode(code, withFlag({ ...expired, archivedAt: daysAgo(2) })).findings;
    expect(found.map(({ check }) => check)).toEqual(['archived-flag']);
  });

  it('the same without any of that is reported', () => expect(count(withFlag(expired))).toBe(1));
});
