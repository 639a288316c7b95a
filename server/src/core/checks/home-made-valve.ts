import { blankOut } from '../code/blank.ts';
import type { CallSite } from '../model.ts';
import { formatShare, fullShare } from '../state/serving.ts';
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

Silent where the share comes from somewhere else (a setting or a rule can be changed), for samples (\`Math.random() < sampleRate\`),
where the condition only lets something be logged, measured, reported or tidied up now and then, where it says in which shard, partition or replica something lies, and where the code around it speaks of
something else that is left to chance: jitter, retries, animations, games, made-up data, a coin that is tossed.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, text }) {
    return usages.flatMap(({ callSite }) => {
      const { role, key, share, method } = callSite;
      // One that always or never holds is left to share-out-of-range.
      if (role !== 'home-made-valve' || share === null || share === 0 || share === fullShare) return [];
      if (isSample(callSite, text())) return [];
      const condition = key.kind === 'dynamic' ? visible(key.text, 80) : '';
      return [
        findingAtKey(callSite, {
          message: `A share of the load (${formatShare(share)}) is decided here and not by a flag: nobody can open or close this way without a deployment.`,
          evidence: [
            { label: 'condition', value: condition, since: null },
            { label: 'drawn by', value: visible(method, 40), since: null },
          ],
        }),
      ];
    });
  },
};

/** What is done for a part of the load because it is too dear, or too loud, for all of it; and where data lies, which never changes. */
const forSample =
  /sampl|\b(?:console|log|logs|logger|logging|\w*Logger|warn|debug|metrics?|statsd|telemetry|trace|tracer|span|report\w*|track\w*|capture\w*|analytics|survey|clean\w*|prune\w*|purge\w*|evict\w*|sweep\w*|gc|expire\w*|vacuum)\b|\b(?:\w*shard\w*|partition\w*|\w*replicas?)\b/i;

/** True where the condition, what it decides or the name of the function around it speak of a sample. */
function isSample({ key, use }: CallSite, source: string): boolean {
  if (key.kind === 'dynamic' && forSample.test(key.text)) return true;
  const arm = use.branch?.whenTrue;
  const code = blankOut(source);
  if (arm && forSample.test(code.slice(arm.span.start, arm.span.end))) return true;
  if (use.variable !== null && forSample.test(use.variable)) return true;
  if (use.within === null) return false;
  const { start } = use.within;
  // With the name that it is given: `const shouldSample = (trace) => ...`.
  return (
    forSample.test(/[^;{}\n]*$/.exec(code.slice(Math.max(0, start - 200), start))?.[0] ?? '') ||
    forSample.test(/^[^{]*/.exec(code.slice(start))?.[0] ?? '')
  );
}
