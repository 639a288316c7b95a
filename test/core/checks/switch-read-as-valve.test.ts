import { describe, expect, it } from 'vitest';
import type { CallSite, CallSiteUse } from '../../../server/src/core/model.ts';
import { callSite } from '../../support/call-sites.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { shopFlag, shopSnapshot, variants } from '../../support/snapshots.ts';

const compared = (use: Partial<CallSiteUse>, parts: Partial<CallSite> = {}): CheckCodeOptions => ({
  callSite: { use: { ...callSite().use, kind: 'compared', ...use }, ...parts },
});
const above = compared({ comparison: { operator: '>', literal: 50 } });
const code = `client.variation('new-search', false);`;

describe('reported', () => {
  it('an accessor for numbers, and by no other check', () => {
    const text = `client.getNumberValue('new-search', 0.25);`;
    expect(findingLines(text)).toEqual([
      `'new-search' error switch-read-as-valve: Flag "new-search" is true or false, but getNumberValue reads a number.`,
    ]);
    expect(evidenceLines(text)).toEqual([
      'type of the flag: boolean (variants: true, false)',
      'read by the code: number',
    ]);
  });

  it('a comparison with a number', () => {
    expect(findingLines(code, above)).toEqual([
      `client.variation('new-search', false) error switch-read-as-valve: Flag "new-search" is true or false, but this compares it with a number (> 50).`,
    ]);
  });

  it('a comparison of the constant that holds it', () => {
    const text = `const share = client.variation('new-search', false);\nif (share > 50) fuzzySearch();`;
    const start = text.lastIndexOf('share');
    const use = { ...callSite().use, comparison: { operator: '>', literal: 50 } as const };
    const variableUses = [{ span: { start, end: start + 5 }, member: null, use }];
    const [finding] = checkCode(text, compared({ kind: 'assigned', variable: 'share', variableUses })).findings;
    expect(finding?.span.start).toBe(start);
    expect(finding?.related).toHaveLength(1);
  });
});

describe('not reported', () => {
  const mixed = shopFlag('mixed', { variants: variants({ on: true, half: 50 }) });
  it.each<[string, string, CheckCodeOptions?]>([
    ['the right accessor', `client.getBooleanValue('new-search', false);`],
    ['a number flag', `client.getNumberValue('search-page-size', 20);`],
    ['a comparison with true', code, compared({ comparison: { operator: '===', literal: true } })],
    ['a comparison with another value', code, compared({ comparison: { operator: '>' } })],
    ['a comparison of a number flag', `client.variation('search-page-size', 20);`, above],
    ['a value that comes through a wrapper', code, { callSite: { ...above.callSite, via: ['shareOf'] } }],
    ['a flag of several types', `client.getNumberValue('mixed', 5);`, { snapshot: shopSnapshot({ flags: [mixed] }) }],
    ['an override', `client.getNumberValue('new-search', 1);`, { callSite: { role: 'override' } }],
  ])('%s', (_, text, options) => {
    const found = checkCode(text, options).findings.filter(({ check }) => check === 'switch-read-as-valve');
    expect(found).toEqual([]);
  });
});
