/**
 * What has to be sent to LaunchDarkly so that a flag serves something else in one environment: instructions of a semantic patch,
 * which are carried out all or not at all. Pure. Facts: launchdarkly/api-client-go, `api/openapi.yaml`, patchFeatureFlag.
 */
import type { Serving } from '../../core/model.ts';
import { sameServing } from '../../core/state/serving.ts';
import {
  configIn,
  fallthroughOf,
  type LaunchDarklyConfig,
  type LaunchDarklyFlag,
  type LaunchDarklyRollout,
} from './launchdarkly-flag.ts';
import { decisive } from './launchdarkly-model.ts';
import {
  fullWeight,
  otherwiseOf,
  ruleCount,
  servingOf,
  servingWhenOff,
  servingWhenOn,
  variantsOf,
} from './launchdarkly-serving.ts';

export type Instruction =
  | { readonly kind: 'turnFlagOn' }
  | { readonly kind: 'turnFlagOff' }
  | { readonly kind: 'updateOffVariation'; readonly variationId: string }
  | { readonly kind: typeof updateFallthrough; readonly variationId: string }
  | {
      readonly kind: typeof updateFallthrough;
      /** Variant id -> thousandths of a percent. */
      readonly rolloutWeights: { readonly [variationId: string]: number };
      readonly rolloutContextKind?: string;
      readonly rolloutBucketBy?: string;
    };

export const updateFallthrough = 'updateFallthroughVariationOrRollout';

/** What to send (nothing where it is so already) and what the flag serves then; or why it cannot be done here: completes "…: ". */
export type Plan =
  | { readonly ok: true; readonly instructions: readonly Instruction[]; readonly result: Serving }
  | { readonly ok: false; readonly reason: string };

/**
 * Turns the flag off where the off variant is wanted, on where that is enough, and changes what is served to those no rule
 * holds for. Rules stay as they are: a flag with rules is turned on for "everybody gets …" when that is what the others get.
 */
export function planChange(source: LaunchDarklyFlag, environment: string, wanted: Serving): Plan {
  const config = configIn(source, environment);
  if (config === undefined) return refuse('it has no state in this environment');
  const now = servingOf(source, config);
  if (!source.archived && sameServing(now, wanted)) return { ok: true, instructions: [], result: now };
  const locked = lockedReason(source, config);
  if (locked !== null) return refuse(locked);
  const off = servingWhenOff(source, config);
  if (sameServing(off, wanted)) return { ok: true, instructions: [{ kind: 'turnFlagOff' }], result: off };
  if (wanted.kind === 'off')
    return refuse('turned off, it serves its off variant; only without one the default in the code is used');

  const on = servingWhenOn(source, config);
  const turnOn: readonly Instruction[] = config.on ? [] : [{ kind: 'turnFlagOn' }];
  if (sameServing(on, wanted)) return { ok: true, instructions: turnOn, result: on };
  const rules = ruleCount(config);
  const [asked, others] = wanted.kind === 'targeted' ? [wanted.rules, wanted.otherwise] : [0, wanted];
  if (asked !== rules) {
    const isJustOn =
      !config.on && asked === 0 && others.kind === 'static' && sameServing(otherwiseOf(source, config), others);
    if (isJustOn) return { ok: true, instructions: turnOn, result: on };
    return refuse(
      rules === 0
        ? 'rules are made in LaunchDarkly'
        : 'its rules, targets or prerequisites decide for some; what everybody gets is changed in LaunchDarkly',
    );
  }
  const step = fallthroughStep(source, config, others);
  if (!step.ok) return step;
  const result = rules === 0 ? others : { kind: 'targeted' as const, rules, otherwise: others };
  return { ok: true, instructions: [step.instruction, ...turnOn], result };
}

/** Brings back what an environment had `before`, as far as that is on, off variant and what the others get; rules have to be the same. */
export function planReturn(source: LaunchDarklyFlag, environment: string, before: LaunchDarklyConfig): Plan {
  const config = configIn(source, environment);
  if (config === undefined) return refuse('it has no state in this environment');
  const locked = lockedReason(source, config);
  if (locked !== null) return refuse(locked);
  if (ruleCount(config) !== ruleCount(before)) return refuse('its rules have changed, too');
  const [wasOn, wasOff, others] = decisive(before);
  const [isOn, isOff, othersNow] = decisive(config);
  const instructions: Instruction[] = [];
  if (JSON.stringify(others) !== JSON.stringify(othersNow)) {
    const served = fallthroughOf(before);
    if (hasUnknownParts(fallthroughOf(config)) || hasUnknownParts(served)) return refuse(allocated);
    const instruction = instructionFor(source, served);
    if (instruction === null) return refuse(noIds);
    instructions.push(instruction);
  }
  if (wasOff !== isOff) {
    const id = typeof wasOff === 'number' ? source.variations[wasOff]?._id : undefined;
    if (!id) return refuse('it had no off variant, or one that is gone');
    instructions.push({ kind: 'updateOffVariation', variationId: id });
  }
  if (wasOn !== isOn) instructions.push({ kind: wasOn === true ? 'turnFlagOn' : 'turnFlagOff' });
  const restored = { ...config, on: before.on, offVariation: before.offVariation, fallthrough: before.fallthrough };
  return { ok: true, instructions, result: servingOf(source, restored) };
}

