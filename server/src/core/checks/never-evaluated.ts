import type { Environment, Evidence, Flag, FlagSnapshot } from '../model.ts';
import { formatDay, knownUntil, timeOf } from '../state/age.ts';
import { allowanceOf, unevaluatedAfter } from '../state/allowance.ts';
import { stateIn } from '../state/serving.ts';
import { listOf, quoteKey, visible } from '../text.ts';
import { allowanceEvidence, allowanceTable } from './allowance.ts';
import type { Check, CheckContext, CheckFinding } from './check.ts';
import { findingAtKey, firstEvaluationsOf } from './usages.ts';

/** Code that reads a flag and does not seem to run. */
export const neverEvaluated: Check = {
  meta: {
    id: 'never-evaluated',
    title: 'Code reads the flag, but nobody has evaluated it for longer than its purpose allows',
    category: 'age',
    options: ['after'],
    severity: 'info',
    inTests: false,
    needsState: true,
    description: `
The code asks for the flag, and in no critical environment did anything ask for it in a long time. The code is not deployed, nothing calls
it any more, or the program asks another control plane than you think.

\`\`\`ts
// "csv-export" was last evaluated in production in June
export async function exportOrders(orders: Order[]) { // bad: nothing calls this any more
  return (await client.getBooleanValue('csv-export', false)) ? toCsv(orders) : toPdf(orders);
}

// good: the dead code is gone, or it runs, and the flag is evaluated
\`\`\`

${allowanceTable(unevaluatedAfter)}

A flag is reported once in each file that reads it. The check speaks only if the control plane says of every critical environment when
the flag was last evaluated there. That it never was counts only where the control plane tells evaluations at all, and only for flags that
were created longer ago than allowed. An environment in which *no* flag was evaluated within the allowed time tells nothing: there,
evaluations are not counted. Permanent and archived flags are never reported.

Options: \`severity\`; \`after\`, the allowed time by purpose (\`{ "release": "60d", "ops": null }\`, null = forever); \`inTests\` (off by default).
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

type Verdict = Pick<CheckFinding, 'message' | 'evidence' | 'environments'>;

function judge(
  flag: Flag,
  snapshot: FlagSnapshot,
  { criticalEnvironments, now, options }: CheckContext,
): Verdict | null {
  if (flag.permanent || flag.archivedAt !== null || criticalEnvironments.length === 0) return null;
  const allowance = allowanceOf(flag, options.after, unevaluatedAfter);
  if (allowance.ms === null) return null;
  const before = knownUntil(snapshot.readAt, now) - allowance.ms;
  const evidence: Evidence[] = [];
  let latest: string | null = null;
  for (const { key } of criticalEnvironments) {
    const idle = idleIn(flag, key, { snapshot, before });
    if (idle === null) return null;
    evidence.push(idle.evidence);
    if (idle.last !== null && (latest === null || idle.last > latest)) latest = idle.last;
  }
  const places = listOf(criticalEnvironments.map(({ key }: Environment) => visible(key)));
  const day = formatDay(latest);
  const since = day === null ? 'has never been evaluated' : 'has not been evaluated';
  return {
    message: `This code reads flag ${quoteKey(flag.key)}, which ${since} in ${places}${day === null ? '' : ` since ${day}`}.`,
    evidence: [...evidence, ...createdEvidence(flag), ...allowanceEvidence(flag, allowance)],
    environments: criticalEnvironments.map(({ key }) => key),
  };
}

interface Idle {
  /** ISO 8601; null = never. */
  readonly last: string | null;
  readonly evidence: Evidence;
}

/** null where the flag was evaluated in the environment since `before`, and where that is not known. */
function idleIn(
  flag: Flag,
  environment: string,
  { snapshot, before }: { readonly snapshot: FlagSnapshot; readonly before: number },
): Idle | null {
  const state = stateIn(flag, environment);
  if (state === null || !(lastEvaluationIn(environment, snapshot) >= before)) return null;
  const label = visible(environment);
  const time = timeOf(state.lastEvaluatedAt);
  if (time !== null) {
    const evidence = { label, value: 'last evaluated', since: state.lastEvaluatedAt };
    return time < before ? { last: new Date(time).toISOString(), evidence } : null;
  }
  const created = timeOf(flag.createdAt);
  if (state.lastEvaluatedAt !== null || !snapshot.controlPlane.tells?.includes('evaluated')) return null;
  if (created === null || !(created < before)) return null;
  return { last: null, evidence: { label, value: 'never evaluated', since: null } };
}

/** When any flag was last evaluated in an environment, in ms since the epoch: whether anybody evaluates there and is heard. */
function lastEvaluationIn(environment: string, snapshot: FlagSnapshot): number {
  const byEnvironment = lastEvaluations.get(snapshot) ?? new Map<string, number>();
  lastEvaluations.set(snapshot, byEnvironment);
  const known = byEnvironment.get(environment);
  if (known !== undefined) return known;
  let last = -Infinity;
  for (const flag of snapshot.flags) {
    last = Math.max(last, timeOf(stateIn(flag, environment)?.lastEvaluatedAt ?? null) ?? -Infinity);
  }
  byEnvironment.set(environment, last);
  return last;
}

/** Asked for in every file. */
const lastEvaluations = new WeakMap<FlagSnapshot, Map<string, number>>();

function createdEvidence(flag: Flag): readonly Evidence[] {
  const day = formatDay(flag.createdAt);
  return day === null ? [] : [{ label: 'created', value: day, since: null }];
}
