import { describe, expect, it } from 'vitest';
import type { Flag, Serving } from '../../../server/src/core/model.ts';
import {
  effectiveServing,
  formatShare,
  openShare,
  sameServing,
  servingForShare,
  servingLabel,
  singleVariant,
  stateIn,
  valueTypeOf,
} from '../../../server/src/core/state/serving.ts';
import {
  serves,
  servingOf,
  shopFlag,
  shopSwitch,
  shopValve,
  shopVariant,
  targeted,
  variants,
} from '../../support/snapshots.ts';

const checkout = shopSwitch('new-checkout');
const search = shopValve('new-search');
const layout = shopVariant('price-layout', ['compact', 'roomy']);
const ranking = shopValve('ranking', { valueType: 'string', variants: variants({ ml: 'ml', off: 'classic' }) });
const pageSize = shopFlag('page-size', {
  kind: 'variant',
  valueType: 'number',
  variants: variants({ small: 20, large: 100 }),
});

const shares = (...parts: [string, number][]): Serving => ({
  kind: 'fractional',
  shares: parts.map(([variant, share]) => ({ variant, share })),
});

describe('effectiveServing', () => {
  const state = serves('off', { overrides: { fra: 'on', 'fra/fra-2': 'off', 'nyc/nyc-1': 2_500 } });
  it.each([
    [null, null, 'off'],
    ['fra', null, 'on'],
    ['fra', 'fra-1', 'on'],
    ['fra', 'fra-2', 'off'],
    ['nyc', null, 'off'],
    ['nyc', 'nyc-1', 2_500],
    ['ams', 'ams-1', 'off'],
  ])('datacenter %s, server %s: %s', (datacenter, server, expected) => {
    expect(effectiveServing(state, datacenter, server)).toEqual(servingOf(expected));
  });

  it('does not take a server of another datacenter', () => {
    const same = serves('off', { overrides: { 'fra/web-1': 'on' } });
    expect(effectiveServing(same, 'nyc', 'web-1')).toEqual(servingOf('off'));
  });
});

it('reads no state from the prototype', () => {
  expect(stateIn(checkout, 'constructor')).toBeNull();
  expect(stateIn(checkout, 'staging')).not.toBeNull();
});

describe.each<[string, Flag, Serving, string, number | null, string | null]>([
  // what, flag, serving, label, open share, single variant
  ['a switch that is on', checkout, servingOf('on'), 'on', 10_000, 'on'],
  ['a switch that is off', checkout, servingOf('off'), 'off', 0, 'off'],
  ['a disabled switch', checkout, servingOf('disabled'), 'off', 0, null],
  ['a switch with rules', checkout, targeted('off'), 'targeted, else off', null, null],
  ['rules that are none', checkout, targeted('on', 0), 'on', 10_000, 'on'],
  ['a valve at a quarter', search, servingOf(2_500), '25 %', 2_500, null],
  ['a valve that is hardly open', search, servingOf(8), '0.08 %', 8, null],
  ['a valve fully open', search, servingOf(10_000), '100 %', 10_000, 'on'],
  ['a closed valve', search, servingOf('off'), '0 %', 0, 'off'],
  ['a valve with rules', search, targeted(5_000, 1), 'targeted, else 50 %', null, null],
  ['a valve of strings', ranking, shares(['ml', 1_250], ['off', 8_750]), '12.5 %', 1_250, null],
  ['a share of a variant nobody knows', search, shares(['maybe', 10_000]), 'variant maybe', null, 'maybe'],
  ['one variant', layout, servingOf('roomy'), 'variant roomy', null, 'roomy'],
  ['two variants', layout, shares(['compact', 3_000], ['roomy', 7_000]), 'compact 30 %, roomy 70 %', null, null],
  ['numbers are no shares', pageSize, servingOf('large'), 'variant large', null, 'large'],
  ['shares of one variant add up', layout, shares(['roomy', 4_000], ['roomy', 6_000]), 'variant roomy', null, 'roomy'],
  [
    'a hostile variant',
    layout,
    servingOf('a\u202eb\u001b[2J'),
    'variant a\\u{202e}b\\u{1b}[2J',
    null,
    'a\u202eb\u001b[2J',
  ],
])('%s', (_, flag, serving, label, share, single) => {
  it(`is labeled ${label}`, () => expect(servingLabel(flag, serving)).toBe(label));
  it(`is open for ${share}`, () => expect(openShare(flag, serving)).toBe(share));
  it(`gives everybody ${single === null ? 'no single variant' : 'one variant'}`, () =>
    expect(singleVariant(serving)).toBe(single));
});

