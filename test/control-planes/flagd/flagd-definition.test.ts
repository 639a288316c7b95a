/** What a flagd definition says: servings, metadata, and what cannot be read. */
import { describe, expect, it } from 'vitest';
import type { Serving } from '../../../server/src/core/model.ts';
import { NotADefinition, parseFlagd } from '../../../server/src/control-planes/flagd/flagd-definition.ts';
import { countRules, sharesOf } from '../../../server/src/control-planes/flagd/flagd-serving.ts';

const onOff = { on: true, off: false };

function servingOf(flag: object, extra: object = {}): Serving {
  const text = JSON.stringify({ flags: { 'new-checkout': { state: 'ENABLED', variants: onOff, ...flag } }, ...extra });
  const { entries, problems } = parseFlagd(text, 'production');
  expect(problems).toEqual([]);
  return entries[0]?.flag.environments['production']?.serving ?? expect.fail('no flag');
}

const on: Serving = { kind: 'static', variant: 'on' };
const off: Serving = { kind: 'static', variant: 'off' };
const half = (share: number): Serving => ({
  kind: 'fractional',
  shares: [
    { variant: 'on', share },
    { variant: 'off', share: 10_000 - share },
  ],
});
const isStaff = { ends_with: [{ var: 'email' }, '@shop.example'] };

const servings: readonly [what: string, flag: object, serving: Serving][] = [
  ['enabled', { defaultVariant: 'on' }, on],
  ['disabled: the default in the code', { state: 'DISABLED', defaultVariant: 'on' }, { kind: 'off' }],
  ['without default variant: the default in the code', {}, { kind: 'off' }],
  ['with a default variant of null', { defaultVariant: null }, { kind: 'off' }],
  ['with targeting that is null', { defaultVariant: 'on', targeting: null }, on],
  ['with targeting that is empty', { defaultVariant: 'on', targeting: {} }, on],
  [
    'divided by percents',
    {
      defaultVariant: 'off',
      targeting: {
        fractional: [
          ['on', 25],
          ['off', 75],
        ],
      },
    },
    half(2_500),
  ],
  [
    'divided by other weights',
    {
      defaultVariant: 'off',
      targeting: {
        fractional: [
          ['on', 1],
          ['off', 999],
        ],
      },
    },
    half(10),
  ],
  ['divided without weights', { defaultVariant: 'off', targeting: { fractional: [['on'], ['off']] } }, half(5_000)],
  [
    'divided by a property',
    { defaultVariant: 'off', targeting: { fractional: [{ var: 'email' }, ['on', 25], ['off', 75]] } },
    half(2_500),
  ],
  [
    'divided among one variant twice',
    {
      defaultVariant: 'off',
      targeting: {
        fractional: [
          ['on', 10],
          ['off', 75],
          ['on', 15],
        ],
      },
    },
    half(2_500),
  ],
  [
    'all to one side',
    {
      defaultVariant: 'off',
      targeting: {
        fractional: [
          ['on', 100],
          ['off', 0],
        ],
      },
    },
    on,
  ],
  ['all to nobody', { defaultVariant: 'off', targeting: { fractional: [['on', 0]] } }, off],
  ['a literal variant', { defaultVariant: 'off', targeting: 'on' }, on],
  [
    'rules',
    { defaultVariant: 'off', targeting: { if: [isStaff, 'on'] } },
    { kind: 'targeted', rules: 1, otherwise: off },
  ],
  [
    'rules and an else',
    { defaultVariant: 'off', targeting: { if: [isStaff, 'on', isStaff, 'off', 'on'] } },
    { kind: 'targeted', rules: 2, otherwise: on },
  ],
  [
    'rules and an else of null',
    { defaultVariant: 'off', targeting: { if: [isStaff, 'on', null] } },
    { kind: 'targeted', rules: 1, otherwise: off },
  ],
  [
    'rules, else divided',
    {
      defaultVariant: 'off',
      targeting: {
        if: [
          isStaff,
          'on',
          {
            fractional: [
              ['on', 25],
              ['off', 75],
            ],
          },
        ],
      },
    },
    { kind: 'targeted', rules: 1, otherwise: half(2_500) },
  ],
  [
    'rules in an else',
    { defaultVariant: 'off', targeting: { if: [isStaff, 'on', { if: [isStaff, 'on', 'off'] }] } },
    { kind: 'targeted', rules: 2, otherwise: off },
  ],
  [
    'weights that are computed',
    {
      defaultVariant: 'off',
      targeting: {
        fractional: [
          ['on', { var: 'share' }],
          ['off', 75],
        ],
      },
    },
    { kind: 'targeted', rules: 1, otherwise: off },
  ],
  [
    'weights that are negative',
    {
      defaultVariant: 'off',
      targeting: {
        fractional: [
          ['on', -1],
          ['off', 75],
        ],
      },
    },
    { kind: 'targeted', rules: 1, otherwise: off },
  ],
  [
    'another operator',
    { defaultVariant: 'off', targeting: { starts_with: [{ var: 'email' }, 'a'] } },
    { kind: 'targeted', rules: 1, otherwise: off },
  ],
];

