import { blankOut } from '../code/blank.ts';
import { asyncBodyStart } from '../code/functions.ts';
import { certainKey, nameOf } from '../code/reads.ts';
import type { CallSite, Fix, FlagUsage, Span, ValueUse } from '../model.ts';
import type { Check, CheckFinding } from './check.ts';
import { findingAtKey } from './usages.ts';

/** A promise that is taken for the value it will bring. */
export const unawaitedEvaluation: Check = {
  meta: {
    id: 'unawaited-evaluation',
    title: 'The promise of an evaluation is tested instead of its value',
    category: 'types',
    severity: 'error',
    inTests: false,
    needsState: false,
    description: `
The accessor answers with a promise, and the code tests the promise. A promise counts as true whatever the flag serves: the new code
runs for everybody as soon as it is deployed, and turning the flag off changes nothing.

\`\`\`ts
if (client.getBooleanValue('new-checkout', false)) renderCheckout(); // bad: always

if (await client.getBooleanValue('new-checkout', false)) renderCheckout(); // good

const isNew = client.getBooleanValue('new-checkout', false);
return isNew ? renderCheckout() : renderOldCheckout(); // bad: always the first

const isNew = client.getBooleanValue('new-checkout', false);
if (await isNew) renderCheckout(); // good: awaited where it is tested
\`\`\`

Reported are conditions, negations and comparisons with a literal, at the call or through the constant that receives it. A promise
that is returned, passed on, collected for \`Promise.all\`, continued with \`.then\` or awaited anywhere later is left alone. So is a
variable that may hold something else (\`let\`, a promise that is kept for the next caller), an accessor of which it is not known
whether it answers at once, and a wrapper, which may answer in another way than the SDK does.

The fix adds \`await\` at the call. It is offered where the function around it is \`async\` and nothing else uses the promise.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, text }) {
    // What may be one of several functions may answer at once.
    const unclear = new Set(
      usages.filter(({ callSite }) => callSite.isAsync !== true).map(({ callSite }) => callSite.span.start),
    );
    const seen = new Set<number>();
    return usages.flatMap((usage) => {
      const { role, isAsync, use, span } = usage.callSite;
      if (role !== 'evaluation' || isAsync !== true || use.awaited || unclear.has(span.start)) return [];
      const [first, ...others] = promiseTests(usage.callSite, text);
      if (first === undefined || seen.has(first.span.start)) return [];
      seen.add(first.span.start);
      return [finding(usage, first, others, text)];
    });
  },
};

interface PromiseTest {
  readonly span: Span;
  readonly use: ValueUse;
  /** The constant that holds the promise; null at the call itself. */
  readonly variable: string | null;
}

/** Where the promise itself is tested; none where something awaits it after all. */
function promiseTests({ span, use }: CallSite, text: () => string): readonly PromiseTest[] {
  if (isTest(use)) return [{ span, use, variable: null }];
  const { variable, variableUses } = use;
  if (use.kind !== 'assigned' || variable === null || !variableUses.some((one) => isTest(one.use))) return [];
  const code = blankOut(text());
  if (!isConstant(code, span, variable) || isAwaited(code, variable)) return [];
  return variableUses
    .filter((one) => one.member === null && isTest(one.use) && code.slice(one.span.start, one.span.end) === variable)
    .map((one) => ({ ...one, variable }));
}

function isTest({ kind, awaited, negated, branch, comparison }: ValueUse): boolean {
  if (awaited) return false;
  if (comparison !== null) return comparison.literal !== undefined && comparison.literal !== null;
  return negated || branch !== null || kind === 'condition';
}

/** `const promise = read();`: it holds the promise and never anything else. */
function isConstant(code: string, { start, end }: Span, variable: string): boolean {
  const [, name] = /\bconst\s+([\w$]+)\s*(?::[^=;]*)?=\s*$/.exec(code.slice(Math.max(0, start - 300), start)) ?? [];
  return (
    name === variable &&
    /^!?(?:[^\S\n]+(?:as|satisfies)[^\S\n]+[\w$.<>[\]|]+)?[^\S\n]*(?:;|,|\n\s*(?![.?[(`+\-*/%&|^<>=:])|$)/.test(
      code.slice(end),
    )
  );
}

/** A variable of this name is awaited, or asked for what comes after it, somewhere in the file. */
function isAwaited(code: string, variable: string): boolean {
  const name = variable.replaceAll('$', String.raw`\$`);
  return new RegExp(
    String.raw`\bawait[\s(]+${name}(?![\w$])|(?<![\w$.])${name}\s*[!?]?\.\s*(?:then|catch|finally)\b`,
  ).test(code);
}

function finding(
  usage: FlagUsage,
  { span, use, variable }: PromiseTest,
  others: readonly PromiseTest[],
  text: () => string,
): CheckFinding {
  const { callSite } = usage;
  const fix = fixFor(callSite, variable, 1 + others.length, text);
  return findingAtKey(callSite, {
    span,
    message: `${nameOf(callSite)} is not awaited: ${outcome(use)}, whatever the flag serves.`,
    flagKey: certainKey(usage),
    evidence: [{ label: 'answers with a promise', value: `${callSite.method} (${callSite.sdk})`, since: null }],
    related: [
      ...(variable === null ? [] : [{ uri: callSite.uri, span: callSite.span, what: 'the flag is read' }]),
      ...others.map((other) => ({ uri: callSite.uri, span: other.span, what: 'the promise is tested' })),
    ],
    ...(fix === null ? {} : { fixes: [fix] }),
  });
}

function outcome({ comparison, negated, branch }: ValueUse): string {
  if (branch?.kind === 'switch') return 'no case matches a promise';
  if (comparison === null)
    return negated ? 'a promise is always true, so this is always false' : 'a promise is always true';
  const isNot = comparison.operator === '!==' || comparison.operator === '!=';
  return isNot ? 'a promise differs from every value' : 'a promise equals no value';
}

/** `await` before the call, where it may stand and changes nothing for anybody but the tests. */
function fixFor(callSite: CallSite, variable: string | null, tests: number, text: () => string): Fix | null {
  const { span, use } = callSite;
  if (use.within === null) return null;
  const code = blankOut(text());
  const body = asyncBodyStart(code, use.within);
  // A class inside has places of its own where `await` may not stand.
  if (body === null || span.start < body || /\bclass\b/.test(code.slice(body, span.start))) return null;
  if (variable !== null) {
    const uses = code.match(
      new RegExp(String.raw`(?<![\w$])${variable.replaceAll('$', String.raw`\$`)}(?![\w$])`, 'g'),
    );
    if (uses?.length !== tests + 1) return null;
  }
  return {
    title: 'Await the evaluation',
    edits: [{ span: { start: span.start, end: span.start }, newText: 'await ' }],
  };
}
