/** What is sent to LaunchDarkly so that a flag serves something else, and so that it serves again what it did. */
import { describe, expect, it } from 'vitest';
import type { Serving } from '../../../server/src/core/model.ts';
import { planChange, planReturn } from '../../../server/src/control-planes/launchdarkly/launchdarkly-change.ts';
import { configIn } from '../../../server/src/control-planes/launchdarkly/launchdarkly-flag.ts';
import { codeDefault, flag, off, on, open, rollout, rule, targeted } from './flags.ts';

const toOn = { kind: 'turnFlagOn' };
const toOff = { kind: 'turnFlagOff' };
const fixed = (variationId: string) => ({ kind: 'updateFallthroughVariationOrRollout', variationId });
const divided = (weight: number, more: object = {}) => ({
  kind: 'updateFallthroughVariationOrRollout',
  rolloutWeights: { 'id-on': weight, 'id-off': 100_000 - weight },
  ...more,
});

describe('a change', () => {
  it.each<[string, object, Serving, readonly object[]]>([
    ['to what it is', {}, on, []],
    ['to off', {}, off, [toOff]],
    ['of a valve to nothing leaves its share alone', rollout([25_000, 75_000]), off, [toOff]],
    ['to on, where that is enough', { on: false }, on, [toOn]],
    ['back to the share it had', { on: false, ...rollout([25_000, 75_000]) }, open(2_500), [toOn]],
    ['of the share', rollout([25_000, 75_000]), open(5_050), [divided(50_500)]],
    ['of the share and the switch: the share first', { on: false }, open(100), [divided(1_000), toOn]],
    ['to everybody', rollout([25_000, 75_000]), on, [fixed('id-on')]],
    ['to off without an off variant', { offVariation: null }, off, [fixed('id-off')]],
    ['to the default in the code, without an off variant', { offVariation: null }, codeDefault, [toOff]],
    [
      'keeps what the load is divided by',
      rollout([25_000, 75_000], { contextKind: 'shop', bucketBy: 'country' }),
      open(5_000),
      [divided(50_000, { rolloutContextKind: 'shop', rolloutBucketBy: 'country' })],
    ],
    [
      'keeps it at 100 %, too',
      rollout([25_000, 75_000], { contextKind: 'shop' }),
      on,
      [divided(100_000, { rolloutContextKind: 'shop' })],
    ],
    ['of a flag with rules to off', { rules: [rule] }, off, [toOff]],
    ['of a flag with rules to on', { on: false, rules: [rule] }, on, [toOn]],
    ['of a flag with rules to what it serves when it is on', { on: false, rules: [rule] }, targeted(on), [toOn]],
    ['of what the others get', { rules: [rule] }, targeted(open(1_000)), [divided(10_000)]],
    ['to off ends an experiment', rollout([50_000, 50_000], { seed: 7 }), off, [toOff]],
  ])('%s', (_, config, wanted, instructions) => {
    const plan = planChange(flag(config), 'production', wanted);
    expect(plan).toMatchObject({ ok: true, instructions });
    expect(plan.ok ? plan.instructions : []).toHaveLength(instructions.length);
  });

  it.each<[string, object, object, Serving, string]>([
    ['of an archived flag', {}, { archived: true }, on, 'restore it there first'],
    ['of the share of a flag with rules', { rules: [rule] }, {}, open(5_000), 'decide for some'],
    ['of a flag with rules that is off, to a share', { on: false, rules: [rule] }, {}, open(5_000), 'decide for some'],
    ['that would make rules', {}, {}, targeted(on), 'rules are made in LaunchDarkly'],
    ['to the default in the code', {}, {}, codeDefault, 'serves its off variant'],
    ['to a variant it does not have', {}, {}, { kind: 'static', variant: 'maybe' }, 'no such variant'],
    [
      'of the share of an experiment',
      rollout([50_000, 50_000], { experimentAllocation: {} }),
      {},
      open(1_000),
      'experiment',
    ],
    ['of the share of a guarded rollout', rollout([50_000, 50_000], { guard: 'on' }), {}, open(1_000), 'guarded'],
    ['of a migration', {}, { _purpose: 'migration' }, open(1_000), 'migration'],
    ['without ids', {}, { variations: [{ value: true }, { value: false }] }, open(1_000), 'ids of its variants'],
    [
      'that its role does not allow',
      { _access: { denied: [{ action: 'updateOn' }] } },
      {},
      off,
      'does not let this token',
    ],
  ])('%s is refused', (_, config, parts, wanted, reason) => {
    const plan = planChange(flag(config, parts), 'production', wanted);
    expect(plan.ok ? 'planned' : plan.reason).toContain(reason);
  });

  it('in an environment that is not there is refused, whatever it is called', () => {
    for (const environment of ['staging', 'constructor', '__proto__'])
      expect(planChange(flag(), environment, off)).toMatchObject({ ok: false });
  });

  it('of a flag that is on without its feature, too', () => {
    // A stop switch: on stops, off lets through.
    const inverted = { offVariation: 0, fallthrough: { variation: 1 } };
    expect(planChange(flag(inverted), 'production', on)).toMatchObject({ ok: true, instructions: [toOff] });
    expect(planChange(flag({ ...inverted, on: false }), 'production', off)).toMatchObject({
      ok: true,
      instructions: [toOn],
    });
  });

  it('says what is served then', () => {
    expect(planChange(flag({ on: false, rules: [rule] }), 'production', on)).toMatchObject({ result: targeted(on) });
    expect(planChange(flag({ rules: [rule] }), 'production', targeted(off))).toMatchObject({ result: targeted(off) });
  });
});

describe('the way back', () => {
  const back = (now: object, before: object) =>
    planReturn(flag(now), 'production', configIn(flag(before), 'production') ?? expect.fail());

  it.each<[string, object, object, readonly object[], Serving]>([
    ['of a switch', { on: false }, {}, [toOn], on],
    [
      'of a share',
      rollout([50_000, 50_000]),
      rollout([25_000, 75_000], { contextKind: 'shop' }),
      [divided(25_000, { rolloutContextKind: 'shop' })],
      open(2_500),
    ],
    ['of both, the share first', rollout([50_000, 50_000]), { on: false }, [fixed('id-on'), toOff], off],
    [
      'of the off variant',
      { on: false, offVariation: 0 },
      { on: false },
      [{ kind: 'updateOffVariation', variationId: 'id-off' }],
      off,
    ],
    ['of nothing', {}, {}, [], on],
  ])('%s', (_, now, before, instructions, result) => {
    expect(back(now, before)).toEqual({ ok: true, instructions, result });
  });

  it.each<[string, object, object, string]>([
    ['of rules', { rules: [rule] }, {}, 'rules have changed'],
    ['of an experiment', rollout([50_000, 50_000], { seed: 1 }), {}, 'experiment'],
    ['to an experiment', {}, rollout([50_000, 50_000], { seed: 1 }), 'experiment'],
    ['to no off variant', {}, { offVariation: null }, 'no off variant'],
  ])('%s is refused', (_, now, before, reason) => {
    const plan = back(now, before);
    expect(plan.ok ? 'planned' : plan.reason).toContain(reason);
  });
});