describe('a flag', () => {
  it.each(servings)('%s', (_what, flag, serving) => {
    expect(servingOf(flag)).toEqual(serving);
  });

  it('follows references into $evaluators, also chains of them', () => {
    const $evaluators = {
      first: { $ref: 'second' },
      second: {
        fractional: [
          ['on', 25],
          ['off', 75],
        ],
      },
    };
    expect(servingOf({ defaultVariant: 'off', targeting: { $ref: 'first' } }, { $evaluators })).toEqual(half(2_500));
  });

  it('has a revision that changes with the flag and what it refers to, and not with anything else', () => {
    const revision = (share: number, other: boolean, comment = ''): string | null => {
      const flags = {
        'new-checkout': { state: 'ENABLED', variants: onOff, targeting: { $ref: 'some' } },
        other: { state: other ? 'ENABLED' : 'DISABLED', variants: onOff },
      };
      const text = JSON.stringify({
        flags,
        $evaluators: {
          some: {
            fractional: [
              ['on', share],
              ['off', 75],
            ],
          },
        },
      });
      return parseFlagd(comment + text, 'production').entries[0]?.flag.revision ?? null;
    };
    expect(revision(25, true)).toMatch(/^[0-9a-f]{64}$/);
    expect(revision(25, false, '/* a comment */ ')).toBe(revision(25, true));
    expect(revision(26, true)).not.toBe(revision(25, true));
  });
});

describe('shares', () => {
  it.each([
    [
      [1, 1, 1],
      [3_334, 3_333, 3_333],
    ],
    [
      [1, 999_999],
      [1, 9_999],
    ],
    [
      [999_999, 1],
      [9_999, 1],
    ],
    [
      [0, 5],
      [0, 10_000],
    ],
    [
      [2_147_483_646, 1, 1],
      [9_998, 1, 1],
    ],
    [
      [1, 2, 4],
      [1_429, 2_857, 5_714],
    ],
  ])('of the weights %j are %j', (weights, shares) => {
    const result = sharesOf(weights.map((weight, index) => ({ variant: `v${index}`, weight })));
    expect(result.map(({ share }) => share)).toEqual(shares);
    expect(result.reduce((sum, { share }) => sum + share, 0)).toBe(10_000);
  });

  it('of weights that are all zero are none', () => {
    expect(sharesOf([{ variant: 'on', weight: 0 }])).toEqual([]);
  });
});

it('rules are counted as a person would', () => {
  expect(countRules({ if: [isStaff, 'on', isStaff, 'on', { if: [isStaff, 'on'] }] })).toBe(3);
  expect(countRules({ and: [isStaff, isStaff] })).toBe(1);
});

