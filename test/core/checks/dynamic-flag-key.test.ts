import { expect, it } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { dynamic } from '../../support/call-sites.ts';
import { checkCode, evidenceLines, findingLines } from '../../support/check-code.ts';

const code = 'client.getBooleanValue(promoKey, false);';

it('says why, and what to do', () => {
  expect(findingLines(code)).toEqual([
    'promoKey hint dynamic-flag-key: Sluice cannot tell which flag this reads (the template has a hole): ' +
      'write the key as a constant, or configure the function around it as a wrapper.',
  ]);
  expect(evidenceLines(code)).toEqual(['key expression: promoKey', 'reason: the template has a hole']);
});

it('is silent inside a wrapper, whose callers have the keys', () => {
  const key = dynamic('flagKey', 'parameter of useFlagValue');
  expect(checkCode(code, { callSite: { key } }).findings).toEqual([]);
});

it('keeps a reason that only mentions a parameter', () => {
  const key = dynamic('flagKey', 'a default parameter of another type');
  expect(checkCode(code, { callSite: { key } }).findings).toHaveLength(1);
});

it('reports a call site once, however often it was found', () => {
  const span = { start: 0, end: 39 };
  const twice = `${code} ${code}`;
  expect(checkCode(twice, { callSite: { span } }).findings).toHaveLength(1);
  expect(checkCode(twice).findings).toHaveLength(2);
});

it('shows what a hostile expression is made of', () => {
  const key = dynamic('`a\u202e${b}`', 'line\nbreak.');
  const [finding] = checkCode(code, { callSite: { key } }).findings;
  expect(finding?.message).toContain('(line\\u{a}break)');
  expect(finding?.evidence[0]?.value).toBe('`a\\u{202e}${b}`');
});

it.each<[CallSite['role'], number]>([
  ['evaluation', 1],
  ['override', 1],
  ['definition', 0],
  ['tracking', 0],
])('%s: %i findings', (role, count) => {
  expect(checkCode(code, { callSite: { role } }).findings).toHaveLength(count);
});
