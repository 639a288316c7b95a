/** Definitions: valid for flagd, right for each scope, and a valve that is opened further keeps everybody inside. */
import { FlagdCore, MemoryStorage } from '@openfeature/flagd-core';
import { describe, expect, it } from 'vitest';
import type { Flag, Serving } from '../../../server/src/core/model.ts';
import { compileDefinition, type ServedScope } from '../../../server/src/embedded/evaluation/compile.ts';
import { off, on, open } from '../client.ts';
import { onOff, override, randomNumbers, shopFlag } from './shop-flags.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const production: ServedScope = { project: 'shop', environment: 'production', datacenter: null, server: null };

const definitionOf = (flags: readonly Flag[], scope: Partial<ServedScope> = {}) =>
  compileDefinition({ ...production, ...scope, revision: '12', flags });
const flagsOf = (text: string) => (JSON.parse(text) as { flags: Record<string, unknown> }).flags;

function coreOf(text: string): FlagdCore {
  // Strict: throws where flagd's own schema says no.
  new MemoryStorage(silent).setConfigurations(text, true);
  const core = new FlagdCore(undefined, silent);
  core.setConfigurations(text);
  return core;
}

describe('a definition', () => {
  it('is what flagd understands', () => {
    const text = definitionOf([shopFlag('gift-cards', open(2500))]);
    expect(JSON.parse(text)).toEqual({
      $schema: 'https://flagd.dev/schema/v0/flags.json',
      metadata: { flagSetId: 'shop/production', version: '12', scope: 'shop/production' },
      flags: {
        'gift-cards': {
          state: 'ENABLED',
          variants: { on: true, off: false },
          defaultVariant: 'off',
          targeting: {
            fractional: [
              ['on', 2500],
              ['off', 7500],
            ],
          },
          metadata: {
            owner: 'team-checkout',
            purpose: 'release',
            kind: 'valve',
            created: '2026-03-02T09:00:00.000Z',
            revision: '7',
          },
        },
      },
    });
    coreOf(text);
  });

  it.each<[string, Serving, object]>([
    ['off', { kind: 'off' }, { state: 'DISABLED' }],
    ['static', on, { state: 'ENABLED', defaultVariant: 'on' }],
    ['a valve that is all open, which needs no targeting key', open(10000), { defaultVariant: 'on' }],
    ['a valve that is all closed', open(0), { defaultVariant: 'off' }],
  ])('has no targeting for %s', (_what, serving, expected) => {
    const text = definitionOf([shopFlag('gift-cards', serving)]);
    coreOf(text);
    expect(flagsOf(text)['gift-cards']).toMatchObject(expected);
    expect(flagsOf(text)['gift-cards']).not.toHaveProperty('targeting');
  });

  it('resolves overrides: the server before its datacenter before the environment', () => {
    const scopes = [override('fra', null, off), override('fra', 'fra-2', open(100))];
    const flag = shopFlag('gift-cards', on, { scopes });
    const defaultIn = (datacenter: string | null, server: string | null) =>
      flagsOf(definitionOf([flag], { datacenter, server }))['gift-cards'];
    expect(defaultIn(null, null)).toMatchObject({ defaultVariant: 'on' });
    expect(defaultIn('iad', 'fra-2')).toMatchObject({ defaultVariant: 'on' });
    expect(defaultIn('fra', 'fra-1')).toMatchObject({ defaultVariant: 'off' });
    expect(defaultIn('fra', 'fra-2')).toHaveProperty('targeting');
  });

  it('leaves out archived flags and flags of other environments', () => {
    const flags = [shopFlag('old-search', on, { archivedAt: '2026-01-01T00:00:00Z' }), shopFlag('gift-cards', on)];
    expect(Object.keys(flagsOf(definitionOf(flags)))).toEqual(['gift-cards']);
    expect(flagsOf(definitionOf(flags, { environment: 'staging' }))).toEqual({});
  });

  it('gives what means "without" to whoever has no targeting key, wherever it stands', () => {
    const colors = [
      { name: 'off', value: 'gray' },
      { name: 'blue', value: '#00f' },
      { name: 'green', value: '#0f0' },
    ];
    const shares = [
      { variant: 'blue', share: 10 },
      { variant: 'off', share: 9990 },
    ];
    const text = definitionOf([shopFlag('button-color', { kind: 'fractional', shares }, { variants: colors })]);
    expect(flagsOf(text)['button-color']).toMatchObject({
      defaultVariant: 'off',
      targeting: {
        fractional: [
          ['blue', 10],
          ['off', 9990],
        ],
      },
    });
  });
});

describe('a valve', () => {
  const users = Array.from(
    { length: 5000 },
    (_, n) => `user-${n}-\u00fc\u4e16${String.fromCodePoint(0x1f600 + (n % 50))}`,
  );
  const inside = (flag: Flag): ReadonlySet<string> => {
    const core = coreOf(definitionOf([flag]));
    return new Set(
      users.filter((targetingKey) => core.resolveBooleanEvaluation(flag.key, false, { targetingKey }).value),
    );
  };

  it.each([1, 2, 3, 4, 5])('keeps everybody inside while it is opened (seed %i)', (seed) => {
    const random = randomNumbers(seed);
    const shares = Array.from({ length: 6 }, () => Math.floor(random() * 10001)).sort((a, b) => a - b);
    const reversed = onOff.toReversed();
    let before: ReadonlySet<string> = new Set();
    for (const share of [...shares, 10000]) {
      const now = inside(shopFlag('gift-cards', open(share)));
      expect([...before].filter((user) => !now.has(user))).toEqual([]);
      expect(inside(shopFlag('gift-cards', open(share), { variants: reversed }))).toEqual(now);
      before = now;
    }
    expect(before.size).toBe(users.length);
  });

  it('with several variants, too: whoever has one of them does not fall back to none', () => {
    const variants = [
      { name: 'a', value: 'A' },
      { name: 'off', value: '' },
      { name: 'b', value: 'B' },
    ];
    const insideWith = (a: number, b: number, order: typeof variants): ReadonlySet<string> => {
      const shares = [
        { variant: 'a', share: a },
        { variant: 'b', share: b },
        { variant: 'off', share: 10000 - a - b },
      ];
      const flag = shopFlag('layout', { kind: 'fractional', shares }, { variants: order, valueType: 'string' });
      const core = coreOf(definitionOf([flag]));
      return new Set(
        users.filter((targetingKey) => core.resolveStringEvaluation('layout', '', { targetingKey }).value !== ''),
      );
    };
    const before = insideWith(1000, 500, variants);
    const after = insideWith(1500, 900, variants);
    expect([...before].filter((user) => !after.has(user))).toEqual([]);
    expect(insideWith(1000, 500, variants.toReversed())).toEqual(before);
  });
});
