import { formatDay } from '../state/age.ts';
import { quoteKey } from '../text.ts';
import type { Check } from './check.ts';
import { findingAtKey, firstEvaluationsOf } from './usages.ts';

/** A flag that nobody answers for. */
export const missingOwner: Check = {
  meta: {
    id: 'missing-owner',
    title: 'Nobody owns the flag',
    category: 'governance',
    severity: 'info',
    recommended: false,
    inTests: false,
    needsState: true,
    description: `
The control plane knows no owner of the flag. When it is stale, nobody is asked; when it has to be turned at night, nobody knows what it does.

\`\`\`ts
// "new-checkout" has no owner, "new-search" is owned by team-search
await client.getBooleanValue('new-checkout', false); // bad
await client.getBooleanValue('new-search', false); // good
\`\`\`

**Off unless configured**, because not every team keeps owners in its control plane. A flag is reported once in each file that reads it.

Silent where the control plane does not tell owners, and about archived flags.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, snapshot }) {
    if (!snapshot?.controlPlane.tells?.includes('owner')) return [];
    return firstEvaluationsOf(usages).flatMap(({ callSite, flag }) => {
      if (flag.archivedAt !== null || (flag.owner ?? '').trim() !== '') return [];
      const created = formatDay(flag.createdAt);
      return [
        findingAtKey(callSite, {
          message: `Flag ${quoteKey(flag.key)} has no owner.`,
          flagKey: flag.key,
          evidence: [
            { label: 'owner', value: 'none', since: null },
            ...(created === null ? [] : [{ label: 'created', value: created, since: null }]),
          ],
        }),
      ];
    });
  },
};
