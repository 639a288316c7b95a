/** What PostHog's flags serve, and what has to be sent to change that. */
import { describe, expect, it } from 'vitest';
import type { Serving } from '../../../server/src/core/model.ts';
import { planChange } from '../../../server/src/control-planes/posthog/posthog-change.ts';
import { readPostHogFlag, toFlag, type PostHogFlag } from '../../../server/src/control-planes/posthog/posthog-flag.ts';
import { servingOf } from '../../../server/src/control-planes/posthog/posthog-serving.ts';

function flag(parts: object = {}): PostHogFlag {
  const read = readPostHogFlag({ id: 12, key: 'new-checkout', active: true, version: 3, ...parts });
  return read.ok ? read.source : expect.fail(read.problem);
}

const everybody = (percentage: number | null, more: object = {}): object => ({
  properties: [],
  rollout_percentage: percentage,
  ...more,
});
const staff = (percentage: number | null, more: object = {}): object => ({
  properties: [{ key: 'email', type: 'person', operator: 'icontains', value: '@shop.example' }],
  rollout_percentage: percentage,
  ...more,
});
const variants = { multivariate: { variants: [share('control', 40), share('blue', 60)] } };
function share(key: string, percentage: number): object {
  return { key, rollout_percentage: percentage };
}

const context = { environment: 'production', url: 'u', keyOf: (id: number) => (id === 7 ? 'checkout' : undefined) };
const on: Serving = { kind: 'static', variant: 'on' };
const off: Serving = { kind: 'static', variant: 'off' };
const open = (part: number): Serving => ({
  kind: 'fractional',
  shares: [
    { variant: 'on', share: part },
    { variant: 'off', share: 10_000 - part },
  ],
});
const rules = (count: number, otherwise: Serving): Serving => ({ kind: 'targeted', rules: count, otherwise });

const servings: readonly [what: string, flag: object, serving: Serving][] = [
  ['inactive: false', { active: false, filters: { groups: [everybody(100)] } }, off],
  ['for everybody', { filters: { groups: [everybody(100)] } }, on],
  ['for everybody, without a percentage', { filters: { groups: [everybody(null)] } }, on],
  ['for a percentage', { filters: { groups: [everybody(25)] } }, open(2_500)],
  ['for a part of a percent', { filters: { groups: [everybody(12.34)] } }, open(1_234)],
  ['for next to nobody: not nobody', { filters: { groups: [everybody(0.001)] } }, open(1)],
  ['for next to everybody: not everybody', { filters: { groups: [everybody(99.999)] } }, open(9_999)],
  ['for nobody', { filters: { groups: [everybody(0)] } }, off],
  ['without groups: nobody', { filters: { groups: [] } }, off],
  ['without filters: nobody', {}, off],
  ['for some people', { filters: { groups: [staff(100)] } }, rules(1, off)],
  ['for some people and a percentage', { filters: { groups: [staff(100), everybody(25)] } }, rules(1, open(2_500))],
  ['for some people, but for 0 % of them', { filters: { groups: [staff(0), everybody(25)] } }, open(2_500)],
  ['for some people and everybody: everybody', { filters: { groups: [staff(100), everybody(100)] } }, on],
  ['for two percentages: the larger', { filters: { groups: [everybody(10), everybody(30)] } }, open(3_000)],
  [
    'for a percentage of people and one of companies',
    { filters: { groups: [everybody(10), everybody(30, { aggregation_group_type_index: 0 })] } },
    rules(2, off),
  ],
  [
    'stopping at the first match, whoever comes after',
    { filters: { early_exit: true, groups: [everybody(25), everybody(100), staff(100)] } },
    open(2_500),
  ],
  [
    'stopping at some people, even those left out of them',
    { filters: { early_exit: true, groups: [staff(0), everybody(100)] } },
    rules(1, on),
  ],
  ['with early access', { filters: { feature_enrollment: true, groups: [everybody(100)] } }, rules(1, on)],
  ['with a holdout', { filters: { holdout: { id: 3 }, groups: [everybody(100)] } }, rules(1, on)],
  [
    'among variants',
    { filters: { ...variants, groups: [everybody(100)] } },
    {
      kind: 'fractional',
      shares: [
        { variant: 'control', share: 4_000 },
        { variant: 'blue', share: 6_000 },
        { variant: 'off', share: 0 },
      ],
    },
  ],
  [
    'among variants, for half of everybody',
    { filters: { ...variants, groups: [everybody(50)] } },
    {
      kind: 'fractional',
      shares: [
        { variant: 'control', share: 2_000 },
        { variant: 'blue', share: 3_000 },
        { variant: 'off', share: 5_000 },
      ],
    },
  ],
  [
    'one variant for everybody',
    { filters: { ...variants, groups: [everybody(100, { variant: 'blue' })] } },
    { kind: 'static', variant: 'blue' },
  ],
  [
    'another variant for some people',
    { filters: { ...variants, groups: [staff(100, { variant: 'blue' }), everybody(100, { variant: 'control' })] } },
    rules(1, { kind: 'static', variant: 'control' }),
  ],
  [
    'a payload',
    { is_remote_configuration: true, filters: { groups: [everybody(100)], payloads: { true: '{"rows":20}' } } },
    on,
  ],
  [
    'a payload that is not delivered: the default in the code',
    { is_remote_configuration: true, active: false, filters: { groups: [everybody(100)] } },
    { kind: 'off' },
  ],
];

