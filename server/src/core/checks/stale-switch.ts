import type { CallSite, Evidence, Flag, FlagSnapshot } from '../model.ts';
import { formatDay, timeOf } from '../state/age.ts';
import { staleAfter } from '../state/allowance.ts';
import type { Constancy, Outcome } from '../state/constancy.ts';
import { judgeStale, outcomeLabel } from '../state/stale.ts';
import { listOf, quoteKey, visible } from '../text.ts';
import { allowanceEvidence, allowanceTable } from './allowance.ts';
import type { Check, CheckContext, CheckFinding } from './check.ts';
import { certainFlags, findingAtKey } from './usages.ts';

/** A flag that has stopped deciding anything. */
export const staleSwitch: Check = {
  meta: {
    id: 'stale-switch',
    title: 'The flag has served one and the same for longer than its purpose allows',
    category: 'age',
    options: ['after'],
    severity: 'warning',
    inTests: false,
    needsState: true,
    description: `
The flag serves one variant to everybody, in **every** critical environment, in all its datacenters and on all its servers, and has
done so for longer than a flag of its purpose should. It decides nothing any more. What it still does is cost: two branches to test, and
one wrong click that brings back code nobody has run for months.

\`\`\`ts
// "new-checkout" has been on for everybody since May
if (await client.getBooleanValue('new-checkout', false)) renderCheckout(); // bad
else renderOldCheckout();

renderCheckout(); // good: the branch that everybody gets
\`\`\`

The finding carries its evidence: each critical environment with what it serves and since when, the purpose, the allowed time and
whether that is configured or a default, when the flag was last evaluated, and the value that would survive a removal.
Off everywhere counts as well as on, and so does a valve at 0 % or 100 %.

${allowanceTable(staleAfter)}

A flag without a purpose is judged as a release flag, and the evidence says so. Permanent and archived flags are never reported.
Neither is a flag if a critical environment is unknown, does not say since when it is constant, divides the load or has
rules, if a single server serves or reports something else, or if the state is incomplete.

Options: \`severity\`; \`after\`, the allowed time by purpose (\`{ "release": "14d", "ops": null }\`, null = forever); \`inTests\` (off by default).
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
        return verdict === null ? [] : [findingOf(usage.callSite, flag, verdict)];
      });
    });
  },
};

/** The parts of a finding that are the same at every call site of a flag. */
interface Verdict {
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly environments: readonly string[];
  readonly outcome: Outcome;
}

function judge(
  flag: Flag,
  snapshot: FlagSnapshot,
  { criticalEnvironments, now, options }: CheckContext,
): Verdict | null {
  // What happened after the state was read is not known.
  const knownUntil = Math.min(now, timeOf(snapshot.readAt) ?? -Infinity);
  const stale = judgeStale(flag, { criticalEnvironments, knownUntil, after: options.after });
  if (stale === null) return null;
  const { constancy, allowance } = stale;
  const keys = constancy.environments.map((environment) => visible(environment.key));
  const since = formatDay(new Date(constancy.sinceMs).toISOString()) ?? '';
  return {
    message: `${subject(flag)} has been ${outcomeLabel(flag, constancy.outcome)} everywhere in ${listOf(keys)} since ${since}.`,
    evidence: [
      ...environmentEvidence(flag, constancy),
      ...allowanceEvidence(flag, allowance),
      ...evaluationEvidence(constancy),
    ],
    environments: constancy.environments.map(({ key }) => key),
    outcome: constancy.outcome,
  };
}

function findingOf(callSite: CallSite, flag: Flag, verdict: Verdict): CheckFinding {
  const { message, environments, evidence, outcome } = verdict;
  return findingAtKey(callSite, {
    message,
    environments,
    flagKey: flag.key,
    evidence: [
      ...evidence,
      { label: 'value that would survive', value: survivor(flag, callSite, outcome), since: null },
    ],
  });
}

function environmentEvidence(flag: Flag, constancy: Constancy): readonly Evidence[] {
  const label = outcomeLabel(flag, constancy.outcome);
  return constancy.environments.map(({ key, since }) => ({ label: visible(key), value: `${label} everywhere`, since }));
}

function evaluationEvidence(constancy: Constancy): readonly Evidence[] {
  return constancy.environments.flatMap(({ key, lastEvaluatedAt }) => {
    const day = formatDay(lastEvaluatedAt);
    return day === null ? [] : [{ label: `last evaluated in ${visible(key)}`, value: day, since: null }];
  });
}

function survivor(flag: Flag, callSite: CallSite, outcome: Outcome): string {
  if (outcome.kind === 'code-default') {
    const written = callSite.defaultValue;
    const value = written?.kind === 'known' ? `: ${visible(JSON.stringify(written.value), 60)}` : '';
    return `the default value in the code${value}`;
  }
  const variant = flag.variants.find((candidate) => candidate.name === outcome.variant);
  const name = `variant ${visible(outcome.variant, 40)}`;
  return variant === undefined ? name : `${visible(JSON.stringify(variant.value), 60)} (${name})`;
}

function subject(flag: Flag): string {
  const kinds = { switch: 'Switch', valve: 'Valve', variant: 'Flag' } as const;
  return `${kinds[flag.kind]} ${quoteKey(flag.key)}`;
}
