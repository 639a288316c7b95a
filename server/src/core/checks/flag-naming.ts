import { compilePattern } from '../key-pattern.ts';
import { certainKey } from '../code/reads.ts';
import type { CallSite, FlagUsage } from '../model.ts';
import { quoteKey, visible } from '../text.ts';
import type { Check } from './check.ts';
import { findingAtKey } from './usages.ts';

/** A key that is not as the team agreed. */
export const flagNaming: Check = {
  meta: {
    id: 'flag-naming',
    title: 'The flag key is not written as agreed',
    category: 'governance',
    options: ['pattern'],
    severity: 'info',
    recommended: false,
    inTests: false,
    needsState: false,
    description: `
Keys that follow one pattern can be searched, sorted and read: which team, which area, which kind of flag. This one does not match the
pattern of the configuration.

\`\`\`ts
// "flag-naming": { "pattern": "^(shop|search)\\\\.[a-z]+(-[a-z]+)*$" }
await client.getBooleanValue('NewCheckout', false); // bad
await client.getBooleanValue('shop.new-checkout', false); // good
\`\`\`

**Off unless configured**, and without a \`pattern\` it does nothing. The pattern is a regular expression without delimiters; it may match
anywhere in the key unless it begins with \`^\` and ends with \`$\`. Keys in code are checked, whether or not the control plane has
them: where the flag is read, and where it is defined. A key is reported once in each file. A key that an SDK rewrites (\`newCheckout\` of
LaunchDarkly's React SDK) is checked as the control plane spells it, if that is known.

Options: \`severity\`; \`pattern\`; \`inTests\` (off by default).
`,
  },
  run({ usages, options }) {
    const { pattern } = options;
    if (pattern === undefined) return [];
    const agrees = compilePattern(pattern);
    const seen = new Set<string>();
    return usages
      .toSorted((left, right) => left.callSite.keySpan.start - right.callSite.keySpan.start)
      .flatMap((usage) =>
        keysOf(usage).flatMap((key) => {
          if (seen.has(key)) return [];
          seen.add(key);
          if (agrees(key)) return [];
          return [
            findingAtKey(usage.callSite, {
              message: `Flag key ${quoteKey(key)} does not match the agreed pattern.`,
              flagKey: key,
              evidence: [{ label: 'pattern', value: visible(pattern), since: null }],
            }),
          ];
        }),
      );
  },
};

/** The keys as the control plane spells them, as far as that is known. */
function keysOf(usage: FlagUsage): readonly string[] {
  const { key, role }: CallSite = usage.callSite;
  if (role !== 'evaluation' && role !== 'definition') return [];
  if (key.kind === 'one-of') return key.values;
  const certain = certainKey(usage);
  return certain === null ? [] : [certain];
}
