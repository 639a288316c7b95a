import type { Evidence, FlagSnapshot } from '../model.ts';
import { formatMinute } from '../state/age.ts';
import { plural, quoteKey, visible } from '../text.ts';
import type { Check, FlagElsewhere } from './check.ts';
import { suggestKeys } from './suggest.ts';
import { findingAtKey, readsValue } from './usages.ts';

/** A key that the control plane does not have. */
export const unknownFlag: Check = {
  meta: {
    id: 'unknown-flag',
    title: 'The control plane has no flag with this key',
    category: 'existence',
    severity: 'error',
    inTests: false,
    needsState: true,
    description: `
The code reads a flag that does not exist in the control plane: a typing error, a key of another project, or a flag that was
deleted before its code. SDKs do not fail on such a key. They serve the default value, so the feature silently stays as it is.

\`\`\`ts
// "new-checkout" exists
await client.getBooleanValue('new-chekout', false); // bad: always false
await client.getBooleanValue('new-checkout', false); // good
\`\`\`

Keys that look alike are suggested: other case or separators (\`newCheckout\`, \`new_checkout\`), another order of the words, or a few
typing errors. Where a call site reads one of several keys, only those that do not exist are reported.

**Unknown is not absent.** The check speaks only if the state is complete, not empty and younger than \`maxStateAge\` (24 h unless
configured). Without a token, after a failed or partial answer, or offline for too long, it says nothing.

Where a workspace has several control planes, the one of the file's folder decides. If the flag exists in another one (that of
another folder, or the one a migration comes from), the finding says in which.

Options: \`severity\`; \`inTests\` (off by default, because tests invent keys).
`,
  },
  run({ usages, snapshot, elsewhere }) {
    if (snapshot === null) return [];
    return usages.flatMap((usage) => {
      if (usage.kind !== 'missing' || !readsValue(usage.callSite)) return [];
      return usage.missingKeys.map((key) => {
        const suggestions = suggestKeys(key, snapshot.flags);
        const [best] = suggestions;
        const hint = best === undefined ? '' : `: did you mean ${quoteKey(best)}?`;
        return findingAtKey(usage.callSite, {
          message: `${visible(snapshot.controlPlane.name)} has no flag ${quoteKey(key)}${hint === '' ? '.' : hint}`,
          flagKey: key,
          evidence: [stateEvidence(snapshot), ...elsewhere(usage.callSite, key).map(elsewhereEvidence)],
          suggestions,
        });
      });
    });
  },
};

/** Who was asked and when; the message does not say when, so that it stays the same from run to run. */
function stateEvidence(snapshot: FlagSnapshot): Evidence {
  const readAt = formatMinute(snapshot.readAt) ?? 'at an unknown time';
  return {
    label: visible(snapshot.controlPlane.name),
    value: `${plural(snapshot.flags.length, 'flag')}, all of them, read ${readAt}`,
    since: null,
  };
}

function elsewhereEvidence({ controlPlane, isCompared, folder, flag }: FlagElsewhere): Evidence {
  const where = isCompared ? 'compared with it' : folder === null ? 'for other folders' : `for ${visible(folder)}`;
  const archived = flag.archivedAt === null ? '' : ', archived';
  return { label: `${visible(controlPlane)} (${where})`, value: `has ${quoteKey(flag.key)}${archived}`, since: null };
}