describe('sameServing', () => {
  it.each<[Serving, Serving, boolean]>([
    [servingOf('on'), servingOf('on'), true],
    [servingOf('on'), servingOf(10_000), true],
    [servingOf('off'), servingOf('disabled'), false],
    [servingOf('disabled'), servingOf('disabled'), true],
    [servingOf(2_500), shares(['off', 7_500], ['on', 2_500]), true],
    [servingOf(2_500), servingOf(2_600), false],
    [targeted('on', 0), servingOf('on'), true],
    [targeted('on', 1), servingOf('on'), false],
    [servingOf('on'), targeted('on', 1), false],
    [targeted('on', 1), targeted(10_000, 1), true],
    [targeted('on', 1), targeted('on', 2), false],
  ])('%j and %j: %s', (left, right, expected) => {
    expect(sameServing(left, right)).toBe(expected);
    expect(sameServing(right, left)).toBe(expected);
  });
});

describe('formatShare', () => {
  it.each([
    [0, '0 %'],
    [8, '0.08 %'],
    [10, '0.1 %'],
    [57, '0.57 %'],
    [2_500, '25 %'],
    [1_234, '12.34 %'],
    [10_000, '100 %'],
  ])('%i is %s', (share, text) => expect(formatShare(share)).toBe(text));

  it('never shows rounding errors', () => {
    for (let share = 0; share <= 10_000; share++) expect(formatShare(share)).toMatch(/^\d{1,3}(\.\d{1,2})? %$/);
  });
});

describe('servingForShare', () => {
  it.each<[string, Flag, number, Serving]>([
    ['a switch turned on', checkout, 10_000, servingOf('on')],
    ['a switch turned off', checkout, 0, servingOf('off')],
    ['a valve opened a little', search, 1, shares(['on', 1], ['off', 9_999])],
    ['a valve opened', search, 10_000, servingOf('on')],
    ['a valve closed', search, 0, servingOf('off')],
    ['a valve of strings, open variant first', ranking, 2_500, shares(['ml', 2_500], ['off', 7_500])],
    [
      'off named first',
      shopValve('x', { variants: variants({ off: false, on: true }) }),
      500,
      shares(['on', 500], ['off', 9_500]),
    ],
  ])('%s', (_, flag, share, serving) => {
    expect(servingForShare(flag, share)).toEqual({ ok: true, serving });
    expect(openShare(flag, serving)).toBe(share);
  });

  it.each<[string, Flag, number, RegExp]>([
    ['half a switch', checkout, 5_000, /cannot serve 50 %: make the flag a valve/],
    ['a variant flag', layout, 10_000, /chooses among variants/],
    ['less than nothing', search, -1, /from 0 to 10000/],
    ['more than all', search, 10_001, /from 0 to 10000/],
    ['a fraction of a hundredth', search, 0.5, /whole number/],
    ['no number', search, Number.NaN, /whole number/],
    ['no off variant', shopValve('x', { variants: variants({ on: true }) }), 500, /exactly one variant/],
    [
      'two open variants',
      shopValve('x', { valueType: 'string', variants: variants({ a: 'a', b: 'b', off: '' }) }),
      500,
      /exactly one/,
    ],
  ])('refuses %s', (_, flag, share, message) => {
    const result = servingForShare(flag, share);
    expect(result).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });

  it('refuses to replace rules', () => {
    expect(servingForShare(search, 500, targeted('off'))).toMatchObject({
      ok: false,
      message: expect.stringMatching(/rules/),
    });
    expect(servingForShare(search, 500, servingOf('off'))).toMatchObject({ ok: true });
  });
});

it.each([
  [true, 'boolean'],
  ['a', 'string'],
  [0, 'number'],
  [{ a: 1 }, 'object'],
  [[1], 'object'],
  [null, null],
] as const)('%j is of type %s', (value, type) => expect(valueTypeOf(value)).toBe(type));
