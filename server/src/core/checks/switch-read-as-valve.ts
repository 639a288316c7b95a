import type { CallSite, Flag } from '../model.ts';
import { quoteKey, visible } from '../text.ts';
import { valueTests } from '../code/value-tests.ts';
import type { Check, CheckFinding } from './check.ts';
import { evaluationsOf, findingAtKey, type FlagRead, typeEvidence } from './usages.ts';

/** A flag of true and false that the code takes for a share. */
export const switchReadAsValve: Check = {
  meta: {
    id: 'switch-read-as-valve',
    title: 'The code reads a flag of true and false as if it were a share',
    category: 'types',
    severity: 'error',
    inTests: false,
    needsState: true,
    description: `
The flag is true or false, and the code asks for a number or compares the value with one. SDKs answer a number accessor with the default
value, whatever the flag serves. In a comparison, true is 1 and false is 0: \`value > 50\` never holds, however far the flag is open.

A valve is opened in the control plane, and the SDK works out who is inside. What the code gets is true or false.

\`\`\`ts
// "new-search" is a valve, open for 25 %
if (Math.random() * 100 < (await client.getNumberValue('new-search', 0))) fuzzySearch(); // bad: always 0
if (await client.getBooleanValue('new-search', false)) fuzzySearch(); // good
\`\`\`

Reported are accessors for numbers, and comparisons by \`<\`, \`<=\`, \`>\` and \`>=\` with a number, at the call site and where the constant that
receives the value is compared. What this check reports, \`wrong-value-type\` does not.

Silent about flags whose variants are of several types, and about values that come through a wrapper.

Options: \`severity\`; \`inTests\` (off by default, because tests try wrong types on purpose).
`,
  },
  run({ usages, text }) {
    return evaluationsOf(usages).flatMap((read) => {
      if (isReadAsValve(read.callSite, read.flag)) return [accessorFinding(read)];
      if (!isSwitch(read.flag)) return [];
      return valueTests(read.callSite, text).flatMap(({ span, use }) => {
        const { comparison } = use;
        if (comparison === null || typeof comparison.literal !== 'number' || !/[<>]/.test(comparison.operator))
          return [];
        return [comparisonFinding(read, span, `${comparison.operator} ${comparison.literal}`)];
      });
    });
  },
};

/** A number accessor for a flag of true and false. */
export function isReadAsValve({ role, valueType }: CallSite, flag: Flag): boolean {
  return role === 'evaluation' && valueType === 'number' && isSwitch(flag);
}

function isSwitch({ valueType, variants }: Flag): boolean {
  return valueType === 'boolean' && variants.every(({ value }) => typeof value === 'boolean');
}

function accessorFinding({ callSite, flag }: FlagRead): CheckFinding {
  return findingAtKey(callSite, {
    message: `Flag ${quoteKey(flag.key)} is true or false, but ${visible(callSite.method, 60)} reads a number.`,
    flagKey: flag.key,
    evidence: [typeEvidence(flag), { label: 'read by the code', value: 'number', since: null }],
  });
}

function comparisonFinding({ callSite, flag }: FlagRead, span: CheckFinding['span'], compared: string): CheckFinding {
  return findingAtKey(callSite, {
    message: `Flag ${quoteKey(flag.key)} is true or false, but this compares it with a number (${compared}).`,
    span,
    flagKey: flag.key,
    evidence: [typeEvidence(flag), { label: 'compared', value: compared, since: null }],
    ...(span === callSite.span
      ? {}
      : { related: [{ uri: callSite.uri, span: callSite.span, what: 'the flag is read' }] }),
  });
}
