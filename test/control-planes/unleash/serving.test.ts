/** What Unleash's strategies mean, and what has to be sent to change them. */
import { describe, expect, it } from 'vitest';
import type { Serving } from '../../../server/src/core/model.ts';
import type { UnleashStrategy } from '../../../server/src/control-planes/unleash/unleash-answers.ts';
import { planChange, type UnleashStep } from '../../../server/src/control-planes/unleash/unleash-change.ts';
import type { UnleashFlag } from '../../../server/src/control-planes/unleash/unleash-flag.ts';
import {
  servingOf,
  variantsOf,
  type UnleashState,
} from '../../../server/src/control-planes/unleash/unleash-serving.ts';

const rollout = (percent: string, parts: Partial<UnleashStrategy> = {}): UnleashStrategy => ({
  id: 's1',
  name: 'flexibleRollout',
  parameters: { rollout: percent, stickiness: 'default', groupId: 'shop' },
  constraints: [],
  segments: [],
  variants: [],
  disabled: false,
  ...parts,
});
const rule = { constraints: [{ contextName: 'userId', operator: 'IN', values: ['7'] }] };
const state = (enabled: boolean, ...strategies: UnleashStrategy[]): UnleashState => ({
  enabled,
  strategies,
  variants: [],
  lastSeenAt: null,
});
const blueAndGreen = [
  { name: 'blue', weight: 333, payload: { type: 'string', value: '#00f' } },
  { name: 'green', weight: 667, payload: { type: 'string', value: '#0f0' } },
];

const on: Serving = { kind: 'static', variant: 'on' };
const off: Serving = { kind: 'static', variant: 'off' };
const openTo = (share: number): Serving => ({
  kind: 'fractional',
  shares: [
    { variant: 'on', share },
    { variant: 'off', share: 10_000 - share },
  ],
});
const targeted = (rules: number, otherwise: Serving): Serving => ({ kind: 'targeted', rules, otherwise });

describe('a flag serves', () => {
  const cases: readonly [title: string, state: UnleashState, serving: Serving][] = [
    ['nobody where it is off', state(false, rollout('100')), off],
    ['nobody where it is on without a strategy', state(true), off],
    ['nobody where all strategies are disabled', state(true, rollout('100', { disabled: true })), off],
    ['everybody at 100', state(true, rollout('100')), on],
    ['a share', state(true, rollout('25')), openTo(2_500)],
    ['nobody at 0', state(true, rollout('0')), off],
    ['whole percents only, as its SDKs have a hundred buckets', state(true, rollout('33.9')), openTo(3_300)],
    ['everybody above 100', state(true, rollout('310')), on],
    ['nobody where the rollout is no number', state(true, rollout('many')), off],
    ['everybody with the strategy of old', state(true, rollout('', { name: 'default', parameters: {} })), on],
    ['whom a constraint lets in', state(true, rollout('100', rule)), targeted(1, off)],
    ['whom a segment lets in', state(true, rollout('100', { segments: [1] })), targeted(1, off)],
    [
      'whom a strategy lets in that is not known here',
      state(true, rollout('5', { name: 'byCountry' })),
      targeted(1, off),
    ],
    [
      'a share beside a rule',
      state(true, rollout('10'), rollout('100', { ...rule, id: 's2' })),
      targeted(1, openTo(1_000)),
    ],
    ['nobody knows whom with two shares', state(true, rollout('10'), rollout('20', { id: 's2' })), targeted(1, off)],
  ];
  it.each(cases)('%s', (_title, given, serving) => {
    expect(servingOf(given, variantsOf([given]), false)).toEqual(serving);
  });

  it('whom another flag lets in, too, where it depends on one', () => {
    expect(servingOf(state(true, rollout('25')), variantsOf([]), true)).toEqual(targeted(1, openTo(2_500)));
  });

  it('variants by their weights, which add up whatever the rounding', () => {
    const given = state(true, rollout('50', { variants: blueAndGreen }));
    expect(variantsOf([given])).toEqual([
      { name: 'blue', value: '#00f' },
      { name: 'green', value: '#0f0' },
      { name: 'disabled', value: false },
    ]);
    expect(servingOf(given, variantsOf([given]), false)).toEqual({
      kind: 'fractional',
      shares: [
        { variant: 'blue', share: 1_665 },
        { variant: 'green', share: 3_335 },
        { variant: 'disabled', share: 5_000 },
      ],
    });
  });

  it('the variants of its environment, as older flags have them', () => {
    const given = { ...state(true, rollout('100')), variants: [{ name: 'blue', weight: 1_000 }] };
    expect(servingOf(given, variantsOf([given]), false)).toEqual({ kind: 'static', variant: 'blue' });
  });
});

