/** Where code may say for whom flags are evaluated, beside the evaluations themselves. */

/**
 * True where a text mentions what may set an evaluation context for reads elsewhere: a context of the API, a client or a transaction;
 * a client made with more than a name; a hook; what a module asks for a context; a client's own user. It says so rather once too
 * often: where it does, nobody knows which reads lack one.
 */
export function mentionsContext(text: string): boolean {
  return setters.test(text) || clientWithContext.test(text);
}

const setters =
  /\b(?:set(?:Provider)?Context|setTransactionContext\w*|TransactionContext\w*|\w*TransactionContextPropagator|addHooks?|contextFactory|OpenFeatureModule|(?:set)?[dD]efaultUser|[sc]\w*ontextAccessor)\b/;

/** `getClient()` and `getClient('shop')` bring none. */
const clientWithContext = /\bgetClient\((?!\s*(?:(?:'[^'\n]*'|"[^"\n]*"|`[^`$]*`)\s*,?\s*)?\))/;
