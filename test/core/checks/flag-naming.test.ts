import { describe, expect, it } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const agreed = (pattern?: string, parts: CheckCodeOptions = {}): CheckCodeOptions => ({
  snapshot: null,
  settings: { 'flag-naming': { options: pattern === undefined ? { after: {} } : { after: {}, pattern } } },
  ...parts,
});
const kebab = '^[a-z]+(-[a-z]+)*$';
const get = (key: string): string => `client.getBooleanValue(${key}, false);`;

it('says which pattern', () => {
  const code = get(`'NewCheckout'`);
  expect(findingLines(code, agreed(kebab))).toEqual([
    `'NewCheckout' info flag-naming: Flag key "NewCheckout" does not match the agreed pattern.`,
  ]);
  expect(evidenceLines(code, agreed(kebab))).toEqual([`pattern: ${kebab}`]);
});

it.each<[string, string | undefined, readonly string[]]>([
  [get(`'new-checkout'`), kebab, []],
  [get(`'NewCheckout'`), undefined, []],
  [get(`'my-NewCheckout'`), '^(shop|my)-', []],
  [get(`'a-shop-flag'`), 'shop', []],
  [get(`'new' | 'Old' | 'OLD'`), kebab, ['OLD', 'Old']],
  [get(`'Old'`) + get(`'Old'`), kebab, ['Old']],
  [`client.get(key);`, kebab, []],
  [`flags.newCheckout;`, kebab, []],
])('%s with %s: %j', (code, pattern, keys) => {
  const found = checkCode(code, agreed(pattern)).findings.filter(({ check }) => check === 'flag-naming');
  expect(found.map(({ flagKey }) => flagKey).toSorted()).toEqual(keys);
});

it('checks a rewritten key as the control plane spells it', () => {
  const snapshot = shopSnapshot({ flags: [shopSwitch('new_checkout')] });
  expect(findingLines(`flags.newCheckout;`, agreed(kebab, { snapshot }))).toEqual([
    `newCheckout info flag-naming: Flag key "new_checkout" does not match the agreed pattern.`,
  ]);
});

describe('where the key is', () => {
  it.each<[CallSite['role'], number]>([
    ['evaluation', 1],
    ['definition', 1],
    ['override', 0],
    ['tracking', 0],
  ])('%s: %s', (role, count) => {
    expect(checkCode(get(`'Old'`), agreed(kebab, { callSite: { role } })).findings).toHaveLength(count);
  });
});

it('a pattern that takes for ever elsewhere takes no time', () => {
  const key = `${'a'.repeat(60)}!`;
  const settings = {
    'flag-naming': { options: { after: {}, pattern: '^(a+)+$' } },
    'unknown-flag': { severity: 'off' as const },
  };
  expect(findingLines(`client.getBooleanValue('${key}', false);`, { settings })).toHaveLength(1);
});
