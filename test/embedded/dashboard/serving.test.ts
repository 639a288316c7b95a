import { describe, expect, test } from 'vitest';
import type { Flag, Serving } from '../../../server/src/core/model.ts';
import {
  effectiveServing,
  formatShare,
  ownServing,
  parsePercent,
  sameServing,
  servingLabel,
  servingOfShare,
} from '../../../server/src/embedded/dashboard/page/model/serving.ts';
import { buttonColor, flag, off, on, override, percent, state } from './shop-flags.ts';

const at = (datacenter: string | null, server: string | null = null) => ({
  environment: 'production',
  datacenter,
  server,
});
const layered = flag({
  kind: 'valve',
  environments: {
    production: state(off, { scopes: [override('fra', null, percent(10)), override('fra', 'fra-1', on)] }),
  },
});

describe('effectiveServing: a narrower scope overrides a wider one', () => {
  test.each([
    ['a server with an override of its own', at('fra', 'fra-1'), { serving: on, source: 'server' }],
    ['a server in a datacenter with one', at('fra', 'fra-2'), { serving: percent(10), source: 'datacenter' }],
    ['that datacenter', at('fra'), { serving: percent(10), source: 'datacenter' }],
    ['a server nobody has set', at('iad', 'iad-1'), { serving: off, source: 'environment' }],
    ['the environment', at(null), { serving: off, source: 'environment' }],
    ['an environment the flag has no state in', { environment: 'staging', datacenter: null, server: null }, null],
  ])('%s', (_, scope, expected) => {
    expect(effectiveServing(layered, scope)).toEqual(expected);
  });

  test('a server of the same name in another datacenter is another server', () => {
    expect(effectiveServing(layered, at('iad', 'fra-1'))?.source).toBe('environment');
  });

  test('only what is set in exactly this scope is its own', () => {
    expect(ownServing(layered, at('fra', 'fra-2'))).toBeNull();
    expect(ownServing(layered, at('fra'))).toEqual(percent(10));
    expect(ownServing(layered, at(null))).toEqual(off);
  });
});

describe('servingLabel', () => {
  const targeted: Serving = { kind: 'targeted', rules: 2, otherwise: off };
  test.each<[string, Flag, Serving | null, string, number | null, string]>([
    ['a switch that is on', flag(), on, 'on', 10_000, 'on'],
    ['a switch that is off', flag(), off, 'off', 0, 'off'],
    ['a disabled flag', flag(), { kind: 'off' }, 'disabled', null, 'disabled'],
    ['a valve a quarter open', flag({ kind: 'valve' }), percent(25), '25 %', 2500, 'partial'],
    ['a valve opened by fractions to the end', flag({ kind: 'valve' }), percent(100), 'on', 10_000, 'on'],
    ['a valve closed by fractions', flag({ kind: 'valve' }), percent(0), 'off', 0, 'off'],
    ['rules', flag(), targeted, '2 rules', null, 'targeted'],
    ['a variant', buttonColor, { kind: 'static', variant: 'green' }, 'green', null, 'variant'],
    ['nobody knows', flag(), null, '–', null, 'unknown'],
    [
      'variants that share the load: the largest',
      buttonColor,
      {
        kind: 'fractional',
        shares: [
          { variant: 'blue', share: 3000 },
          { variant: 'green', share: 7000 },
        ],
      },
      'green 70 %',
      7000,
      'partial',
    ],
  ])('%s', (_, of, serving, text, share, tone) => {
    expect(servingLabel(of, serving)).toMatchObject({ text, share, tone });
  });

  test('the long form names every part', () => {
    expect(servingLabel(flag({ kind: 'valve' }), percent(25)).long).toBe('25 % on, 75 % off');
    expect(servingLabel(flag(), targeted).long).toBe('2 rules decide, otherwise off');
  });

  test('the open variant is the one whose value is true, whatever its name', () => {
    const inverted = flag({
      variants: [
        { name: 'classic', value: false },
        { name: 'fresh', value: true },
      ],
    });
    expect(servingLabel(inverted, { kind: 'static', variant: 'fresh' })).toMatchObject({ text: 'on', share: 10_000 });
    expect(servingOfShare(inverted, 2500)).toEqual({
      kind: 'fractional',
      shares: [
        { variant: 'fresh', share: 2500 },
        { variant: 'classic', share: 7500 },
      ],
    });
  });
});

describe('shares', () => {
  test.each([
    ['25', 2500],
    [' 12,5 % ', 1250],
    ['0.01', 1],
    ['.5', 50],
    ['100', 10_000],
    ['0', 0],
    ['100.01', null],
    ['-1', null],
    ['1e2', null],
    ['', null],
    ['half', null],
  ])('the percent %j is %j', (text, share) => {
    expect(parsePercent(text)).toBe(share);
  });

  test('are written without needless digits', () => {
    expect([0, 1, 1250, 2500, 10_000].map(formatShare)).toEqual(['0 %', '0.01 %', '12.5 %', '25 %', '100 %']);
  });

  test('at the ends are static, so that a flag at rest is constant', () => {
    expect([servingOfShare(flag(), 0), servingOfShare(flag(), 10_000)]).toEqual([off, on]);
  });

  test('equal what serves the same, in any order', () => {
    const turned: Serving = {
      kind: 'fractional',
      shares: [
        { variant: 'off', share: 7500 },
        { variant: 'on', share: 2500 },
      ],
    };
    expect(sameServing(percent(25), turned)).toBe(true);
    expect(sameServing(percent(100), on)).toBe(true);
    expect(sameServing(percent(25), percent(26))).toBe(false);
    expect(sameServing(off, { kind: 'off' })).toBe(false);
    expect(sameServing(null, off)).toBe(false);
  });
});
