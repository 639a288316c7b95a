import type { Arm, CallSite, Evidence } from '../model.ts';
import { quoteKey, visible } from '../text.ts';
import { conditionHolds, valueTests, type ValueTest } from '../code/value-tests.ts';
import type { Check, CheckFinding } from './check.ts';
import { evaluationsOf, type FlagRead } from './usages.ts';

/** A dark release whose result gets out. */
export const darkReleaseExposed: Check = {
  meta: {
    id: 'dark-release-exposed',
    title: 'The result of a dark release leaves the function or reaches the page',
    category: 'roll-out',
    severity: 'warning',
    inTests: false,
    needsState: true,
    description: `
A dark release runs new code on real load and throws its result away: users must not notice. The purpose of this flag is \`dark\`, and what
runs while it is on returns a value or renders something.

\`\`\`ts
// the purpose of "new-ranking" is dark
if (await client.getBooleanValue('new-ranking', false)) return rankAnew(books); // bad: users get it
return rank(books);

if (await client.getBooleanValue('new-ranking', false)) void compare(rankAnew(books), rank(books)); // good
return rank(books);
\`\`\`

Looked at are conditions that only the flag decides, at the call site and where the constant that receives the value is tested, and values
that are rendered as they are. Silent about functions that only answer whether the flag is on, with others or not, and about what an
effect returns to undo itself. Silent about flags of another purpose or none, about values that come through a wrapper, and about archived
flags. When the release comes out of the dark, give the flag the purpose \`release\`.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, text }) {
    return evaluationsOf(usages).flatMap((read) => {
      if (read.flag.purpose !== 'dark' || read.flag.archivedAt !== null) return [];
      return valueTests(read.callSite, text).flatMap((test) => exposed(read, test, text) ?? []);
    });
  },
};

function exposed({ flag, callSite }: FlagRead, { span, use }: ValueTest, text: () => string): CheckFinding | null {
  if (use.kind === 'rendered') {
    const message = `The purpose of flag ${quoteKey(flag.key)} is dark, but its value is rendered.`;
    return { ...common(callSite, flag.owner), span, message, flagKey: flag.key };
  }
  const arm = flag.valueType === 'boolean' ? armWhenOn(use) : null;
  if (arm === null || arm.exposes === null || arm.isEmpty) return null;
  if (arm.exposes === 'returned' && isNoResult(use, text().slice(arm.span.start, arm.span.end))) return null;
  const what = arm.exposes === 'rendered' ? 'renders something' : 'returns a value';
  return {
    ...common(callSite, flag.owner),
    span,
    message: `The purpose of flag ${quoteKey(flag.key)} is dark, but what runs while it is on ${what}.`,
    flagKey: flag.key,
    related: [{ uri: callSite.uri, span: arm.span, what: 'what runs while it is on begins' }],
  };
}

/** `return isOn && isReady` answers a question; an effect returns the function that undoes it. */
function isNoResult({ branch }: ValueTest['use'], code: string): boolean {
  return branch?.kind === 'and' || branch?.kind === 'or' || returnsFunction.test(code);
}

const returnsFunction = /\breturn\s+(?:async\s+)?(?:function\b|\([^()]*\)\s*=>|[\w$]+\s*=>)/;

/** What runs where the flag is on, and only there. */
function armWhenOn(use: ValueTest['use']): Arm | null {
  const { branch } = use;
  if (branch === null || !branch.isAlone) return null;
  const holds = conditionHolds(use, true);
  return holds === null ? null : holds ? branch.whenTrue : branch.whenFalse;
}

function common(callSite: CallSite, owner: string | null): Omit<CheckFinding, 'message' | 'span' | 'flagKey'> {
  const purpose: Evidence = { label: 'purpose', value: 'dark', since: null };
  return {
    uri: callSite.uri,
    evidence: owner === null ? [purpose] : [purpose, { label: 'owner', value: visible(owner), since: null }],
    suggestions: [],
    related: [],
  };
}
