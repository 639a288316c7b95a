import { describe, expect, it } from 'vitest';
import type { Branch, CallSite, CallSiteUse, Comparison, Flag } from '../../../server/src/core/model.ts';
import { expectMarked, findingsIn } from '../../support/check-source.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { callSite } from '../../support/call-sites.ts';
import { daysAgo, shopFlag, shopSnapshot, shopVariant, variants } from '../../support/snapshots.ts';

const code = `const layout = client.getStringValue('price-layout', 'compact');\nif (layout === x) stretch();`;
const compared = (literal: Comparison['literal'], operator: Comparison['operator'] = '==='): Partial<CallSiteUse> => ({
  kind: 'compared',
  comparison: literal === undefined ? { operator } : { operator, literal },
});
const switchBranch: Branch = {
  kind: 'switch',
  span: { start: 0, end: 60 },
  isAlone: true,
  isRendered: false,
  whenTrue: null,
  whenFalse: null,
  isSameCode: false,
};
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

it('a comment above a case hides what is found in it', () => {
  const comment = '// sluice-ignore-next-line unknown-variant -- old clients send it\n';
  const switched = (above: string) =>
    `switch (client.getStringValue('price-layout', 'compact')) {\n${above}case 'romy': pay(); }`;
  const found = (text: string) => {
    const start = text.indexOf("'romy'");
    const cases = [{ literal: 'romy', span: { start, end: start + 6 } }];
    return checkCode(text, used({ branch: { ...switchBranch, cases } }));
  };
  expect(found(switched('')).findings.map(({ check }) => check)).toEqual(['unknown-variant']);
  expect(found(switched(comment))).toMatchObject({
    findings: [],
    suppressed: [{ finding: { check: 'unknown-variant' } }],
  });
});

