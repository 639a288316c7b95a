import { describe, expect, it } from 'vitest';
import type { CallSite, Flag, JsonValue } from '../../../server/src/core/model.ts';
import { callSite } from '../../support/call-sites.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { serves, shopFlag, shopSnapshot, variants } from '../../support/snapshots.ts';

const accessor = `client.getBooleanValue('sampling', false);`;
const code = `client.getNumberValue('sampling', 0);`;

/** A flag whose variants have these values. */
function sampling(values: readonly JsonValue[], parts: Partial<Flag> = {}): Flag {
  const names = Object.fromEntries(values.map((value, index) => [`v${index}`, value]));
  const environments = { production: serves('v0'), staging: serves('v0') };
  return shopFlag('sampling', {
    kind: 'variant',
    valueType: 'number',
    variants: variants(names),
    environments,
    ...parts,
  });
}
const withFlag = (flag: Flag, parts: Partial<CallSite> = {}): CheckCodeOptions => ({
  snapshot: shopSnapshot({ flags: [flag] }),
  callSite: parts,
});
const shares = sampling([0, 10, 100]);
const inCondition: Partial<CallSite> = {
  use: {
    ...callSite().use,
    branch: {
      kind: 'if',
      span: { start: 0, end: 1 },
      isAlone: false,
      isRendered: false,
      whenTrue: null,
      whenFalse: null,
      isSameCode: false,
    },
  },
};
const idsIn = (text: string, options: CheckCodeOptions): readonly string[] =>
  checkCode(text, options).findings.map(({ check }) => check);

describe('reported', () => {
  it('an accessor for true and false, and by no other check', () => {
    expect(findingLines(accessor, withFlag(shares))).toEqual([
      `'sampling' error valve-read-as-switch: The values of flag "sampling" are shares, but getBooleanValue reads true or false.`,
    ]);
    expect(evidenceLines(accessor, withFlag(shares))).toEqual([
      'type of the flag: number (variants: 0, 10, 100)',
      'read by the code: boolean',
    ]);
  });

  it('a test for truth', () => {
    expect(findingLines(code, withFlag(shares, inCondition))).toEqual([
      `client.getNumberValue('sampling', 0) error valve-read-as-switch: The values of flag "sampling" are shares, but this tests for truth: every share but 0 counts as on.`,
    ]);
  });

  it.each<[string, Flag]>([
    ['0 to 1', sampling([0, 0.1, 1])],
    ['a valve of other numbers', sampling([0, 5, 20], { kind: 'valve' })],
  ])('%s', (_, flag) => expect(idsIn(code, withFlag(flag, inCondition))).toEqual(['valve-read-as-switch']));
});

describe('not reported', () => {
  it.each<[string, Flag, Partial<CallSite>?]>([
    ['sizes', sampling([20, 50, 100]), inCondition],
    ['limits', sampling([0, 20, 50]), inCondition],
    ['all or nothing', sampling([0, 100], { kind: 'valve' }), inCondition],
    ['texts', sampling(['0', '10', '100'], { valueType: 'string' }), inCondition],
    ['of several types', sampling([0, 10, 100, false]), inCondition],
    ['compared', shares, { use: { ...callSite().use, kind: 'compared', comparison: { operator: '>', literal: 5 } } }],
    ['handed on', shares, { use: { ...callSite().use, kind: 'argument' } }],
    [
      'an accessor that only asks whether it is on',
      shares,
      { ...inCondition, method: 'isEnabled', valueType: 'boolean' },
    ],
    ['through a wrapper', shares, { ...inCondition, via: ['rate'] }],
  ])('%s', (_, flag, parts) => expect(idsIn(code, withFlag(flag, parts))).not.toContain('valve-read-as-switch'));

  it('an accessor for true and false of another number flag: another check says so', () => {
    expect(idsIn(accessor, withFlag(sampling([20, 50, 100])))).toEqual(['wrong-value-type']);
  });
});
