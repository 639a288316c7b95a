import { blankOut } from '../code/blank.ts';
import { canFollow, waitBetween } from '../code/order.ts';
import { certainKey, isHook, nameOf, sameKey } from '../code/reads.ts';
import type { CallSite, FlagUsage, Span } from '../model.ts';
import { visible } from '../text.ts';
import type { Check, CheckFinding } from './check.ts';
import { findingAtKey } from './usages.ts';

/** Two reads of one flag in one call of a function, with time for a change between them. */
export const inconsistentRead: Check = {
  meta: {
    id: 'inconsistent-read',
    title: 'One request reads the flag twice and can see both values',
    category: 'roll-out',
    severity: 'warning',
    inTests: false,
    needsState: false,
    description: `
The function reads the flag, waits, and reads it again. Whoever turns the flag meanwhile gets a request that ran one half of the old way
and one half of the new: an order that was priced by one and charged by the other. It happens on every change of the flag, to those
requests that are under way, and nobody can reproduce it.

\`\`\`ts
const price = (await client.getBooleanValue('new-prices', false, user)) ? newPrice(cart) : oldPrice(cart);
await reserve(cart);
if (await client.getBooleanValue('new-prices', false, user)) await chargeNew(price); // bad: may differ from the first

const isNew = await client.getBooleanValue('new-prices', false, user); // good: read once, passed on
const price = isNew ? newPrice(cart) : oldPrice(cart);
await reserve(cart);
if (isNew) await chargeNew(price);
\`\`\`

Reported is the second of two calls that are written the same, in the same function, where the function waits (\`await\`, \`yield\`)
between the two and comes from one to the other. Silent where only one of them can run (\`if\` and \`else\`, two cases, a block that is left), where
the contexts differ, where nothing waits (in one go no SDK changes its answer), for hooks, for values that belong to the
request (\`useFlags()\`, a snapshot, flags that are made once for each request), for a loop that reads again what was read before it,
and for flags whose purpose is \`ops\` or \`kill-switch\`: those are read again on purpose.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, text }) {
    const byRead = Map.groupBy(
      usages.filter((usage) => isLive(usage)),
      ({ callSite }) => `${callSite.use.within?.start}:${callSite.use.within?.end}:${sameKey(callSite)}`,
    );
    const repeated = [...byRead.values()].filter((group) => group.length > 1);
    if (repeated.length === 0) return [];
    const source = text();
    const code = blankOut(source);
    return repeated.flatMap((group) => findingsIn(group, source, code));
  },
};

/** Accessors that answer with what holds at this moment, each time they are called. */
const live =
  /^(?:get(?:Boolean|String|Number|Object)(?:Value|Details)|isEnabled|getVariant|isFeatureEnabled|getFeatureFlag|\w*[vV]ariation(?:Detail)?|getValueAsync|variableValue|get(?:Boolean|String|Numeric|Integer|JSON)Assignment|getTreatment|checkGate(?:Sync)?)$/;

/** In these, what a method of that name belongs to holds the answers of one request. */
const fixed: readonly string[] = ['flagsmith', 'vercel-flags', 'hypertune', 'growthbook', 'optimizely', 'configured'];

function isLive({ callSite, ...usage }: FlagUsage): boolean {
  if (callSite.role !== 'evaluation' || callSite.use.within === null || sameKey(callSite) === null) return false;
  if (callSite.use.kind === 'discarded') return false;
  if (!live.test(callSite.method) || fixed.includes(callSite.sdk) || isHook(callSite)) return false;
  const flags = usage.kind === 'found' ? usage.flags : [];
  return !flags.some(({ purpose }) => purpose === 'ops' || purpose === 'kill-switch');
}

function findingsIn(group: readonly FlagUsage[], source: string, code: string): readonly CheckFinding[] {
  const [first, ...later] = group;
  if (first === undefined) return [];
  const findings = later.flatMap((usage) => {
    const wait = waitOf(first.callSite, usage.callSite, source, code);
    return wait === null ? [] : [finding(first.callSite, usage, wait, source)];
  });
  return findings.length > 0 ? findings : findingsIn(later, source, code);
}

/** In characters. What lies between is looked through for each pair, and nobody follows a function over a thousand lines. */
const maxDistance = 40_000;

/** What the function waits for between two reads of which both can run; null where it does not, or they are not the same. */
function waitOf(first: CallSite, second: CallSite, source: string, code: string): Span | null {
  if (second.use.inLoop && !first.use.inLoop) return null;
  if (second.span.start - first.span.end > maxDistance) return null;
  const call = squeezed(source, first.span);
  if (!call.endsWith(')') || call !== squeezed(source, second.span)) return null;
  if (isOfRequest(first, source, code) || !canFollow(code, first.span, second.span)) return null;
  const wait = waitBetween(code, first.span, second.span);
  return wait ?? (first.use.awaited && first.isAsync !== false ? first.span : null);
}

function squeezed(source: string, { start, end }: Span): string {
  return source.slice(start, end).replace(/\s+/g, '');
}

/** True where what answers was made in this function: it may hold the answers of this one request. */
function isOfRequest({ span, sdk, use }: CallSite, source: string, code: string): boolean {
  const [root] = /^[\w$]+/.exec(source.slice(span.start, span.end)) ?? [];
  if (root === undefined || sdk === 'openfeature' || use.within === null) return false;
  const declared = new RegExp(
    String.raw`\b(?:const|let|var)\s+(?:\{[^}]{0,300}\b)?${root.replaceAll('$', String.raw`\$`)}\b`,
  );
  return declared.test(code.slice(use.within.start, span.start));
}

function finding(first: CallSite, usage: FlagUsage, wait: Span, source: string): CheckFinding {
  const { callSite } = usage;
  const line = source.slice(0, first.span.start).split('\n').length;
  const waits = source.slice(wait.start, wait.end).replace(/\s+/g, ' ');
  return findingAtKey(callSite, {
    message: `${nameOf(callSite)} is read a second time after a wait: a request that is under way when it is turned sees both values.`,
    flagKey: certainKey(usage),
    evidence: [
      { label: 'first read', value: `line ${line}`, since: null },
      { label: 'waits in between for', value: visible(waits.replace(/^await /, ''), 80), since: null },
    ],
    related: [{ uri: first.uri, span: first.keySpan, what: 'the flag is read first' }],
  });
}