describe('a change', () => {
  const flag = (given: UnleashState, parents: readonly unknown[] = []): UnleashFlag => ({
    name: 'recommendations',
    type: 'release',
    description: null,
    createdAt: null,
    stale: false,
    tags: [],
    parents,
    environments: { production: given },
  });
  const text = (step: UnleashStep): string => {
    if (step.kind === 'toggle') return step.on ? 'on' : 'off';
    return step.kind === 'restore' ? 'restore' : `${step.kind} ${step.percent}`;
  };

  const cases: readonly [title: string, given: UnleashState, wanted: Serving, steps: string][] = [
    ['to what is there already', state(true, rollout('25')), openTo(2_500), ''],
    ['of the share alone', state(true, rollout('25')), openTo(7_500), 'rollout 75'],
    ['to everybody', state(true, rollout('25')), on, 'rollout 100'],
    ['of a flag that is off: the share first', state(false, rollout('100')), openTo(100), 'rollout 1, on'],
    [
      'of a flag without a strategy: one of its own, and not the one Unleash adds',
      state(false),
      openTo(100),
      'add 1, on',
    ],
    ['of a flag without a strategy to everybody', state(false), on, 'add 100, on'],
    ['back on at the share it has', state(false, rollout('25')), openTo(2_500), 'on'],
    ['to nobody', state(true, rollout('25')), off, 'off'],
    ['to a share of nothing', state(true, rollout('25')), openTo(0), 'off'],
    ['of a flag with rules to nobody', state(true, rollout('100', rule)), off, 'off'],
    ['of the strategy of old, back on', state(false, rollout('', { name: 'default' })), on, 'on'],
  ];
  it.each(cases)('%s', (_title, given, wanted, steps) => {
    const plan = planChange(flag(given), 'production', wanted);
    expect(plan.ok ? plan.steps.map(text).join(', ') : plan.reason).toBe(steps);
  });

  const refused: readonly [title: string, given: UnleashFlag, wanted: Serving, reason: string][] = [
    [
      'between two percents',
      flag(state(true, rollout('25'))),
      openTo(3_333),
      'whole percents only, and 33.33 % is none',
    ],
    ['of a flag with rules', flag(state(true, rollout('100', rule))), on, 'its strategy has rules or is disabled'],
    [
      'that would switch rules on',
      flag(state(false, rollout('100', rule))),
      on,
      'its strategy has rules or is disabled',
    ],
    [
      'of a disabled strategy',
      flag(state(false, rollout('25', { disabled: true }))),
      on,
      'its strategy has rules or is disabled',
    ],
    ['of two strategies', flag(state(true, rollout('5'), rollout('9', { id: 's2' }))), on, 'it has 2 strategies'],
    [
      'of a flag that depends on another',
      flag(state(true, rollout('25')), ['new-checkout']),
      on,
      'only where another flag is, too',
    ],
    [
      'of variants',
      flag(state(true, rollout('50', { variants: blueAndGreen }))),
      { kind: 'static', variant: 'blue' },
      'it chooses among variants',
    ],
    ['to the default in the code', flag(state(true, rollout('25'))), { kind: 'off' }, 'a flag that is off gives false'],
    [
      'of a share with the strategy of old',
      flag(state(true, rollout('', { name: 'default' }))),
      openTo(100),
      'has no percentage',
    ],
    [
      'in an environment it is not in',
      { ...flag(state(true)), environments: {} },
      on,
      'it has no state in this environment',
    ],
  ];
  it.each(refused)('%s is refused', (_title, given, wanted, reason) => {
    const plan = planChange(given, 'production', wanted);
    expect(plan.ok ? 'planned' : plan.reason).toContain(reason);
  });
});