it.each(servings)('%s', (_what, parts, serving) => {
  expect(servingOf(flag(parts))).toEqual(serving);
});

it.each<[readonly object[], readonly string[] | null]>([
  [[], []],
  [[{ type: 'flag', key: '7', operator: 'flag_evaluates_to', value: true }], ['checkout']],
  // A flag that is not among those that were read.
  [[{ type: 'flag', key: '8', operator: 'flag_evaluates_to', value: true }], null],
])('conditions %j ask for %j', (properties, keys) => {
  expect(toFlag(flag({ filters: { groups: [{ properties }] } }), context).prerequisites).toEqual(keys);
});

describe('the flag', () => {
  it('has all that PostHog tells', () => {
    const source = flag({
      name: 'The checkout with one page',
      tags: ['checkout', 'kill-switch', 'permanent'],
      filters: { groups: [everybody(100)] },
      created_by: { first_name: 'Mia', email: 'mia@shop.example' },
      last_modified_by: { first_name: 'Otto', email: 'otto@shop.example' },
      created_at: '2026-08-01T10:00:00.123456Z',
      updated_at: '2026-09-01T12:00:00+02:00',
      last_called_at: '2026-10-01T00:00:00Z',
      status: 'STALE',
    });
    expect(toFlag(source, { ...context, url: 'https://us.posthog.com/project/1/feature_flags/12' })).toEqual({
      key: 'new-checkout',
      kind: 'valve',
      purpose: 'kill-switch',
      valueType: 'boolean',
      variants: [
        { name: 'on', value: true },
        { name: 'off', value: false },
      ],
      owner: 'mia@shop.example',
      description: 'The checkout with one page',
      tags: ['checkout', 'kill-switch', 'permanent'],
      createdAt: '2026-08-01T10:00:00.123Z',
      expiresAt: null,
      archivedAt: null,
      permanent: true,
      staleMark: 'stale',
      prerequisites: [],
      url: 'https://us.posthog.com/project/1/feature_flags/12',
      revision: expect.stringMatching(/^3-[0-9a-f]{16}$/),
      environments: {
        production: {
          serving: on,
          constantSince: '2026-09-01T10:00:00.000Z',
          changedAt: '2026-09-01T10:00:00.000Z',
          changedBy: 'otto@shop.example',
          lastEvaluatedAt: '2026-10-01T00:00:00.000Z',
          scopes: [],
          observed: [],
        },
      },
    });
  });

  it('of an old server says no more than that server knows', () => {
    const old = toFlag(flag({ version: undefined, created_at: '2026-08-01T10:00:00Z' }), context);
    expect(old).toMatchObject({
      owner: null,
      staleMark: null,
      archivedAt: null,
      createdAt: '2026-08-01T10:00:00.000Z',
    });
    expect(old.environments['production']).toMatchObject({
      changedAt: null,
      constantSince: null,
      lastEvaluatedAt: null,
    });
  });

  it.each([
    ['boolean', {}, ['on=true', 'off=false']],
    ['string', { filters: variants }, ['control="control"', 'blue="blue"', 'off=false']],
    [
      'string',
      { filters: { multivariate: { variants: [share('off', 50), share('full', 50)] } } },
      ['off="off"', 'full="full"', '(off)=false'],
    ],
    ['number', { is_remote_configuration: true, filters: { payloads: { true: '20' } } }, ['on=20']],
    [
      'object',
      { is_remote_configuration: true, has_encrypted_payloads: true, filters: { payloads: { true: '"secret"' } } },
      ['on=null'],
    ],
  ])('is of the type %s with the values it can have: %j', (valueType, parts, values) => {
    const read = toFlag(flag(parts), context);
    expect(read.valueType).toBe(valueType);
    expect(read.variants.map(({ name, value }) => `${name}=${JSON.stringify(value)}`)).toEqual(values);
  });

  it.each([
    ['a percentage', { filters: { groups: [everybody(100)] } }, 'valve'],
    ['a percentage, while it is off', { active: false, filters: { groups: [everybody(0)] } }, 'valve'],
    ['no percentage', { filters: { groups: [everybody(null)] } }, 'switch'],
    ['a percentage of some people only', { filters: { groups: [staff(20)] } }, 'switch'],
    ['variants', { filters: variants }, 'variant'],
  ])('with %s is what it can be used as', (_what, parts, kind) => {
    expect(toFlag(flag(parts), context).kind).toBe(kind);
  });

  it('belongs to an experiment where one uses it', () => {
    expect(toFlag(flag({ experiment_set: [4], tags: ['ops'] }), context).purpose).toBe('experiment');
  });

  it.each([
    [{ key: 'a', active: true }, 'id: '],
    [{ id: 1, key: 'a', active: 'yes' }, 'active: '],
    [
      { id: 1, key: 'a', active: true, filters: { groups: [{ rollout_percentage: 101 }] } },
      'filters.groups.0.rollout_percentage: ',
    ],
    [
      { id: 1, key: 'a', active: true, filters: { version: 2, rules: [] } },
      'filters.version: a format that this version',
    ],
    ['flag', ''],
  ])('that is none is told apart: %j', (value, problem) => {
    expect(readPostHogFlag(value)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });
});

describe('the revision', () => {
  const revision = (parts: object): string | null => toFlag(flag(parts), context).revision;
  const filters = { groups: [everybody(25)] };

  it('moves with the version, and with what is served where no version is counted', () => {
    const all = [
      revision({ filters }),
      revision({ filters, version: 4 }),
      revision({ filters, version: undefined }),
      revision({ filters, version: undefined, active: false }),
      revision({ filters: { groups: [everybody(26)] }, version: undefined }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('stays where only its use was counted', () => {
    expect(revision({ filters, last_called_at: '2026-10-01T00:00:00Z' })).toBe(revision({ filters }));
  });
});

describe('a change', () => {
  const cohort = { key: 'id', type: 'cohort', value: 3 };
  const plans: readonly [what: string, flag: object, wanted: Serving, patch: object][] = [
    ['off', { filters: { groups: [everybody(25)] } }, off, { active: false }],
    ['off for a flag with conditions', { filters: { groups: [staff(100)] } }, off, { active: false }],
    ['off again', { active: false, filters: { groups: [everybody(25)] } }, off, {}],
    ['on again', { active: false, filters: { groups: [everybody(100)] } }, on, { active: true }],
    ['a share', { filters: { groups: [everybody(25)] } }, open(5_050), { filters: { groups: [everybody(50.5)] } }],
    [
      'on for a flag that is off at 25 %',
      { active: false, filters: { groups: [everybody(25)] } },
      on,
      { active: true, filters: { groups: [everybody(100)] } },
    ],
    [
      'a flag that is off at 25 % back to it',
      { active: false, filters: { groups: [everybody(25)] } },
      open(2_500),
      { active: true },
    ],
    [
      'variants that are off back to what they were',
      { active: false, filters: { ...variants, groups: [everybody(100)] } },
      {
        kind: 'fractional',
        shares: [
          { variant: 'blue', share: 6_000 },
          { variant: 'control', share: 4_000 },
        ],
      },
      { active: true },
    ],
  ];

  it.each(plans)('to %s is the least there is', (_what, parts, wanted, patch) => {
    expect(planChange(flag(parts), wanted)).toEqual({ ok: true, patch });
  });

  it('keeps everything else of the conditions, and its order', () => {
    const groups = [{ zeta: 1, properties: [], rollout_percentage: 10, variant: null, description: 'all' }];
    const source = flag({ filters: { unknown: { b: 1, a: [2.5] }, payloads: { true: '"x"' }, groups } });
    const plan = planChange(source, open(2_000));
    expect(JSON.stringify(plan.ok && plan.patch.filters)).toBe(
      JSON.stringify(source.filters).replace('"rollout_percentage":10', '"rollout_percentage":20'),
    );
  });

  const refusals: readonly [what: string, flag: object, wanted: Serving, reason: string][] = [
    ['an archived flag', { archived: true }, on, 'it is archived in PostHog; unarchive it there first'],
    ['a deleted flag', { deleted: true }, on, 'it is deleted in PostHog'],
    ['a flag of others', { can_edit: false }, on, 'PostHog does not let your account edit this flag'],
    [
      'the default in the code',
      { filters: { groups: [everybody(25)] } },
      { kind: 'off' },
      'has no "default in the code"',
    ],
    [
      'one variant',
      { filters: { ...variants, groups: [everybody(100)] } },
      { kind: 'static', variant: 'blue' },
      'among variants',
    ],
    [
      'some people only',
      { filters: { groups: [staff(100)] } },
      open(2_000),
      'none of its release conditions is for everybody',
    ],
    [
      'some people as well',
      { filters: { groups: [staff(100), everybody(10)] } },
      open(2_000),
      'let some people in whatever',
    ],
    [
      'two groups for everybody',
      { filters: { groups: [everybody(10), everybody(20)] } },
      open(5_000),
      '2 of its release conditions are for everybody',
    ],
    [
      'a payload nobody may see',
      { has_encrypted_payloads: true, filters: { groups: [everybody(10)] } },
      open(2_000),
      'its payload is encrypted',
    ],
    [
      'a number that would come back as another',
      { filters: { groups: [everybody(10), staff(0)], x: [{ ...cohort, value: 2 ** 60 }] } },
      open(2_000),
      'a number too large',
    ],
    ['rules', { filters: { groups: [everybody(10)] } }, rules(1, on), 'is on for a percentage of everybody, or off'],
  ];

  it.each(refusals)('of %s is refused', (_what, parts, wanted, reason) => {
    expect(planChange(flag(parts), wanted)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });
});
