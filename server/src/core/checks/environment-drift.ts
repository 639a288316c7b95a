import type { Environment, Evidence, Flag, FlagSnapshot } from '../model.ts';
import { formatDay, knownUntil, timeOf } from '../state/age.ts';
import { allowanceOf, untestedAfter } from '../state/allowance.ts';
import { leavesOf } from '../state/environments.ts';
import { fullShare, openShare, stateIn } from '../state/serving.ts';
import { listOf, quoteKey, visible } from '../text.ts';
import { allowanceEvidence, allowanceTable } from './allowance.ts';
import type { Check, CheckContext, CheckFinding } from './check.ts';
import { findingAtKey, firstEvaluationsOf } from './usages.ts';

/** Users get what nobody can try. */
export const environmentDrift: Check = {
  meta: {
    id: 'environment-drift',
    title: 'The flag is on for users, and off wherever it could be tried',
    category: 'roll-out',
    options: ['after'],
    severity: 'info',
    recommended: false,
    inTests: false,
    needsState: true,
    description: `
The flag is on for everybody in a critical environment and off in every other one. Whatever is tested in those, it is not what users get:
the next release is tried with the old code and shipped with the new.

\`\`\`ts
// "new-checkout": on in production since May, off in staging and development
if (await client.getBooleanValue('new-checkout', false)) renderCheckout(); // bad: nobody tests this any more
else renderOldCheckout();

// good: the flag is on in staging as well
\`\`\`

**Off unless configured**, because teams use their environments in different ways. A flag is reported once in each file that reads it.

${allowanceTable(untestedAfter)}

The time runs from when the environments began to disagree. Silent where there is no other environment, if one of them is not known, does
not say since when it is constant, divides the load or has rules, about flags that are more than on and off, about permanent and archived
flags, and if the state is incomplete.

Options: \`severity\`; \`after\`, the allowed time by purpose (\`{ "release": "14d", "ops": "4w" }\`, null = forever); \`inTests\` (off by default).
Which environments are critical: \`controlPlane.environments.critical\`, else what the control plane marks.
`,
  },
  run(context) {
    const { usages, snapshot } = context;
    if (snapshot === null || !snapshot.complete) return [];
    return firstEvaluationsOf(usages).flatMap(({ callSite, flag }) => {
      const verdict = judge(flag, snapshot, context);
      return verdict === null ? [] : [findingAtKey(callSite, { ...verdict, flagKey: flag.key })];
    });
  },
};

interface Place {
  readonly key: string;
  readonly isOpen: boolean;
  readonly since: string;
  readonly time: number;
}

function judge(
  flag: Flag,
  snapshot: FlagSnapshot,
  { criticalEnvironments, now, options }: CheckContext,
): Pick<CheckFinding, 'message' | 'evidence' | 'environments'> | null {
  if (flag.permanent || flag.archivedAt !== null) return null;
  const allowance = allowanceOf(flag, options.after, untestedAfter);
  if (allowance.ms === null) return null;
  const critical = new Set(criticalEnvironments.map(({ key }) => key));
  const users = criticalEnvironments.flatMap((environment) => placeOf(flag, environment) ?? []);
  const open = users.filter(({ isOpen }) => isOpen);
  const other = snapshot.environments.filter(({ key }) => !critical.has(key));
  const trials = other.flatMap((environment) => placeOf(flag, environment) ?? []);
  if (open.length === 0 || trials.length === 0 || trials.length < other.length) return null;
  if (trials.some(({ isOpen }) => isOpen)) return null;
  const places = [...open, ...trials];
  const since = places.reduce((latest, place) => (place.time > latest.time ? place : latest));
  if (!(knownUntil(snapshot.readAt, now) - since.time > allowance.ms)) return null;
  const names = (list: readonly Place[]): string => listOf(list.map(({ key }) => visible(key)));
  return {
    message: `Flag ${quoteKey(flag.key)} is on in ${names(open)} and off in ${names(trials)}, since ${formatDay(since.since) ?? since.since}.`,
    evidence: [...places.map(placeEvidence), ...allowanceEvidence(flag, allowance)],
    environments: open.map(({ key }) => key),
  };
}

/** Whether everybody in the environment gets the feature, or nobody; null where it is neither, and where that is not known. */
function placeOf(flag: Flag, environment: Environment): Place | null {
  const state = stateIn(flag, environment.key);
  const time = timeOf(state?.constantSince ?? null);
  if (state === null || state.constantSince === null || time === null) return null;
  const shares = new Set(leavesOf(environment, state).map(({ serving }) => openShare(flag, serving)));
  const [share] = shares;
  if (shares.size !== 1 || (share !== 0 && share !== fullShare)) return null;
  return {
    key: environment.key,
    isOpen: share === fullShare,
    since: state.constantSince,
    time,
  };
}

function placeEvidence({ key, isOpen, since }: Place): Evidence {
  return { label: visible(key), value: isOpen ? 'on everywhere' : 'off everywhere', since };
}
