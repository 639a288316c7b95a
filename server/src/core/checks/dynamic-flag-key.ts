import { visible } from '../text.ts';
import type { Check } from './check.ts';
import { findingAtKey, readsValue } from './usages.ts';

/** A key that exists at run time only. */
export const dynamicFlagKey: Check = {
  meta: {
    id: 'dynamic-flag-key',
    title: 'The flag key is computed at run time',
    category: 'existence',
    severity: 'hint',
    inTests: false,
    needsState: false,
    description: `
Sluice cannot tell which flag is read here, so no other check looks at this call site, and the flag may seem unused. The same goes for
everybody who searches the code for a key.

\`\`\`ts
await client.getBooleanValue(\`promo-\${country}\`, false); // bad: which flags are these?

const promoFlags = { de: 'promo-de', fr: 'promo-fr' } as const;
await client.getBooleanValue(promoFlags[country], false); // good: one of two known keys
\`\`\`

Write the key as a constant or choose among constants. Where the function around it hands a key on, name that function under
\`wrappers\` in \`sluice.config.json\`, and its callers become the call sites. Functions that Sluice recognizes as such wrappers by
themselves are not reported.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages }) {
    const seen = new Set<string>();
    return usages.flatMap(({ callSite }) => {
      const { key, span } = callSite;
      if (key.kind !== 'dynamic' || !readsValue(callSite)) return [];
      // Inside a wrapper: its callers have the keys.
      if (key.reason.startsWith('parameter of')) return [];
      const place = `${span.start}:${span.end}`;
      if (seen.has(place)) return [];
      seen.add(place);
      const reason = visible(key.reason.replace(/[.\s]+$/, ''));
      return [
        findingAtKey(callSite, {
          message:
            `Sluice cannot tell which flag this reads (${reason}): ` +
            'write the key as a constant, or configure the function around it as a wrapper.',
          evidence: [
            { label: 'key expression', value: visible(key.text, 80), since: null },
            { label: 'reason', value: reason, since: null },
          ],
        }),
      ];
    });
  },
};
