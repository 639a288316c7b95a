/** Keys that are made of a parameter and what always stands before or after it: `shop-${name}`. */
import { either, unknown, type Value } from '../values/values.ts';

export interface Affixes {
  readonly before: string;
  readonly after: string;
}

/** A value between texts; unknown where a string is not what it is. */
export function affixed(value: Value, { before, after }: Affixes): Value {
  if (before === '' && after === '') return value;
  switch (value.kind) {
    case 'strings':
      return {
        kind: 'strings',
        options: value.options.map((option) => ({ ...option, value: before + option.value + after })),
      };
    case 'parameter':
      return { kind: 'affixed', before, after, of: value };
    case 'affixed':
      return { ...value, before: before + value.before, after: value.after + after };
    case 'either':
      return either(value.options.map((option) => affixed(option, { before, after })));
    default:
      return unknown('a template whose parts are computed at run time');
  }
}

/** True for what a caller decides, alone or between texts. */
export function isOpen(value: Value): boolean {
  return value.kind === 'parameter' || value.kind === 'affixed';
}
