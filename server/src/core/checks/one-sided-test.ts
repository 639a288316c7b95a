import { decisionsOf } from '../code/decisions.ts';
import { certainKey, nameOf } from '../code/reads.ts';
import type { CallSite, JsonValue } from '../model.ts';
import { plural, visible } from '../text.ts';
import type { Check, WorkspaceView } from './check.ts';
import { findingAtKey } from './usages.ts';

/** Tests that look at one side of a flag only. */
export const oneSidedTest: Check = {
  meta: {
    id: 'one-sided-test',
    title: 'All tests set the flag to the same value',
    category: 'use',
    severity: 'hint',
    recommended: false,
    inTests: true,
    needsState: false,
    description: `
The code has a branch on the flag, and every test that sets the flag sets it to the same. No test asks for the other side, which is the
one that the next change of the flag brings back: usually the old way, in the middle of an incident.

\`\`\`ts
provider.putConfiguration({ 'new-checkout': on }); // bad: in all tests there are

it.each([on, off])('checks out', (flag) => provider.putConfiguration({ 'new-checkout': flag })); // good: both sides
\`\`\`

Reported once for each flag, at the first place that sets it. Off by default: tests that do not set the flag run with its default value
and may cover the other side. Silent unless the whole workspace has been read and every place that sets a flag in a test shows
which flag and to what; a value that comes from a variable or a table may be anything.

Options: \`severity\`; \`inTests\` (on by default: it is about tests).
`,
  },
  run({ usages, workspace }) {
    if (!workspace.isWhole) return [];
    const seen = new Set<string>();
    return usages.flatMap((usage) => {
      const { callSite } = usage;
      const key = certainKey(usage);
      if (!isTestOverride(callSite) || key === null || seen.has(key)) return [];
      seen.add(key);
      const overrides = overridesOf(key, workspace);
      const [first] = overrides ?? [];
      if (overrides === null || first === undefined || first.uri !== callSite.uri) return [];
      const value = commonValue(overrides);
      const branches = workspace.callSitesOf(key).filter((site) => isBranchOutsideTests(site));
      if (value === undefined || branches.length === 0) return [];
      return [
        findingAtKey(callSite, {
          message: `Every test that sets ${nameOf(callSite)} sets it to ${visible(JSON.stringify(value), 40)}: no test asks for the other side.`,
          flagKey: key,
          evidence: [
            { label: 'set in tests', value: plural(overrides.length, 'time'), since: null },
            { label: 'branches in the code', value: String(branches.length), since: null },
          ],
          related: branches.map(({ uri, keySpan }) => ({ uri, span: keySpan, what: 'the flag decides' })),
        }),
      ];
    });
  },
};

/** A test defines a flag, with the value it serves, to the same end. */
function isTestOverride({ role, inTest }: CallSite): boolean {
  return (role === 'override' || role === 'definition') && inTest;
}

/** Where tests set the flag; null where one of them may set any flag. */
function overridesOf(key: string, workspace: WorkspaceView): readonly CallSite[] | null {
  if (workspace.dynamicCallSites().some(isTestOverride)) return null;
  return workspace.callSitesOf(key).filter(isTestOverride);
}

/** What all of them set it to; undefined where they differ, or one does not show it. */
function commonValue(overrides: readonly CallSite[]): JsonValue | undefined {
  const [first, ...others] = overrides.map(({ key, overrideValue }) =>
    key.kind === 'literal' && overrideValue !== undefined ? JSON.stringify(overrideValue) : undefined,
  );
  if (first === undefined || others.some((value) => value !== first)) return undefined;
  return JSON.parse(first) as JsonValue;
}

function isBranchOutsideTests(site: CallSite): boolean {
  return site.role === 'evaluation' && !site.inTest && decisionsOf(site).length > 0;
}