/** Why nobody can change the flag here as it is; null where it is open to changes. */
export function lockedReason({ archived }: LaunchDarklyFlag, { _access }: LaunchDarklyConfig): string | null {
  if (archived) return 'it is archived in LaunchDarkly; restore it there first';
  const denied = new Set((_access?.denied ?? []).map(({ action }) => action));
  return denied.has('updateOn') || denied.has('updateFallthrough')
    ? 'LaunchDarkly does not let this token change the flag here'
    : null;
}

type Step = { readonly ok: true; readonly instruction: Instruction } | { readonly ok: false; readonly reason: string };

const allocated =
  'an experiment, a guarded or a progressive rollout divides the load here; it is steered in LaunchDarkly';
const noIds = 'LaunchDarkly did not tell the ids of its variants';

function fallthroughStep(source: LaunchDarklyFlag, config: LaunchDarklyConfig, others: Serving): Step {
  if (others.kind === 'off' || others.kind === 'targeted')
    return { ok: false, reason: 'a flag that is on serves a variant' };
  if (source._purpose === 'migration')
    return { ok: false, reason: 'it steers a migration, whose stages are moved in LaunchDarkly' };
  const former = fallthroughOf(config);
  if (hasUnknownParts(former)) return { ok: false, reason: allocated };
  const names = variantsOf(source).map(({ name }) => name);
  const shares = others.kind === 'static' ? [{ variant: others.variant, share: 10_000 }] : others.shares;
  const missing = shares.find(({ variant }) => !names.includes(variant));
  if (missing !== undefined) return { ok: false, reason: 'it has no such variant' };
  const weights = names.map((name, variation) => ({
    variation,
    weight: shares.reduce((sum, { variant, share }) => sum + (variant === name ? share * 10 : 0), 0),
  }));
  if (weights.reduce((sum, { weight }) => sum + weight, 0) !== fullWeight)
    return { ok: false, reason: 'its shares do not add up to 100 %' };
  const whole = weights.find(({ weight }) => weight === fullWeight)?.variation;
  const { contextKind, bucketBy } = typeof former === 'number' ? {} : former;
  // What the load is divided by is kept in a rollout alone: given up at 100 %, it would be another one at the next 50 %.
  const isSpecial = Boolean(bucketBy) || (Boolean(contextKind) && contextKind !== 'user');
  const served = whole !== undefined && !isSpecial ? whole : { variations: weights, contextKind, bucketBy };
  const instruction = instructionFor(source, served);
  return instruction === null ? { ok: false, reason: noIds } : { ok: true, instruction };
}

/** Null where a variant has no id. */
function instructionFor({ variations }: LaunchDarklyFlag, served: LaunchDarklyRollout | number): Instruction | null {
  if (typeof served === 'number') {
    const variationId = variations[served]?._id;
    return variationId ? { kind: updateFallthrough, variationId } : null;
  }
  const rolloutWeights: { [variationId: string]: number } = {};
  for (const { variation, weight } of served.variations) {
    const id = variations[variation]?._id;
    if (!id) return null;
    rolloutWeights[id] = (rolloutWeights[id] ?? 0) + weight;
  }
  return {
    kind: updateFallthrough,
    rolloutWeights,
    ...(served.contextKind ? { rolloutContextKind: served.contextKind } : {}),
    ...(served.bucketBy ? { rolloutBucketBy: served.bucketBy } : {}),
  };
}

const sendable: ReadonlySet<string> = new Set(['variations', 'bucketBy', 'contextKind']);

/** A rollout with parts that no instruction can send: changed, they would be lost. */
function hasUnknownParts(served: LaunchDarklyRollout | number): boolean {
  if (typeof served === 'number') return false;
  const isUntracked = served.variations.some(({ _untracked }) => _untracked === true);
  return (
    isUntracked ||
    Object.entries(served).some(([name, part]) => part !== null && part !== undefined && !sendable.has(name))
  );
}

function refuse(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
