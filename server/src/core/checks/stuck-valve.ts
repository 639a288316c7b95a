import type { Evidence, Flag, FlagSnapshot } from '../model.ts';
import { formatDay, timeOf } from '../state/age.ts';
import { stuckAfter } from '../state/allowance.ts';
import { judgeStuck, type StuckPlace } from '../state/stuck.ts';
import { listOf, quoteKey, visible } from '../text.ts';
import { allowanceEvidence, allowanceTable } from './allowance.ts';
import type { Check, CheckContext } from './check.ts';
import { certainFlags, findingAtKey } from './usages.ts';

/** A rollout that somebody forgot halfway. */
export const stuckValve: Check = {
  meta: {
    id: 'stuck-valve',
    title: 'The valve has stood half open for longer than its purpose allows',
    category: 'age',
    options: ['after'],
    severity: 'warning',
    inTests: false,
    needsState: true,
    description: `
The valve is neither closed nor fully open in a critical environment, and nobody has touched it there for a long time. Half of a
rollout is the most expensive place to stop: both branches run on real load, every incident has two suspects, and nobody knows
whether the rest was forgotten or given up.

\`\`\`ts
// bad: "new-search" has served 25 % of production since August
if (await client.getBooleanValue('new-search', false)) return fuzzySearch(words);
return exactSearch(words);

// good: opened to 100 % and, when that held, removed
return fuzzySearch(words);
\`\`\`

Open the valve further, close it, or write down why it stays: as its purpose in the control plane, or in a suppression with an expiry.
A valve that is open on some servers and closed on others is half open, too.

${allowanceTable(stuckAfter)}

The time runs from the last change of the valve in that environment, in whatever datacenter or server. A valve without a purpose is
judged as a release flag, and the evidence says so. Permanent and archived flags are never reported. Neither is a valve whose last change is
not known, which rules decide, or whose state is incomplete.

Options: \`severity\`; \`after\`, the allowed time by purpose (\`{ "release": "7d", "ops": "26w" }\`, null = forever); \`inTests\` (off by default).
Which environments are critical: \`controlPlane.environments.critical\`, else what the control plane marks.
`,
  },
  run(context) {
    const { usages, snapshot } = context;
    if (snapshot === null || !snapshot.complete) return [];
    const verdicts = new Map<Flag, Verdict | null>();
    return usages.flatMap((usage) => {
      if (usage.callSite.role !== 'evaluation') return [];
      return certainFlags(usage).flatMap((flag) => {
        const known = verdicts.get(flag);
        const verdict = known === undefined ? judge(flag, snapshot, context) : known;
        verdicts.set(flag, verdict);
        return verdict === null ? [] : [findingAtKey(usage.callSite, { ...verdict, flagKey: flag.key })];
      });
    });
  },
};

interface Verdict {
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly environments: readonly string[];
}

function judge(
  flag: Flag,
  snapshot: FlagSnapshot,
  { criticalEnvironments, now, options }: CheckContext,
): Verdict | null {
  // What happened after the state was read is not known.
  const knownUntil = Math.min(now, timeOf(snapshot.readAt) ?? -Infinity);
  const stuck = judgeStuck(flag, { criticalEnvironments, knownUntil, after: options.after });
  if (stuck === null) return null;
  const places = stuck.places.map(
    ({ environment, shares, since }) => `${shares} in ${visible(environment)} since ${formatDay(since) ?? since}`,
  );
  return {
    message: `Valve ${quoteKey(flag.key)} has stood at ${listOf(places)}.`,
    evidence: [...stuck.places.flatMap(placeEvidence), ...allowanceEvidence(flag, stuck.allowance)],
    environments: stuck.places.map(({ environment }) => environment),
  };
}

function placeEvidence({ environment, shares, since, changedBy }: StuckPlace): readonly Evidence[] {
  const by = changedBy === null ? '' : `, last changed by ${visible(changedBy, 60)}`;
  return [{ label: visible(environment), value: `${shares} open, unchanged${by}`, since }];
}
