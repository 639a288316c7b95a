/** What a LaunchDarkly flag serves in an environment. Pure. */
import type { JsonValue, Serving, Variant } from '../../core/model.ts';
import { fullShare } from '../../core/state/serving.ts';
import { sharesOf } from '../flagd/flagd-serving.ts';
import { plainText } from '../plain-text.ts';
import {
  fallthroughOf,
  type LaunchDarklyConfig,
  type LaunchDarklyFlag,
  type LaunchDarklyRollout,
} from './launchdarkly-flag.ts';

/** All of the load in thousandths of a percent. */
export const fullWeight = 100_000;

/** What is served now. SDKs are not told of archived flags: the default in the code is used. */
export function servingOf(source: LaunchDarklyFlag, config: LaunchDarklyConfig): Serving {
  if (source.archived) return { kind: 'off' };
  return config.on ? servingWhenOn(source, config) : servingWhenOff(source, config);
}

/** A flag that is off serves its off variant; without one, the default in the code is used. */
export function servingWhenOff(source: LaunchDarklyFlag, { offVariation }: LaunchDarklyConfig): Serving {
  if (offVariation === null || offVariation === undefined) return { kind: 'off' };
  return { kind: 'static', variant: nameAt(source, offVariation) };
}

/** What a flag that is on serves, or would serve. */
export function servingWhenOn(source: LaunchDarklyFlag, config: LaunchDarklyConfig): Serving {
  const otherwise = otherwiseOf(source, config);
  const rules = ruleCount(config);
  return rules === 0 ? otherwise : { kind: 'targeted', rules, otherwise };
}

/** What a flag that is on serves to whom no rule holds. */
export function otherwiseOf(
  source: LaunchDarklyFlag,
  config: LaunchDarklyConfig,
): Exclude<Serving, { kind: 'targeted' }> {
  const served = fallthroughOf(config);
  if (typeof served === 'number') return { kind: 'static', variant: nameAt(source, served) };
  const shares = sharesOf(
    weightsOf(served).map(({ variation, weight }) => ({ variant: nameAt(source, variation), weight })),
  );
  const all = shares.find(({ share }) => share === fullShare);
  return all === undefined ? { kind: 'fractional', shares } : { kind: 'static', variant: all.variant };
}

/** Rules, variants with targets of their own, and prerequisites: everything that decides for some only. */
export function ruleCount({ rules, targets, contextTargets, prerequisites }: LaunchDarklyConfig): number {
  const enabled = (rules ?? []).filter(({ disabled }) => disabled !== true);
  // For each variant with targets of the kind "user", `contextTargets` holds an empty entry that says in which order they come.
  const targeted = [...(targets ?? []), ...(contextTargets ?? [])].filter(({ values }) => values.length > 0);
  return enabled.length + targeted.length + (prerequisites ?? []).length;
}

/** The variants, in the order of the API, each with a name of its own. */
export function variantsOf({ variations }: Pick<LaunchDarklyFlag, 'variations'>): readonly Variant[] {
  const taken = new Set<string>();
  return variations.map(({ name, value }, position) => {
    const wanted = name?.trim() || textOf(value) || `variant ${position + 1}`;
    let free = wanted;
    for (let number = position + 1; taken.has(free); number += 1) free = `${wanted} (${number})`;
    taken.add(free);
    return { name: free, value: value as JsonValue };
  });
}

/** The weights as SDKs use them: what lies beyond all of the load is nobody's, what is left over is the last variant's. */
function weightsOf({
  variations,
}: LaunchDarklyRollout): readonly { readonly variation: number; readonly weight: number }[] {
  let left = fullWeight;
  return variations.map(({ variation, weight }, position) => {
    const given = position === variations.length - 1 ? left : Math.min(weight, left);
    left -= given;
    return { variation, weight: given };
  });
}

function nameAt(source: LaunchDarklyFlag, position: number): string {
  return variantsOf(source)[position]?.name ?? `variant ${position + 1}`;
}

/** A value short enough to be a name; empty where it is not. */
function textOf(value: unknown): string {
  const text = typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
  return text.length <= 60 ? plainText(text, 60) : '';
}
