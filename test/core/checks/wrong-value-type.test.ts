import { describe, expect, it } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines } from '../../support/check-code.ts';
import { shopFlag, shopSnapshot, shopSwitch, variants } from '../../support/snapshots.ts';

describe('reported', () => {
  it.each([
    [
      `client.getBooleanValue('search-page-size', false);`,
      `'search-page-size' error wrong-value-type: Flag "search-page-size" is a number, but getBooleanValue reads a boolean.`,
    ],
    [
      `client.getStringValue('new-search', 'no');`,
      `'new-search' error wrong-value-type: Flag "new-search" is a boolean, but getStringValue reads a string.`,
    ],
    [
      `client.getObjectValue('price-layout', {});`,
      `'price-layout' error wrong-value-type: Flag "price-layout" is a string, but getObjectValue reads an object.`,
    ],
    [
      `client.variation('new-checkout', 'off');`,
      `'off' error wrong-value-type: Flag "new-checkout" is a boolean, but its default value here is a string.`,
    ],
    [
      `client.getNumberValue('search-page-size', '20');`,
      `'20' error wrong-value-type: Flag "search-page-size" is a number, but its default value here is a string.`,
    ],
  ])('%s', (code, line) => expect(findingLines(code)).toEqual([line]));

  it('each of several keys', () => {
    expect(
      findingLines(`client.getBooleanValue('price-layout' | 'new-checkout' | 'search-page-size', false);`),
    ).toHaveLength(2);
  });

  it('with the values that the flag can have', () => {
    expect(evidenceLines(`client.getBooleanValue('search-page-size', false);`)).toEqual([
      'type of the flag: number (variants: 20, 100)',
      'read by the code: boolean',
    ]);
  });
});

describe('not reported', () => {
  const json = shopFlag('banner', {
    kind: 'variant',
    valueType: 'object',
    variants: variants({ none: null, sale: { text: 'Sale' } }),
  });
  const mixed = shopFlag('mixed', { kind: 'variant', valueType: 'string', variants: variants({ a: 'a', b: false }) });
  const snapshot = shopSnapshot({ flags: [...shopSnapshot().flags, json, mixed] });
  it.each([
    ['the right accessor', `client.getNumberValue('search-page-size', 20);`],
    ['an accessor of any type', `client.variation('search-page-size', 20);`],
    ['an accessor that only asks whether it is on', `client.isEnabled('price-layout', false);`],
    ['an accessor for the variant itself', `client.getVariant('new-checkout', { "name": "a" });`],
    ['an unknown default value', `client.getBooleanValue('new-checkout', fallback);`],
    ['no default value', `client.getBooleanValue('new-checkout');`],
    ['null', `client.variation('price-layout', null);`],
    ['an object with a null variant', `client.getObjectValue('banner', {});`],
    ['a flag of several types', `client.getBooleanValue('mixed', false);`],
    ['a flag nobody knows', `client.getNumberValue('loyalty-points', 'x');`],
  ])('%s', (_, code) => {
    const wrong = checkCode(code, { snapshot }).findings.filter((finding) => finding.check === 'wrong-value-type');
    expect(wrong).toEqual([]);
  });

  it.each<CallSite['role']>(['override', 'definition', 'tracking'])('%s', (role) => {
    expect(checkCode(`client.getStringValue('new-checkout', 'x');`, { callSite: { role } }).findings).toEqual([]);
  });
});

it('shows what hostile text is made of', () => {
  const snapshot = shopSnapshot({ flags: [shopSwitch('new-checkout', { variants: variants({ on: true }) })] });
  const callSite = { method: 'get\u001b[2J', valueType: 'string' } as const;
  const [finding] = checkCode(`client.getStringValue('new-checkout', 'x');`, { snapshot, callSite }).findings;
  expect(finding?.message).toContain('get\\u{1b}[2J reads a string');
});