describe('kind', () => {
  it.each([
    ['a switch', { defaultVariant: 'on' }, 'switch'],
    [
      'a valve',
      {
        targeting: {
          fractional: [
            ['on', 25],
            ['off', 75],
          ],
        },
      },
      'valve',
    ],
    [
      'a valve that is fully open',
      {
        targeting: {
          fractional: [
            ['on', 100],
            ['off', 0],
          ],
        },
      },
      'valve',
    ],
    ['a valve that is disabled', { state: 'DISABLED', targeting: { fractional: [['on', 25]] } }, 'valve'],
    ['a switch with rules', { targeting: { if: [isStaff, 'on'] } }, 'switch'],
    ['several texts', { variants: { blue: '#00f', green: '#0f0' } }, 'variant'],
    ['what its metadata says', { metadata: { kind: 'valve' } }, 'valve'],
  ])('of %s', (_what, flag, kind) => {
    const text = JSON.stringify({ flags: { 'button-color': { state: 'ENABLED', variants: onOff, ...flag } } });
    expect(parseFlagd(text, 'production').entries[0]?.flag.kind).toBe(kind);
  });
});

describe('metadata', () => {
  it("of the flag wins over the set's", () => {
    const { entries, notes } = parseFlagd(
      `{
        "metadata": { "flagSetId": "shop", "owner": "team-shop", "purpose": "ops", "tags": "shop" },
        "flags": {
          "new-checkout": {
            "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "on",
            "metadata": {
              "owner": "team-checkout", "purpose": "Release", "expires": "2026-12-01", "lifetime": "temporary", "description": "One page.",
              "createdAt": "2026-03-02T09:00:00+02:00", "tags": "checkout, basket,,", "changedAt": "2026-05-02T09:00:00Z",
              "constantSince": "2026-05-02T09:00:00Z", "url": "https://wiki.shop.example/new-checkout"
            }
          },
          "stop-payments": { "state": "ENABLED", "variants": { "on": true, "off": false }, "defaultVariant": "off", "metadata": { "lifetime": "permanent" } },
          "maintenance": { "state": "DISABLED", "variants": { "on": true, "off": false }, "metadata": { "permanent": true, "team": "sre", "owner": "" } }
        }
      }`,
      'live',
    );
    expect(notes).toEqual([]);
    const [checkout, payments, maintenance] = entries.map(({ flag }) => flag);
    expect(checkout).toEqual({
      key: 'new-checkout',
      kind: 'switch',
      purpose: 'release',
      valueType: 'boolean',
      variants: [
        { name: 'on', value: true },
        { name: 'off', value: false },
      ],
      owner: 'team-checkout',
      description: 'One page.',
      tags: ['checkout', 'basket'],
      createdAt: '2026-03-02T07:00:00.000Z',
      expiresAt: '2026-12-01T00:00:00.000Z',
      archivedAt: null,
      permanent: false,
      staleMark: null,
      prerequisites: [],
      url: 'https://wiki.shop.example/new-checkout',
      revision: expect.stringMatching(/^[0-9a-f]{64}$/),
      environments: {
        live: {
          serving: on,
          constantSince: '2026-05-02T09:00:00.000Z',
          changedAt: '2026-05-02T09:00:00.000Z',
          changedBy: null,
          lastEvaluatedAt: null,
          scopes: [],
          observed: [],
        },
      },
    });
    expect(payments).toMatchObject({ owner: 'team-shop', purpose: 'ops', tags: ['shop'], permanent: true });
    expect(maintenance).toMatchObject({ owner: 'sre', permanent: true });
  });

  it('that is not understood counts as not said, and is told', () => {
    const { entries, notes, problems } = parseFlagd(
      JSON.stringify({
        flags: {
          'new-checkout': {
            state: 'ENABLED',
            variants: onOff,
            metadata: { purpose: 'relase', expires: 'soon', kind: 7, url: 'javascript:alert(1)', owner: false },
          },
        },
      }),
      'production',
    );
    expect(problems).toEqual([]);
    expect(entries[0]?.flag).toMatchObject({ purpose: null, expiresAt: null, kind: 'switch', url: null, owner: null });
    expect(notes).toEqual([
      'new-checkout: metadata kind "7" is none of switch, valve, variant.',
      'new-checkout: metadata purpose "relase" is none of release, ops, kill-switch, permission, experiment, dark.',
      'new-checkout: metadata expires "soon" is not a date such as "2026-12-01".',
    ]);
  });
});

