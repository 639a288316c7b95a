import { describe, expect, it } from 'vitest';
import type { Flag, FlagState } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { daysAgo, serves, shopSnapshot, shopSwitch, targeted } from '../../support/snapshots.ts';

const noState: CheckCodeOptions = { snapshot: null };
const get = (value: string, key = 'new-nav'): string => `client.getBooleanValue('${key}', ${value});`;
const variation = (value: string): string => `client.variation('new-nav', ${value});`;
const count = (code: string, options: CheckCodeOptions): number =>
  checkCode(code, options).findings.filter(({ check }) => check === 'default-mismatch').length;

describe('call sites that differ', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['the odd one out', [get('false'), get('true'), get('false')], ['true']],
    ['the odd one out, though it comes first', [get('true'), get('false'), get('false')], ['true']],
    [
      'all but the most common',
      [variation("'a'"), variation("'b'"), variation("'c'"), variation("'b'")],
      [`'a'`, `'c'`],
    ],
    ['of as many, not the first', [get('true'), get('false')], ['false']],
    ['numbers', [variation('20'), variation('50')], ['50']],
  ])('%s', (_, lines, expected) => {
    expect(findingLines(lines.join('\n'), noState).map((line) => line.split(' ')[0])).toEqual(expected);
  });

  it('says what the others have, and where', () => {
    const code = [get('false'), get('true'), get('false')].join('\n');
    expect(findingLines(code, noState)).toEqual([
      'true warning default-mismatch: The default value of flag "new-nav" is true here, but false at 2 other call sites.',
    ]);
    expect(evidenceLines(code, noState)).toEqual([
      'default value here: true',
      'default value elsewhere: false, at 2 call sites',
    ]);
    const related = checkCode(code, noState).findings[0]?.related ?? [];
    expect(related.map(({ span }) => code.slice(span.start, span.end))).toEqual(['false', 'false']);
  });

  it.each<[string, string, CheckCodeOptions?]>([
    ['the same', get('false') + get('false')],
    ['other flags', get('false') + get('true', 'old-nav')],
    ['one of another type, which another check reports', get('false') + variation("'no'")],
    ['one that is not known', get('false') + get('fallback')],
    ['none', `${get('false')} client.getBooleanValue('new-nav');`],
    ['objects', variation('{ "a": 1 }') + variation('{ "b": 2 }')],
    ['overrides', get('false') + get('true'), { callSite: { role: 'override' } }],
    ['tests', get('false') + get('true'), { callSite: { inTest: true } }],
  ])('not: %s', (_, code, options) => expect(count(code, { ...noState, ...options })).toBe(0));
});

describe('a default that opens what is closed', () => {
  const inProduction = (production: FlagState, parts: Partial<Flag> = {}): CheckCodeOptions => ({
    snapshot: shopSnapshot({ flags: [shopSwitch('new-nav', { environments: { production }, ...parts })] }),
  });
  const half = serves(2_500, { forDays: 1 });
  const off = serves('off', { forDays: 1 });

  it('says what is served', () => {
    expect(findingLines(get('true'), inProduction(half))).toEqual([
      'true warning default-mismatch: The default value opens flag "new-nav" to everybody while the control plane cannot be reached; it is not open to all yet.',
    ]);
    expect(evidenceLines(get('true'), inProduction(half))).toEqual([
      'default value here: true',
      'production: open to 25 %',
      'purpose: release',
    ]);
  });

  it.each<[string, number, CheckCodeOptions, string?]>([
    ['off', 1, inProduction(off)],
    ['disabled', 1, inProduction(serves('disabled'))],
    ['off on one server', 1, inProduction(serves('on', { overrides: { 'fra/fra-2': 'off' } }))],
    ['a dark release', 1, inProduction(off, { purpose: 'dark' })],
    ['half open, of no purpose', 1, inProduction(half, { purpose: null })],
    ['off, of no purpose', 0, inProduction(off, { purpose: null })],
    ['on everywhere', 0, inProduction(serves('on'))],
    ['rules', 0, inProduction(serves(targeted('off')))],
    ['a kill switch', 0, inProduction(off, { purpose: 'kill-switch' })],
    ['an ops flag', 0, inProduction(off, { purpose: 'ops' })],
    ['a permission', 0, inProduction(off, { purpose: 'permission' })],
    ['a permanent flag', 0, inProduction(off, { permanent: true })],
    ['an archived flag', 0, inProduction(off, { archivedAt: daysAgo(1) })],
    ['another environment is closed', 0, { ...inProduction(off), criticalEnvironments: ['staging'] }],
    ['a default that keeps it closed', 0, inProduction(off), get('false')],
    ['a default that is not known', 0, inProduction(off), get('fallback')],
    ['in a test', 0, { ...inProduction(off), callSite: { inTest: true } }],
  ])('%s: %s', (_, expected, options, code) => expect(count(code ?? get('true'), options)).toBe(expected));

  it.each([
    ['new-nav', 1],
    ['hide-old-nav', 0],
    ['disableCart', 0],
    ['nav.legacy', 0],
    ['notifications', 1],
    ['officeHours', 1],
  ])('%s: %s', (key, expected) => {
    const options = inProduction(off);
    const snapshot = shopSnapshot({ flags: [{ ...shopSwitch(key), environments: { production: off } }] });
    expect(count(get('true', key), { ...options, snapshot })).toBe(expected);
  });
});
