import { describe, expect, it } from 'vitest';
import type { CallSite, Comparison, Flag } from '../../../server/src/core/model.ts';
import { callSite, dynamic } from '../../support/call-sites.ts';
import { expectMarked, findingsIn } from '../../support/check-source.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { daysAgo, serves, shopFlag, shopSnapshot, variants } from '../../support/snapshots.ts';

const code = `client.getNumberValue('sampling', 0);`;
const parts = shopFlag('sampling', {
  kind: 'variant',
  valueType: 'number',
  variants: variants({ none: 0, some: 0.1, all: 1 }),
  environments: { production: serves('some'), staging: serves('all') },
});
const compared = (
  operator: Comparison['operator'],
  literal: Comparison['literal'],
  { flag = parts, ...site }: Partial<CallSite> & { readonly flag?: Flag } = {},
): CheckCodeOptions => ({
  snapshot: shopSnapshot({ flags: [flag] }),
  callSite: {
    use: {
      ...callSite().use,
      kind: 'compared',
      comparison: { operator, ...(literal === undefined ? {} : { literal }) },
    },
    ...site,
  },
});

describe('a flag that is compared', () => {
  it.each<[Comparison['operator'], number, string]>([
    ['>', 50, 'is never above 1, so that this never holds.'],
    ['>=', 5, 'is never above 1, so that this never holds.'],
    ['<', 50, 'is never above 1, so that this always holds.'],
    ['<=', 50, 'is never above 1, so that this always holds.'],
    ['===', 10, 'is never above 1, so that this never holds.'],
    ['!==', 10, 'is never above 1, so that this always holds.'],
    ['>', -1, 'is never as low as -1, so that this always holds.'],
    ['<=', -1, 'is never as low as -1, so that this never holds.'],
  ])('%s %s', (operator, literal, message) => {
    expect(findingLines(code, compared(operator, literal))[0]).toBe(
      `client.getNumberValue('sampling', 0) warning share-out-of-range: Flag "sampling" ${message}`,
    );
  });

  it('with the range', () => {
    expect(evidenceLines(code, compared('>', 50))).toEqual([
      'type of the flag: number (variants: 0, 0.1, 1)',
      'range: 0 to 1',
      'compared: > 50',
    ]);
  });

  it.each<[string, CheckCodeOptions, string?]>([
    ['inside', compared('>', 0.5)],
    ['at the lower end', compared('<', 0)],
    ['at the upper end', compared('>', 1)],
    ['no literal', compared('>', undefined)],
    ['a text', compared('===', '50')],
    ['a default beyond the variants', compared('>', 50), `client.getNumberValue('sampling', 100);`],
    ['a default that nobody knows', compared('>', 50), `client.getNumberValue('sampling', fallback);`],
    [
      'sizes',
      compared('>', 500, {
        flag: shopFlag('sampling', { ...parts, variants: variants({ a: 20, b: 100, none: 30, some: 5, all: 6 }) }),
      }),
    ],
    ['through a wrapper', compared('>', 50, { via: ['rate'] })],
    ['an archived flag', compared('>', 50, { flag: { ...parts, archivedAt: daysAgo(1) } })],
    ['an incomplete state', { ...compared('>', 50), snapshot: shopSnapshot({ flags: [parts], complete: false }) }],
  ])('not: %s', (_, options, text) => {
    const found = checkCode(text ?? code, options).findings.filter(({ check }) => check === 'share-out-of-range');
    expect(found).toEqual([]);
  });
});

describe('in real code', () => {
  const head = `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n`;
  const read = `await client.getNumberValue('sampling', 0)`;
  const snapshot = shopSnapshot({ flags: [parts] });
  it.each([
    ['a case', `switch (${read}) { case 0: wait(); case «50»: pay(); default: log(); }`],
    ['a case of the constant', `const rate = ${read};\nswitch (rate) { case «-1»: wait(); case 1: pay(); }`],
    [
      'what stands in the place of no value is within',
      `if (((${read.replace('client', '«client')}») ?? 1) > 50) pay();`,
    ],
    ['beyond what stands in the place of no value', `const rate = (${read}) ?? 2;\nif («rate» > 50) pay();`],
    ['not: texts and names', `switch (${read}) { case '50': wait(); case FULL: pay(); }`],
    ['not: within', `switch (${read}) { case 0.5: wait(); case 1: pay(); }`],
    ['not: what stands in the place of no value', `const rate = (${read}) ?? 100;\nif (rate === 100) pay();`],
    ['not: something stands there', `const rate = (${read}) ?? other;\nif (rate > 50) pay();`],
  ])('%s', (_, code) => expectMarked('share-out-of-range', `${head}${code}\n`, { snapshot }));

  const code = `${head}switch (${read}) { case 50: pay(); }\n`;
  it('says that it is a case', () => {
    const [finding] = findingsIn('share-out-of-range', { 'shop.tsx': code }, { snapshot }).get('shop.tsx') ?? [];
    expect(finding?.message).toBe('Flag "sampling" is never above 1, so that this never holds.');
    expect(finding?.evidence.at(-1)).toMatchObject({ label: 'compared', value: 'case 50' });
  });

  it('not where not all variants may be known, nor without the state', () => {
    expectMarked('share-out-of-range', code, { snapshot: { ...snapshot, complete: false } });
    expectMarked('share-out-of-range', code);
  });
});

describe('a condition that draws', () => {
  const drawn = (share: number | null): CheckCodeOptions => ({
    snapshot: null,
    callSite: { role: 'home-made-valve', share, key: dynamic('Math.random() < 5') },
  });
  it.each([
    [10_000, 'always'],
    [0, 'never'],
  ])('for %s: %s', (share, word) => {
    const [finding] = checkCode('Math.random(5);', drawn(share)).findings.filter(
      ({ check }) => check === 'share-out-of-range',
    );
    expect(finding?.message).toBe(`This draws a share of the load and ${word} holds: Math.random() < 5`);
  });

  it.each([500, 9_999, null])('not for %s', (share) => {
    const found = checkCode('Math.random(5);', drawn(share)).findings.filter(
      ({ check }) => check === 'share-out-of-range',
    );
    expect(found).toEqual([]);
  });
});