describe('a flag that cannot be read leaves the others alone', () => {
  it.each([
    ['no object', 7, '"state" is neither "ENABLED" nor "DISABLED"'],
    ['no state', { variants: onOff }, '"state" is neither'],
    ['no variants', { state: 'ENABLED' }, 'it has no "variants"'],
    [
      'variants of two types',
      { state: 'ENABLED', variants: { on: true, off: 'no' } },
      'its variants are of different types',
    ],
    [
      'an unknown default',
      { state: 'ENABLED', variants: onOff, defaultVariant: 'blue' },
      '"defaultVariant" is none of its variants',
    ],
    [
      'an unknown reference',
      { state: 'ENABLED', variants: onOff, targeting: { $ref: 'beta' } },
      'its targeting refers to "beta", which "$evaluators" does not define',
    ],
    [
      'a circular reference',
      { state: 'ENABLED', variants: onOff, targeting: { $ref: 'circle' } },
      'its targeting refers to "circle"',
    ],
  ])('%s', (_what, flag, problem) => {
    const definition = {
      flags: { broken: flag, good: { state: 'ENABLED', variants: onOff } },
      $evaluators: { circle: { $ref: 'circle' } },
    };
    const { entries, problems } = parseFlagd(JSON.stringify(definition), 'production');
    expect(entries.map(({ flag: { key } }) => key)).toEqual(['good']);
    expect(problems).toEqual([expect.stringContaining(`broken (${problem}`)]);
  });

  it('and one that is there twice is neither of the two', () => {
    const flag = JSON.stringify({ state: 'ENABLED', variants: onOff });
    const { entries, problems } = parseFlagd(`{"flags":{"a":${flag},"b":${flag},"a":${flag}}}`, 'production');
    expect(entries.map(({ flag: { key } }) => key)).toEqual(['b']);
    expect(problems).toEqual(['a (it is there twice)']);
  });

  it('and a list of flags is read like an object of them', () => {
    const flag = { state: 'ENABLED', variants: onOff, defaultVariant: 'on' };
    const { entries, problems } = parseFlagd(
      JSON.stringify({ flags: [{ key: 'new-checkout', ...flag }, flag] }),
      'production',
    );
    expect(entries.map(({ flag: { key }, path }) => [key, path])).toEqual([['new-checkout', ['flags', 0]]]);
    expect(problems).toEqual(['a flag without key (it has no key)']);
  });
});

describe('a text that is no definition', () => {
  it.each([
    ['', 'it is empty'],
    [' \n', 'it is empty'],
    ['{"flags": {"a": {"state": "ENAB', 'it is not valid JSON (line 1, column'],
    ['{\n  "flags": {\n', 'it is not valid JSON (line 3, column 1); it may have been cut off'],
    ['{"flags": }', 'it is not valid JSON'],
    ['{}', 'it has no "flags"'],
    ['[]', 'it has no "flags"'],
    ['"flags"', 'it has no "flags"'],
    ['{"flags": "none"}', '"flags" is neither an object nor a list'],
    ['<!doctype html>', 'it is not valid JSON'],
    [`{"flags":${'['.repeat(200_000)}`, 'it is'],
  ])('%.40s', (text, reason) => {
    expect(() => parseFlagd(text, 'production')).toThrow(NotADefinition);
    expect(() => parseFlagd(text, 'production')).toThrow(reason);
  });

  it('is not one with no flags in it: that is a definition', () => {
    expect(parseFlagd('{"flags": {}} // nothing yet', 'production')).toEqual({ entries: [], problems: [], notes: [] });
  });
});
