import { decisionsOf, isWithin, type Decision } from '../code/decisions.ts';
import { certainKey, nameOf, sameKey } from '../code/reads.ts';
import type { Branch, FlagUsage } from '../model.ts';
import { listOf, plural } from '../text.ts';
import type { Check } from './check.ts';
import { findingAtKey } from './usages.ts';

/** A flag that decides only in one position of another. */
export const nestedFlag: Check = {
  meta: {
    id: 'nested-flag',
    title: 'The flag decides only within a branch of another flag',
    category: 'use',
    severity: 'hint',
    recommended: false,
    inTests: false,
    needsState: false,
    description: `
What the code does depends on several flags at once. With each of them the number of states doubles, nobody tests them all, and a flag
that works alone may never have run together with the other. Turning the outer flag off silently turns off the inner one, too.

\`\`\`ts
if (await client.getBooleanValue('new-checkout', false)) {
  if (await client.getBooleanValue('gift-cards', false)) showGiftCards(); // bad: only with the new checkout
}
if (isNewCheckout && hasGiftCards) showGiftCards(); // bad: two flags in one condition

if (await client.getBooleanValue('gift-cards', false)) showGiftCards(); // good: the control plane knows that it needs the other
\`\`\`

Let the control plane say that one flag needs another (a prerequisite), or finish one roll-out before the next. Off by default, because
two roll-outs may well meet in one place for a while. Silent for one chain of \`else if\` or \`? :\` and for early returns one
after the other: there, each flag adds one state and does not double them.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages }) {
    const decisions = usages.flatMap((usage) =>
      usage.callSite.role === 'evaluation'
        ? decisionsOf(usage.callSite).map((decision) => ({ ...decision, usage }))
        : [],
    );
    const seen = new Set<string>();
    return decisions.flatMap((inner) => {
      const outer = outermostFirst(decisions, inner);
      const place = `${inner.branch.span.start}:${inner.branch.span.end}:${sameKey(inner.callSite)}`;
      if (outer.length === 0 || seen.has(place)) return [];
      seen.add(place);
      const names = listOf(outer.map(({ callSite }) => nameOf(callSite)));
      const states = 2 ** (outer.length + 1);
      return [
        findingAtKey(inner.callSite, {
          span: inner.span,
          message: `${nameOf(inner.callSite)} decides only together with ${names}: that makes ${states} states to test.`,
          flagKey: certainKey(inner.usage),
          evidence: [{ label: 'depth', value: plural(outer.length + 1, 'flag'), since: null }],
          related: outer.map(({ callSite, span }) => ({ uri: callSite.uri, span, what: 'the outer flag decides' })),
        }),
      ];
    });
  },
};

interface Known extends Decision {
  readonly usage: FlagUsage;
}

/** The decisions of other flags on which this one depends: one for each flag. */
function outermostFirst(decisions: readonly Known[], inner: Known): readonly Known[] {
  const own = sameKey(inner.callSite);
  if (own === null) return [];
  // One variable may hold several flags: then it is one of them that decides.
  const here = new Set(
    decisions.filter(({ span }) => span.start === inner.span.start).map((one) => sameKey(one.callSite)),
  );
  const byKey = new Map<string, Known>();
  for (const outer of decisions) {
    const key = sameKey(outer.callSite);
    if (key === null || here.has(key) || byKey.has(key) || !dependsOn(inner, outer)) continue;
    byKey.set(key, outer);
  }
  return [...byKey.values()].sort((a, b) => a.span.start - b.span.start);
}

function dependsOn(inner: Decision, { branch, span, callSite }: Decision): boolean {
  const isSame = inner.branch.span.start === branch.span.start && inner.branch.span.end === branch.span.end;
  if (isSame) return span.start < inner.span.start;
  if (inner.callSite.uri !== callSite.uri) return false;
  if (branch.whenTrue !== null && isWithin(inner.branch.span, branch.whenTrue.span)) return true;
  // One after the other: what follows an early return, the next `else if`, `a ? 1 : b ? 2 : 3`.
  if (branch.whenFalse === null || branch.kind === 'early-return') return false;
  return isWithin(inner.branch.span, branch.whenFalse.span) && !isNext(inner.branch, branch.whenFalse.span.end);
}

/** The chain goes on to the end of what it began with, brackets aside. */
function isNext({ kind, span }: Branch, end: number): boolean {
  return kind === 'else-if' ? span.end === end : kind === 'ternary' && span.end >= end - 1;
}
