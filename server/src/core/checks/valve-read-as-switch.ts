import type { CallSite, Flag } from '../model.ts';
import { hasParts } from '../state/share-values.ts';
import { quoteKey, visible } from '../text.ts';
import { answersWhether, valueTests } from '../code/value-tests.ts';
import type { Check, CheckFinding } from './check.ts';
import { evaluationsOf, findingAtKey, type FlagRead, typeEvidence } from './usages.ts';

/** A share that the code takes for on or off. */
export const valveReadAsSwitch: Check = {
  meta: {
    id: 'valve-read-as-switch',
    title: 'The code tests a share for truth, so that 1 % counts as on',
    category: 'types',
    severity: 'error',
    inTests: false,
    needsState: true,
    description: `
The values of the flag are shares (0, 10, 50, 100), and the code only asks whether there is one: every share but 0 is true, so that the
first percent opens the feature for everybody. An accessor for true and false is answered with the default value instead, whatever the
flag serves.

\`\`\`ts
// "sampling" serves 0, 1, 10 or 100
if (await client.getNumberValue('sampling', 0)) trace(request); // bad: all requests from 1 % on
if (Math.random() * 100 < (await client.getNumberValue('sampling', 0))) trace(request); // good
if (await client.getBooleanValue('sampling-on', false)) trace(request); // better: let the control plane divide the load
\`\`\`

A number flag counts as a share if it is a valve, or if its variants are 0, 1 or 100, and something between; one that has no value
between the lowest and the highest may as well be tested for truth. What this check reports, \`wrong-value-type\` does not.

Looked at are conditions at the call site and those that test the constant which receives the value. Silent about accessors that only ask
whether a flag is on (\`isEnabled\`), and about values that come through a wrapper.

Options: \`severity\`; \`inTests\` (off by default, because tests try wrong types on purpose).
`,
  },
  run({ usages, text }) {
    return evaluationsOf(usages).flatMap((read) => {
      if (isReadAsSwitch(read.callSite, read.flag)) return [accessorFinding(read)];
      if (answersWhether.test(read.callSite.method) || !hasParts(read.flag)) return [];
      return valueTests(read.callSite, text)
        .filter(({ use }) => use.branch !== null && use.branch.kind !== 'switch' && use.comparison === null)
        .map(({ span }) => truthFinding(read, span));
    });
  },
};

/** An accessor for true and false of a flag whose values are shares. */
export function isReadAsSwitch({ role, valueType, method }: CallSite, flag: Flag): boolean {
  return role === 'evaluation' && valueType === 'boolean' && !answersWhether.test(method) && hasParts(flag);
}

function accessorFinding({ callSite, flag }: FlagRead): CheckFinding {
  return findingAtKey(callSite, {
    message: `The values of flag ${quoteKey(flag.key)} are shares, but ${visible(callSite.method, 60)} reads true or false.`,
    flagKey: flag.key,
    evidence: [typeEvidence(flag), { label: 'read by the code', value: 'boolean', since: null }],
  });
}

function truthFinding({ callSite, flag }: FlagRead, span: CheckFinding['span']): CheckFinding {
  return findingAtKey(callSite, {
    message: `The values of flag ${quoteKey(flag.key)} are shares, but this tests for truth: every share but 0 counts as on.`,
    span,
    flagKey: flag.key,
    evidence: [typeEvidence(flag)],
    ...(span === callSite.span
      ? {}
      : { related: [{ uri: callSite.uri, span: callSite.span, what: 'the flag is read' }] }),
  });
}
