/** Where code tests the value of a flag, as far as that is certain. */
import type { CallSite, Comparison, JsonValue, Span, ValueUse } from '../model.ts';

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
    comparisonsIn(one).length > 0 || callSite.valueType !== null || answersValue.test(method);
  const tests = isHere(use) ? [direct].filter(isValue) : [];
  if (variable === null || use.kind !== 'assigned' || use.negated || variableUses.length === 0) return tests;
  const source = text();
  if (!isWholeOfConstant(source, span, variable)) return tests;
  const later = variableUses.filter(
    (one) => one.member === null && isHere(one.use) && source.slice(one.span.start, one.span.end).trim() === variable,
  );
  return [...tests, ...later.map((one) => ({ span: one.span, use: sure(one, text) })).filter(isValue)];
}

/** What the value is compared with, and where to say so: at a comparison the value, at a `switch` the case. */
export interface PlacedComparison {
  readonly comparison: Comparison;
  readonly span: Span;
  readonly isCase: boolean;
}

/** The comparison that a test is, or those that the cases of a `switch` are. */
export function comparisonsIn({ span, use: { comparison, branch } }: ValueTest): readonly PlacedComparison[] {
  if (comparison !== null) return [{ comparison, span, isCase: false }];
  return (branch?.cases ?? []).map(({ literal, span: literalSpan }) => ({
    comparison: { operator: '===', literal, literalSpan },
    span: literalSpan,
    isCase: true,
  }));
}

/**
 * What the code puts in the place of no value: `'none'` in `(read ?? 'none') === 'none'`, at the call site or at the test. null where it
 * does not show it.
 */
export function replacements(callSite: CallSite, { span }: ValueTest, text: string): readonly JsonValue[] | null {
  const found: JsonValue[] = [];
  for (const { end } of [callSite.span, span]) {
    const after = text.slice(end, end + 300);
    if (!otherwise.test(after)) continue;
    const literal = plainLiteral.exec(after.replace(otherwise, ''))?.[1];
    if (literal === undefined) return null;
    found.push(/^['"`]/.test(literal) ? literal.slice(1, -1) : Number(literal));
  }
  return found;
}

const otherwise = /^(?:[\s)!]|\b(?:as|satisfies)\s+[\w$.<>'"|[\] ]*)*\?\?\s*/;
const plainLiteral = /^('[^'\\\n]*'|"[^"\\\n]*"|`[^`\\$]*`|-?\d+(?:\.\d+)?)\s*(?:[);,}]|[!=]==?|$)/;

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
