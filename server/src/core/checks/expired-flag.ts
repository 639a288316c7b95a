import type { Evidence, Flag } from '../model.ts';
import { formatDay, knownUntil, timeOf } from '../state/age.ts';
import { quoteKey, visible } from '../text.ts';
import type { Check } from './check.ts';
import { evaluationsOf, findingAtKey } from './usages.ts';

/** A flag that should have been gone by now. */
export const expiredFlag: Check = {
  meta: {
    id: 'expired-flag',
    title: 'The day on which the flag should be gone has passed',
    category: 'age',
    severity: 'warning',
    inTests: false,
    needsState: true,
    description: `
Somebody wrote into the control plane until when the flag is needed. That day has passed, and code still reads it.

\`\`\`ts
// "summer-sale" expired on 2026-09-01
if (await client.getBooleanValue('summer-sale', false)) showBanner(); // bad

// good: the flag is gone from the code and archived; or its expiry was moved, because the sale goes on
\`\`\`

Remove the flag, or move the expiry in the control plane, so that the next reader knows that it was thought of.

Silent about flags without an expiry, permanent and archived flags, and about a day that came after the state was read. Silent with
Unleash, too: it has no expiry of its own; what is shown as one is the age that it expects of a flag of that type, and age alone says
nothing against a flag. See \`stale-switch\` for what does.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, snapshot, now }) {
    if (snapshot === null || expectsAges.has(snapshot.controlPlane.kind)) return [];
    const until = knownUntil(snapshot.readAt, now);
    return evaluationsOf(usages).flatMap(({ callSite, flag }) => {
      const expiry = timeOf(flag.expiresAt);
      const day = formatDay(flag.expiresAt);
      if (expiry === null || day === null || expiry > until || flag.permanent || flag.archivedAt !== null) return [];
      return [
        findingAtKey(callSite, {
          message: `Flag ${quoteKey(flag.key)} expired on ${day}, but this code still reads it.`,
          flagKey: flag.key,
          evidence: expiryEvidence(flag),
        }),
      ];
    });
  },
};

/** Control planes whose expiry is worked out from the creation of a flag. */
const expectsAges: ReadonlySet<string> = new Set(['unleash']);

function expiryEvidence(flag: Flag): readonly Evidence[] {
  const lines = [
    ['created', formatDay(flag.createdAt)],
    ['purpose', flag.purpose],
    ['owner', flag.owner === null ? null : visible(flag.owner)],
  ] as const;
  return [
    { label: 'expiry', value: 'passed', since: flag.expiresAt },
    ...lines.flatMap(([label, value]) => (value === null ? [] : [{ label, value, since: null }])),
  ];
}
