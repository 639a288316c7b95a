import type { Environment, Evidence, Flag, FlagSnapshot, FlagState } from '../model.ts';
import { dayMs, formatDay, timeOf } from '../state/age.ts';
import { leavesOf, type ScopeServing } from '../state/environments.ts';
import { formatShare, fullShare, openShare, stateIn } from '../state/serving.ts';
import { listOf, quoteKey, visible } from '../text.ts';
import { allowanceOf, allowanceTable, type AllowedTimes } from './allowance.ts';
import type { Check, CheckContext } from './check.ts';
import { certainFlags, findingAtKey } from './usages.ts';

const allowedByDefault: AllowedTimes = {
  release: 14 * dayMs,
  dark: 30 * dayMs,
  experiment: 42 * dayMs,
  ops: null,
  permission: null,
  'kill-switch': null,
};

/** A rollout that somebody forgot halfway. */
export const stuckValve: Check = {
  meta: {
    id: 'stuck-valve',
    title: 'The valve has stood half open for longer than its purpose allows',
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

${allowanceTable(allowedByDefault)}

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
}

interface Stuck {
  readonly environment: string;
  readonly shares: string;
  readonly since: string;
  readonly changedBy: string | null;
}

function judge(
  flag: Flag,
  snapshot: FlagSnapshot,
  { criticalEnvironments, now, options }: CheckContext,
): Verdict | null {
  if (flag.kind !== 'valve' || flag.permanent || flag.archivedAt !== null) return null;
  const allowance = allowanceOf(flag, options, allowedByDefault);
  if (allowance.ms === null) return null;
  // What happened after the state was read is not known.
  const knownUntil = Math.min(now, timeOf(snapshot.readAt) ?? -Infinity);
  const changedBefore = knownUntil - allowance.ms;
  const stuck = criticalEnvironments.flatMap((environment) => stuckIn(flag, environment, changedBefore) ?? []);
  if (stuck.length === 0) return null;

  const places = stuck.map(
    ({ environment, shares, since }) => `${shares} in ${visible(environment)} since ${formatDay(since) ?? since}`,
  );
  return {
    message: `Valve ${quoteKey(flag.key)} has stood at ${listOf(places)}.`,
    evidence: [...stuck.flatMap(stuckEvidence), ...allowance.evidence],
  };
}

function stuckIn(flag: Flag, environment: Environment, changedBefore: number): Stuck | null {
  const state = stateIn(flag, environment.key);
  if (state === null) return null;
  const leaves = leavesOf(environment, state).map((scope) => ({ scope, share: openShare(flag, scope.serving) }));
  const shares = leaves.flatMap(({ share }) => (share === null ? [] : [share]));
  if (
    shares.length < leaves.length ||
    shares.every((share) => share === 0) ||
    shares.every((share) => share === fullShare)
  ) {
    return null;
  }
  const last = lastChange(state);
  if (last === null || !(last.time < changedBefore)) return null;
  return { environment: environment.key, shares: sharesLabel(leaves), since: last.at, changedBy: last.by };
}

/** The latest change of any scope; null where one of them does not tell its own, for that may be the latest. */
function lastChange(state: FlagState): { time: number; at: string; by: string | null } | null {
  let last: { time: number; at: string; by: string | null } | null = null;
  for (const { changedAt, changedBy } of [state, ...state.scopes]) {
    const time = timeOf(changedAt);
    if (changedAt === null || time === null) return null;
    if (last === null || time > last.time) last = { time, at: changedAt, by: changedBy };
  }
  return last;
}

/** `25 %`, or `10 % to 100 %` where the scopes differ. */
function sharesLabel(leaves: readonly { readonly scope: ScopeServing; readonly share: number | null }[]): string {
  const shares = leaves.flatMap(({ share }) => (share === null ? [] : [share]));
  const [lowest, highest] = [Math.min(...shares), Math.max(...shares)];
  return lowest === highest ? formatShare(lowest) : `${formatShare(lowest)} to ${formatShare(highest)}`;
}

function stuckEvidence({ environment, shares, since, changedBy }: Stuck): readonly Evidence[] {
  const by = changedBy === null ? '' : `, last changed by ${visible(changedBy, 60)}`;
  return [{ label: visible(environment), value: `${shares} open, unchanged${by}`, since }];
}
