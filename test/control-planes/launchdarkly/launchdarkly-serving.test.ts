/** What a LaunchDarkly flag serves, and what of it cannot be read. */
import { describe, expect, it } from 'vitest';
import type { Serving } from '../../../server/src/core/model.ts';
import { configIn, readLaunchDarklyFlag } from '../../../server/src/control-planes/launchdarkly/launchdarkly-flag.ts';
import { servingOf, variantsOf } from '../../../server/src/control-planes/launchdarkly/launchdarkly-serving.ts';
import { codeDefault, flag, json, off, on, open, rollout, rule, targeted } from './flags.ts';

function serving(config: object, parts: object = {}): Serving {
  const source = flag(config, parts);
  return servingOf(source, configIn(source, 'production') ?? expect.fail());
}

describe('what a flag serves', () => {
  it.each<[string, object, Serving]>([
    ['on: the fallthrough', {}, on],
    ['off: the off variant', { on: false }, off],
    ['off, whatever the rules are', { on: false, rules: [rule] }, off],
    ['off without an off variant: the default in the code', { on: false, offVariation: null }, codeDefault],
    ['a rollout', rollout([25_000, 75_000]), open(2_500)],
    ['a rollout to everybody', rollout([100_000, 0]), on],
    ['a rollout to nobody', rollout([0, 100_000]), off],
    ['a rollout of less than 1/100 %', rollout([4, 99_996]), open(1)],
    ['a rollout that rounds', rollout([33_333, 66_667]), open(3_333)],
    ['weights that leave something over: the last one gets it', rollout([10_000, 20_000]), open(1_000)],
    ['weights for more than all: the first ones count', rollout([90_000, 90_000]), open(9_000)],
    ['a rule', { rules: [rule] }, targeted(on)],
    ['a disabled rule', { rules: [{ ...rule, disabled: true }] }, on],
    ['targets', { targets: [{ variation: 1, values: ['mia'] }], ...rollout([0, 100_000]) }, targeted(off)],
    [
      'the order of targets of the kind user',
      { contextTargets: [{ variation: 0, values: [], contextKind: 'user' }] },
      on,
    ],
    [
      'rules, targets and prerequisites together',
      {
        rules: [rule, rule],
        contextTargets: [{ variation: 0, values: ['shop-1'], contextKind: 'shop' }],
        prerequisites: [{ key: 'checkout', variation: 0 }],
      },
      targeted(on, 4),
    ],
  ])('%s', (_, config, expected) => {
    expect(serving(config)).toEqual(expected);
  });

  it('the same variant twice, as experiments do, counts together', () => {
    const variations = [
      { variation: 0, weight: 10_000 },
      { variation: 0, weight: 40_000, _untracked: true },
      { variation: 1, weight: 50_000 },
    ];
    expect(
      serving({ fallthrough: { rollout: { variations, experimentAllocation: { defaultVariation: 0 } } } }),
    ).toEqual(open(5_000));
  });

  it('archived: nothing, SDKs are not told of it', () => {
    expect(serving({}, { archived: true, archivedDate: 1 })).toEqual(codeDefault);
  });

  it('always adds up to all of the load', () => {
    for (const weights of [
      [33_333, 33_333, 33_334],
      [1, 1, 99_998],
      [14_285, 28_571, 57_144],
      [99_999, 1, 0],
    ]) {
      const variations = ['blue', 'green', 'red'].map((value) => ({ _id: value, value }));
      const found = serving(rollout(weights), { kind: 'multivariate', variations });
      const shares = found.kind === 'fractional' ? found.shares : expect.fail();
      expect(shares.reduce((sum, { share }) => sum + share, 0)).toBe(10_000);
    }
  });
});

describe('variants', () => {
  const named = (...variations: object[]): readonly string[] =>
    variantsOf(flag({}, { kind: 'multivariate', variations: [...variations, { value: 'x' }, { value: 'y' }] }))
      .map(({ name }) => name)
      .slice(0, -2);

  it('are called by their name, else by their value', () => {
    expect(
      named(
        { name: ' Blue button ', value: 'blue' },
        { name: '', value: 'green' },
        { value: 7 },
        { value: { a: [1] } },
      ),
    ).toEqual(['Blue button', 'green', '7', '{"a":[1]}']);
  });

  it('with long values are numbered', () => {
    expect(named({ value: { text: 'x'.repeat(80) } }, { value: '' })).toEqual(['variant 1', '""']);
  });

  it('each have a name of their own', () => {
    expect(named({ name: 'blue', value: 1 }, { name: 'blue', value: 2 }, { name: 'blue (2)', value: 3 })).toEqual([
      'blue',
      'blue (2)',
      'blue (2) (3)',
    ]);
  });
});

describe('what cannot be read', () => {
  it.each<[string, object, string]>([
    ['no list of environments', json({}, { environments: 7 }), 'environments'],
    [
      'a variant that is not there',
      json({ fallthrough: { variation: 2 } }),
      'production: it serves a variant it does not have',
    ],
    ['an off variant that is not there', json({ offVariation: 9 }), 'production: it serves a variant it does not have'],
    ['no fallthrough', json({ fallthrough: {} }), 'environments.production.fallthrough'],
    ['weights below zero', json(rollout([-1, 100_001])), 'environments.production.fallthrough'],
    [
      'rules that were left out',
      json({ rules: undefined }),
      'production: its rules were left out; ask for them with summary=0',
    ],
    [
      'rules that were left out and counted',
      json({
        rules: undefined,
        _summary: { prerequisites: 0, variations: { '0': { rules: 1, nullRules: 0, targets: 0 } } },
      }),
      'summary=0',
    ],
  ])('%s', (_, value, problem) => {
    const read = readLaunchDarklyFlag(value);
    expect(read.ok ? 'read' : read.problem).toContain(problem);
  });

  it('is not a summary that counts no rules', () => {
    const _summary = {
      prerequisites: 0,
      variations: { '0': { rules: 0, nullRules: 0, targets: 0, isFallthrough: true } },
    };
    expect(serving({ rules: undefined, targets: undefined, _summary })).toEqual(on);
  });

  it('is left behind: the keys of SDKs, salts, and all that is not used', () => {
    const text = JSON.stringify(flag({ salt: 'c0ffee', sel: 'decaf' }, { apiKey: 'sdk-secret' }));
    for (const secret of ['c0ffee', 'decaf', 'sdk-secret']) expect(text).not.toContain(secret);
  });
});
