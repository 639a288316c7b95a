import { formatShare } from '../state/serving.ts';
import { visible } from '../text.ts';
import type { Check } from './check.ts';
import { findingAtKey } from './usages.ts';

/** A share of the load that is written in the code. */
export const homeMadeValve: Check = {
  meta: {
    id: 'home-made-valve',
    title: 'The code opens a way for a share of the load without a flag',
    category: 'roll-out',
    severity: 'info',
    recommended: false,
    inTests: false,
    needsState: false,
    description: `
A condition lets a share of the load through, and the share is written in the code. Nobody sees this valve in the control plane, nobody
can close it without a deployment when the metrics turn bad, and with \`Math.random()\` the same user gets another way each time.

\`\`\`ts
if (Math.random() < 0.1) return searchWithNewIndex(query); // bad: 10 %, until the next deployment
if (hash(user.id) % 100 < 25) return searchWithNewIndex(query); // bad: 25 %

if (await client.getBooleanValue('new-index', false, { targetingKey: user.id })) return searchWithNewIndex(query); // good
\`\`\`

Off by default: to log, measure or trace a sample of the load is a good reason for such a condition. Silent, where the code around it
speaks of something else that is left to chance: jitter, retries, animations, games, made-up data, a coin that is tossed.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages }) {
    return usages.flatMap(({ callSite }) => {
      const { role, key, share, method } = callSite;
      if (role !== 'home-made-valve') return [];
      const condition = key.kind === 'dynamic' ? visible(key.text, 80) : '';
      return [
        findingAtKey(callSite, {
          message: `${subject(share)} decided here and not by a flag: nobody can open or close this way without a deployment.`,
          evidence: [
            { label: 'condition', value: condition, since: null },
            { label: 'drawn by', value: visible(method, 40), since: null },
          ],
        }),
      ];
    });
  },
};

function subject(share: number | null): string {
  return share === null ? 'A share of the load is' : `A share of the load (${formatShare(share)}) is`;
}
