import { describe, expect, it } from 'vitest';
import type { CallSite, CallSiteUse, Comparison, Flag } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { callSite } from '../../support/call-sites.ts';
import { daysAgo, shopFlag, shopSnapshot, shopVariant, variants } from '../../support/snapshots.ts';

const code = `const layout = client.getStringValue('price-layout', 'compact');\nif (layout === x) stretch();`;
const compared = (literal: Comparison['literal'], operator: Comparison['operator'] = '==='): Partial<CallSiteUse> => ({
  kind: 'compared',
  comparison: literal === undefined ? { operator } : { operator, literal },
});
const used = (use: Partial<CallSiteUse>, parts: Partial<CallSite> = {}): CheckCodeOptions => ({
  callSite: { use: { ...callSite().use, ...use }, ...parts },
});
const count = (options: CheckCodeOptions, text = code): number => checkCode(text, options).findings.length;

describe('reported', () => {
  it.each<[Partial<CallSiteUse>, string]>([
    [compared('romy'), 'Flag "price-layout" has no variant "romy": did you mean "roomy"?'],
    [compared('Roomy', '!=='), 'Flag "price-layout" has no variant "Roomy": did you mean "roomy"?'],
    [compared('wide', '=='), 'Flag "price-layout" has no variant "wide".'],
  ])('%j', (use, message) => {
    expect(findingLines(code, used(use))).toEqual([
      `client.getStringValue('price-layout', 'compact') warning unknown-variant: ${message}`,
    ]);
  });

  it('where the constant is compared, with the call', () => {
    const start = code.lastIndexOf('layout');
    const later = { ...callSite().use, ...compared('romy'), variableUses: undefined };
    const variableUses = [{ span: { start, end: start + 6 }, member: null, use: later }];
    const options = used({ kind: 'assigned', variable: 'layout', variableUses });
    const [finding] = checkCode(code, options).findings;
    expect(finding?.span).toEqual({ start, end: start + 6 });
    expect(finding?.related).toEqual([{ uri: finding?.uri, span: { start: 15, end: 63 }, what: 'the flag is read' }]);
    expect(finding?.suggestions).toEqual(['roomy']);
  });

  it('with the variants there are', () => {
    expect(evidenceLines(code, used(compared('romy')))).toEqual([
      'variants of the flag: "compact" and "roomy"',
      'compared with: "romy"',
    ]);
  });

  it('a number', () => {
    const size = `client.getNumberValue('search-page-size', 20);`;
    expect(findingLines(size, used(compared(50)))[0]).toContain('Flag "search-page-size" has no variant 50.');
  });
});

describe('not reported', () => {
  const named = shopFlag('named', {
    kind: 'variant',
    valueType: 'string',
    variants: variants({ blue: 'blue-cart', red: 'red-cart' }),
  });
  const withFlag = (parts: Partial<Flag>) => ({
    snapshot: shopSnapshot({ flags: [shopVariant('price-layout', ['compact', 'roomy'], parts)] }),
  });
  it.each<[string, CheckCodeOptions, string?]>([
    ['a variant', used(compared('roomy'))],
    [
      'a name',
      { ...used(compared('blue')), snapshot: shopSnapshot({ flags: [named] }) },
      `client.getStringValue('named', 'x');`,
    ],
    [
      'a value',
      { ...used(compared('blue-cart')), snapshot: shopSnapshot({ flags: [named] }) },
      `client.getStringValue('named', 'x');`,
    ],
    ['the default', used(compared('none')), `client.getStringValue('price-layout', 'none');`],
    ['a default that nobody knows', used(compared('none')), `client.getStringValue('price-layout', fallback);`],
    ['what SDKs answer by themselves', used(compared('control'))],
    ['no literal', used(compared(undefined))],
    ['a literal of another type', used(compared(3))],
    ['null', used(compared(null))],
    ['another comparison', used(compared('romy', '<'))],
    ['a boolean flag', used(compared('romy')), `client.variation('new-checkout', false);`],
    ['through a wrapper', used(compared('romy'), { via: ['layoutOf'] })],
    ['an object about the evaluation', used(compared('romy'), { method: 'getStringDetails' })],
    ['a promise', used({ ...compared('romy'), awaited: false })],
    ['an override', used(compared('romy'), { role: 'override' })],
    ['an archived flag', { ...used(compared('romy')), ...withFlag({ archivedAt: daysAgo(1) }) }],
  ])('%s', (_, options, text) => {
    const found = checkCode(text ?? code, options).findings.filter(({ check }) => check === 'unknown-variant');
    expect(found).toEqual([]);
  });

  it('the same without any of that is', () => expect(count({ ...used(compared('romy')), ...withFlag({}) })).toBe(1));
});

it('shows what hostile text is made of', () => {
  const snapshot = shopSnapshot({ flags: [shopVariant('price-layout', ['a\u001b[2J'])] });
  const [finding] = checkCode(code, { snapshot, ...used(compared('b\u202e')) }).findings;
  const texts = [finding?.message ?? '', ...(finding?.evidence ?? []).map(({ value }) => value)];
  expect(texts.filter((each) => each.includes('\u001b') || each.includes('\u202e'))).toEqual([]);
  expect(finding?.message).toContain('\\u{202e}');
});
