/** Where code tests the value of a flag, as far as that is certain. */
import type { CallSite, Span, ValueUse } from '../model.ts';

/** One place where the value stands, and what is done with it there. */
export interface ValueTest {
  readonly span: Span;
  readonly use: ValueUse;
}

/**
 * Every place where the value of the flag itself stands: the call site, and the uses of the constant that receives it. None where the
 * code holds something else than the value: a promise, an object about the evaluation, what a wrapper may have made of it, a variable
 * that other values are given to. `text` is that of the file.
 */
export function valueTests(callSite: CallSite, text: () => string): readonly ValueTest[] {
  const { role, via, method, isAsync, use, span } = callSite;
  // A wrapper may answer something else, and so do the accessors that tell how a value came about.
  if (role !== 'evaluation' || via.length > 0 || answersOther.test(method)) return [];
  const isHere = (one: ValueUse): boolean => isAsync !== true || use.awaited || one.awaited;
  const { variable, variableUses } = use;
  const direct: ValueTest = { span, use: sure({ span, use }, text) };
  const isValue = (one: ValueTest): boolean =>
    one.use.comparison !== null || callSite.valueType !== null || answersValue.test(method);
  const tests = isHere(use) ? [direct].filter(isValue) : [];
  if (variable === null || use.kind !== 'assigned' || use.negated || variableUses.length === 0) return tests;
  const source = text();
  if (!isWholeOfConstant(source, span, variable)) return tests;
  const later = variableUses.filter(
    (one) => one.member === null && isHere(one.use) && source.slice(one.span.start, one.span.end).trim() === variable,
  );
  return [...tests, ...later.map((one) => ({ span: one.span, use: sure(one, text) })).filter(isValue)];
}

/**
 * Whether the condition holds where the flag has this value; null where the code does not say. `isAlone` is not looked at: others may
 * take part in what the condition decides.
 */
export function conditionHolds({ comparison, negated }: ValueUse, value: boolean | string | number): boolean | null {
  if (comparison === null) return typeof value === 'boolean' ? value !== negated : null;
  const { operator, literal } = comparison;
  if (literal === undefined || typeof literal !== typeof value) return null;
  const isNot = operator === '!==' || operator === '!=';
  if (!isNot && operator !== '===' && operator !== '==') return null;
  // `value === false` counts as negated already.
  const isInverted = negated !== (typeof literal === 'boolean' && literal === isNot);
  return ((literal === value) !== isNot) !== isInverted;
}

/** `isEnabled` answers whether, not what. */
export const answersWhether = /enabled|hasfeature|ison$/i;

/** An object about the evaluation, several values, the opposite, or nothing. */
const answersOther =
  /details?$|result|evaluat|variant|disabled|isoff$|getall|experiment|layer|config|payload|featuregate|usegate$|^on(?:ce)?$/i;

/** Accessors of any type that answer the value itself, so that it may be tested as it is. */
const answersValue = /variation$|^getfeatureflag$|value$|^useflags$/i;

/**
 * `value && act()` is alone only if nothing stands before the value: of `(a || value) && act()`, the value does not decide.
 */
function sure({ span, use }: ValueTest, text: () => string): ValueUse {
  const { branch } = use;
  if (branch === null || (branch.kind !== 'and' && branch.kind !== 'or') || !branch.isAlone) return use;
  const before = text().slice(branch.span.start, span.start);
  return /^(?:[\s(!]|await\b|Boolean\b)*$/.test(before) ? use : { ...use, branch: { ...branch, isAlone: false } };
}

/** True for `const variable = await read();`: the variable holds the value and never anything else. */
function isWholeOfConstant(source: string, { start, end }: Span, variable: string): boolean {
  const before = source.slice(Math.max(0, start - 300), start);
  const [, name] = /\bconst\s+([\w$]+)\s*(?::[^=;]*)?=(?:[\s(]|await\b)*$/.exec(before) ?? [];
  if (name !== variable) return false;
  const after = source.slice(end, end + 300).replace(/^[\s)]+/, '');
  return /^(?:\?\?|\/[/*]|!?[;,}]|!?\s*(?:[\w$@'"`}{]|$))/.test(after) && !/^(?:instanceof|in)\b/.test(after);
}
