/** A flag read, as it is passed on between the parts that find it and those that put it into words. */
import type { Expression, SiteFact } from '../../facts.ts';
import type { CallSite, CallSiteRole, JsonValue, Span, ValueType } from '../../model.ts';
import type { Value } from '../values/values.ts';
import type { Derived } from './derived-keys.ts';

/** A flag read before its key is put into words. */
export interface Read {
  readonly site: SiteFact;
  readonly keySpan: Span;
  readonly key: Value;
  /** The function around it says by a type which keys it passes on: fewer than what it calls allows. */
  readonly isNarrow?: boolean;
  /** null where the key is a member's name. */
  readonly keyExpression: Expression | null;
  readonly spelling: 'exact' | 'camelCase';
  readonly default: { readonly value: Value; readonly span: Span } | null;
  /** There is a place for a default value. */
  readonly takesDefault: boolean;
  readonly isAsync: boolean | null;
  /** `unless-set`: absent, unless other code sets one for all reads. */
  readonly context: CallSite['context'] | 'unless-set';
  /** What it sets the flag to, where that is seen. */
  readonly overrideValue?: JsonValue;
  readonly sdk: string;
  readonly method: string;
  readonly value: ValueType | null;
  readonly role: CallSiteRole;
  readonly via: readonly string[];
  /** The parameter that the key is made of. */
  readonly derived?: Derived;
}
