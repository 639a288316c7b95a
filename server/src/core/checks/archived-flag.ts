import type { Evidence, Flag } from '../model.ts';
import { formatDay } from '../state/age.ts';
import { quoteKey, visible } from '../text.ts';
import type { Check } from './check.ts';
import { certainFlags, findingAtKey, readsValue } from './usages.ts';

/** A flag that somebody declared over and done with. */
export const archivedFlag: Check = {
  meta: {
    id: 'archived-flag',
    title: 'The flag is archived, but code still reads it',
    category: 'existence',
    severity: 'warning',
    inTests: true,
    needsState: true,
    description: `
Somebody archived the flag in the control plane, but the code still reads it. Most SDKs then serve the default value, whatever the
flag served before: the behavior of the program may have changed on the day of archiving, and one of its two branches is dead.

\`\`\`ts
// "old-search" was archived
if (await client.getBooleanValue('old-search', true)) legacySearch(); // bad: the other branch never runs
legacySearch(); // good: the flag is gone from the code, too
\`\`\`

Remove the flag from the code (\`sluice remove KEY\`, or the quick fix), or restore it in the control plane.

Options: \`severity\`; \`inTests\` (on by default: a test of an archived flag tests nothing).
`,
  },
  run({ usages }) {
    return usages.flatMap((usage) => {
      if (!readsValue(usage.callSite)) return [];
      return certainFlags(usage)
        .filter((flag) => flag.archivedAt !== null)
        .map((flag) => {
          const day = formatDay(flag.archivedAt);
          return findingAtKey(usage.callSite, {
            message: `Flag ${quoteKey(flag.key)} ${day === null ? 'is archived' : `was archived on ${day}`}, but this code still reads it.`,
            flagKey: flag.key,
            evidence: archiveEvidence(flag),
          });
        });
    });
  },
};

function archiveEvidence(flag: Flag): readonly Evidence[] {
  const archived = { label: 'state', value: 'archived', since: flag.archivedAt };
  return flag.owner === null ? [archived] : [archived, { label: 'owner', value: visible(flag.owner), since: null }];
}
