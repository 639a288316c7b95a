/** The value that is left when a flag goes. */
import type { CallSite, Flag, JsonValue } from '../model.ts';
import { plural, visible } from '../text.ts';
import type { Outcome } from './constancy.ts';

export type Survivor =
  | { readonly kind: 'variant'; readonly variant: string; readonly value: JsonValue }
  /** The flag is disabled: every place in the code keeps the default value that is written there. */
  | {
      readonly kind: 'code-default';
      /** Each value with the number of places that have it, most first. */
      readonly values: readonly { readonly value: JsonValue; readonly places: number }[];
      /** Places whose default value the code does not show. */
      readonly unknown: number;
    };

/** What survives an outcome at these call sites; null where the served variant is not among the flag's. */
export function survivorOf(flag: Flag, outcome: Outcome, callSites: readonly CallSite[]): Survivor | null {
  if (outcome.kind === 'variant') {
    const variant = flag.variants.find(({ name }) => name === outcome.variant);
    return variant === undefined ? null : { kind: 'variant', variant: variant.name, value: variant.value };
  }
  const byText = new Map<string, { readonly value: JsonValue; places: number }>();
  let unknown = 0;
  for (const { role, defaultValue } of callSites) {
    if (role !== 'evaluation') continue;
    if (defaultValue?.kind !== 'known') unknown += 1;
    else {
      const text = JSON.stringify(defaultValue.value);
      const known = byText.get(text) ?? { value: defaultValue.value, places: 0 };
      known.places += 1;
      byText.set(text, known);
    }
  }
  const values = [...byText].sort(([a, left], [b, right]) => right.places - left.places || (a < b ? -1 : 1));
  return { kind: 'code-default', values: values.map(([, counted]) => counted), unknown };
}

/** `true (variant on)`, `the default value in the code: false`, `… : false in 2 places, true in 1 place`. Visible text. */
export function survivorLabel(survivor: Survivor): string {
  if (survivor.kind === 'variant') return variantLabel(survivor);
  const { values, unknown } = survivor;
  const [only] = values;
  const base = 'the default value in the code';
  if (only === undefined && unknown === 0) return base;
  if (only !== undefined && values.length === 1 && unknown === 0) return `${base}: ${valueLabel(only.value)}`;
  const parts = values.map(({ value, places }) => `${valueLabel(value)} in ${plural(places, 'place')}`);
  return `${base}: ${[...parts, ...(unknown === 0 ? [] : [`not known in ${plural(unknown, 'place')}`])].join(', ')}`;
}

function variantLabel({ variant, value }: { readonly variant: string; readonly value: JsonValue }): string {
  return `${valueLabel(value)} (variant ${visible(variant, 40)})`;
}

/** JSON on one line, cut where it is long. */
function valueLabel(value: JsonValue): string {
  return visible(JSON.stringify(value), 60);
}