describe('in real code', () => {
  const head = `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n`;
  const read = `await client.getStringValue('price-layout', 'compact')`;
  const snapshot = shopSnapshot();

  it.each([
    ['a switch on the call', `switch (${read}) { case «'romy'»: stretch(); break; case 'roomy': shrink(); }`],
    [
      'a switch on the constant',
      `const layout = ${read};\nswitch (layout) { case 'compact': break; case «'romy'»: pay(); }`,
    ],
    ['in brackets, with a type', `switch ((${read}) as Layout) { case «'romy'»: pay(); }`],
    [
      'cases that share their code',
      `switch (${read}) { case «'romy'»: case 'roomy': case «'wide'»: pay(); default: wait(); }`,
    ],
    ['the constant with a type', `const layout = ${read};\nswitch (layout as Layout) { case «'romy'»: pay(); }`],
    [
      'an accessor that answers values of any type',
      `import posthog from 'posthog-js';\nswitch (posthog.getFeatureFlag('price-layout')) { case 'control': case false: wait(); break; case «'romy'»: pay(); }`,
    ],
    ['a default in the middle', `switch (${read}) { default: wait(); case «'romy'»: pay(); }`],
    ['a template without holes', `switch (${read}) { case «\`romy\`»: pay(); }`],
    [
      'in a function further in',
      `const layout = ${read};\nfunction draw() { switch (layout) { case «'romy'»: return 1; } }`,
    ],
    [
      'in a switch on something else',
      `const layout = ${read};\nswitch (size) { case 1: switch (layout) { case «'romy'»: pay(); } }`,
    ],
    ['a condition as a case', `const layout = ${read};\nswitch (true) { case «layout» === 'romy': pay(); }`],
    [
      'what stands in the place of no value is another',
      `const layout = (${read}) ?? 'none';\nswitch (layout) { case «'romy'»: pay(); case 'none': wait(); }`,
    ],
  ])('reported: %s', (_, code) => expectMarked('unknown-variant', `${head}${code}\n`, { snapshot }));

  it.each([
    ['no case', `switch (${read}) {}`],
    ['only a default', `switch (${read}) { default: pay(); }`],
    ['a constant', `const OLD = 'romy';\nswitch (${read}) { case OLD: pay(); case Layout.Romy: wait(); }`],
    ['a template with holes', `switch (${read}) { case \`\${size}romy\`: pay(); }`],
    ['another type', `switch (${read}) { case 3: pay(); case null: wait(); case undefined: wait(); }`],
    ['what SDKs answer by themselves', `switch (${read}) { case '': case 'control': pay(); }`],
    ['what the code makes of it', `switch ((${read}).toUpperCase()) { case 'ROMY': pay(); }`],
    ['whether it is one', `switch ((${read}) === 'roomy') { case 'romy': pay(); }`],
    ['another value may be in its place', `switch ((${read}) || other()) { case 'romy': pay(); }`],
    ['the value as a case', `switch ('romy') { case ${read}: pay(); }`],
    ['a variable that changes', `let layout = ${read};\nlayout = other();\nswitch (layout) { case 'romy': pay(); }`],
    [
      'a name that hides the constant',
      `const layout = ${read};\nfunction draw(layout: string) { switch (layout) { case 'romy': pay(); } }`,
    ],
    [
      'in the place of no value, at the call',
      `const layout = (${read}) ?? 'none';\nswitch (layout) { case 'none': pay(); }`,
    ],
    [
      'in the place of no value, at the switch',
      `const layout = ${read};\nswitch (layout ?? 'none') { case 'none': pay(); }`,
    ],
    ['in the place of no value, in a comparison', `const layout = ${read};\nif ((layout ?? 'none') === 'none') pay();`],
    ['in its place what the code does not show', `const layout = (${read}) ?? other;\nif (layout === 'none') pay();`],
    [
      'in its place, with a type between',
      `const layout = (${read} as Layout) ?? 'none';\nif (layout === 'none') pay();`,
    ],
  ])('not reported: %s', (_, code) => expectMarked('unknown-variant', `${head}${code}\n`, { snapshot }));

  const cases = `switch (${read}) { case 'romy': pay(); }`;
  it('not where not all variants may be known, nor without the state', () => {
    expectMarked('unknown-variant', `${head}${cases}`, { snapshot: { ...snapshot, complete: false } });
    expectMarked('unknown-variant', `${head}${cases}`);
  });

  it('a case of a number', () => {
    const size = `switch (await client.getNumberValue('search-page-size', 20)) { case 20: pay(); case «1_000»: case «-5»: wait(); }`;
    expectMarked('unknown-variant', `${head}${size}`, { snapshot });
  });

  const only = (code: string) =>
    findingsIn('unknown-variant', { 'shop.tsx': head + code }, { snapshot }).get('shop.tsx')?.[0];
  const suggestedAt = (code: string): string | null => {
    const { start, end } = only(code)?.suggestAt ?? { start: 0, end: 0 };
    return end === 0 ? null : (head + code).slice(start, end);
  };
  it('says of a case that it is one, and where the flag is read', () => {
    const finding = only(cases);
    const start = head.length + 'switch (await '.length;
    expect(finding).toMatchObject({
      message: 'Flag "price-layout" has no variant "romy": did you mean "roomy"?',
      related: [{ span: { start }, what: 'the flag is read' }],
    });
    expect(finding?.evidence.at(-1)).toMatchObject({ label: 'case', value: '"romy"' });
  });

  it.each([
    [`'romy'`, cases],
    [`"romy"`, `if ((${read}) === "romy") pay();`],
    [`'romy'`, `const layout = ${read};\nif ('romy' !== layout) pay();`],
    // Nothing is like it.
    [null, `if ((${read}) === 'wide') pay();`],
  ])('knows that %s could be replaced', (place, code) => expect(suggestedAt(code)).toBe(place));

  it('replaces nothing where two variants are as near', () => {
    const both = shopSnapshot({ flags: [shopVariant('price-layout', ['compact', 'roomy', 'rommy'])] });
    const [finding] =
      findingsIn('unknown-variant', { 'shop.tsx': head + cases }, { snapshot: both }).get('shop.tsx') ?? [];
    expect(finding?.suggestions).toHaveLength(2);
    expect(finding?.suggestAt).toBeUndefined();
  });
});

it('shows what hostile text is made of', () => {
  const snapshot = shopSnapshot({ flags: [shopVariant('price-layout', ['a\u001b[2J'])] });
  const [finding] = checkCode(code, { snapshot, ...used(compared('b\u202e')) }).findings;
  const texts = [finding?.message ?? '', ...(finding?.evidence ?? []).map(({ value }) => value)];
  expect(texts.filter((each) => each.includes('\u001b') || each.includes('\u202e'))).toEqual([]);
  expect(finding?.message).toContain('\\u{202e}');
});
