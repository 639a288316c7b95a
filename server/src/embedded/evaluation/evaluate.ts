/** What one caller gets, the same as the official in-process providers give for the same definition. */
import { FeatureFlag } from '@openfeature/flagd-core';
import type { JsonValue } from '../../core/model.ts';
import type { FlagdFlag } from './compile.ts';
import type { Definition } from './definitions.ts';

export type Evaluation =
  | { readonly kind: 'not-found' }
  /** The load is divided by targeting key and there is none. */
  | { readonly kind: 'targeting-key-missing' }
  /** The default value in the code is to be used. */
  | { readonly kind: 'disabled'; readonly metadata: Metadata }
  | {
      readonly kind: 'value';
      readonly value: JsonValue;
      readonly variant: string;
      readonly reason: 'STATIC' | 'SPLIT';
      readonly metadata: Metadata;
    };

type Metadata = Readonly<Record<string, string>>;

/** @param targetingKey null or empty: there is none */
export function evaluate(definition: Definition, flagKey: string, targetingKey: string | null): Evaluation {
  const flag = definition.flags.get(flagKey);
  if (flag === undefined) return { kind: 'not-found' };
  const metadata = { ...definition.flagSet, ...flag.metadata };
  if (flag.state === 'DISABLED') return { kind: 'disabled', metadata };
  if (flag.targeting === undefined) return valueOf(flag, flag.defaultVariant, 'STATIC', metadata);
  if (!targetingKey) return { kind: 'targeting-key-missing' };
  const { variant } = dividerOf(flagKey, flag).evaluate({ targetingKey });
  return valueOf(flag, variant ?? flag.defaultVariant, 'SPLIT', metadata);
}

function valueOf(flag: FlagdFlag, variant: string, reason: 'STATIC' | 'SPLIT', metadata: Metadata): Evaluation {
  return { kind: 'value', value: flag.variants[variant] ?? null, variant, reason, metadata };
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const dividers = new WeakMap<FlagdFlag, FeatureFlag>();

/** flagd's own code decides who is inside, so that nobody gets one thing here and another from a provider. It compiles nothing. */
function dividerOf(flagKey: string, flag: FlagdFlag): FeatureFlag {
  let divider = dividers.get(flag);
  if (!divider) {
    const copy = JSON.parse(JSON.stringify(flag)) as ConstructorParameters<typeof FeatureFlag>[1];
    divider = new FeatureFlag(flagKey, copy, silent, { disableDynamicCodeGeneration: true });
    dividers.set(flag, divider);
  }
  return divider;
}
