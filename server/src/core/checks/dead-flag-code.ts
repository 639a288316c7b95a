import type { Arm, CallSite, Environment, Evidence, Flag, FlagSnapshot, JsonValue, Span } from '../model.ts';
import { formatDay, knownUntil } from '../state/age.ts';
import { allowanceOf, staleAfter } from '../state/allowance.ts';
import { constancyOf, type Constancy } from '../state/constancy.ts';
import { unlistedEnvironments } from '../state/environments.ts';
import { outcomeLabel } from '../state/stale.ts';
import { quoteKey, visible } from '../text.ts';
import { isNeededOutside } from '../code/hoisted.ts';
import { answersWhether, conditionHolds, type ValueTest, valueTests } from '../code/value-tests.ts';
import { allowanceEvidence, allowanceTable } from './allowance.ts';
import type { Check, CheckContext, CheckFinding } from './check.ts';
import { evaluationsOf, type FlagRead } from './usages.ts';

/** A branch that no environment reaches. */
export const deadFlagCode: Check = {
  meta: {
    id: 'dead-flag-code',
    title: 'No environment reaches this branch of the flag',
    category: 'age',
    options: ['after'],
    severity: 'hint',
    inTests: false,
    needsState: true,
    description: `
In **every** environment, critical or not, in all datacenters and on all servers, the flag has served one and the same for longer than a
flag of its purpose should, so that this side of the condition runs nowhere. Editors fade it. \`stale-switch\` says the same of the flag as
soon as the critical environments agree; this check shows the code that goes with it when it is removed.

\`\`\`ts
// "new-checkout" has been on in production, staging and development since May
if (await client.getBooleanValue('new-checkout', false)) renderCheckout();
else renderOldCheckout(); // bad: nobody gets here

renderCheckout(); // good
\`\`\`

Looked at are conditions that only the flag decides: a boolean flag as it is, or a comparison by \`===\`, \`==\`, \`!==\` or \`!=\` with a literal,
at the call site and where the constant that receives the value is tested. Of an early return (\`return\`, \`throw\`, \`break\`, \`continue\`), what
follows in the same block, unless it declares a function or a type that is named elsewhere. A side that is nothing (\`null\`) is not worth
a finding. One thing still reaches the branch: where the control plane cannot be, the default value decides. The evidence says so if that
would take the other way.

${allowanceTable(staleAfter)}

Silent if any environment is not known, does not say since when it is constant, divides the load or has rules, about values that come
through a wrapper, about permanent and archived flags and those that ask for other flags, and if the state is incomplete.

Options: \`severity\`; \`after\`, the allowed time by purpose (\`{ "release": "14d", "ops": null }\`, null = forever); \`inTests\` (off by default).
`,
  },
  run(context) {
    const { usages, snapshot, text } = context;
    if (snapshot === null || !snapshot.complete) return [];
    const verdicts = new Map<Flag, Verdict | null>();
    return evaluationsOf(usages).flatMap((read) => {
      const known = verdicts.get(read.flag);
      const verdict = known === undefined ? judge(read.flag, snapshot, context) : known;
      verdicts.set(read.flag, verdict);
      if (verdict === null) return [];
      const value = valueAt(read, verdict.constancy);
      if (value === null) return [];
      return valueTests(read.callSite, text).flatMap((test) => {
        const finding = deadArm(read, test, value, verdict);
        if (finding === null || isNothing(text(), finding.span)) return [];
        return isLiving(text(), test, read.callSite, finding.span) ? [] : [finding];
      });
    });
  },
};

interface Verdict {
  readonly constancy: Constancy;
  readonly evidence: readonly Evidence[];
}

type Plain = boolean | string | number;

function judge(flag: Flag, snapshot: FlagSnapshot, { now, options }: CheckContext): Verdict | null {
  if (flag.permanent || flag.archivedAt !== null) return null;
  // Where another flag is off, it serves something else than it says.
  if (flag.prerequisites !== null && flag.prerequisites.length > 0) return null;
  const allowance = allowanceOf(flag, options.after, staleAfter);
  if (allowance.ms === null) return null;
  const environments: readonly Environment[] = [
    ...snapshot.environments,
    ...unlistedEnvironments(flag, snapshot).map((key) => ({ key, critical: false, datacenters: [] })),
  ];
  const constancy = constancyOf(flag, environments);
  if (constancy === null || !(knownUntil(snapshot.readAt, now) - constancy.sinceMs > allowance.ms)) return null;
  const label = outcomeLabel(flag, constancy.outcome);
  const evidence = constancy.environments.map(({ key, since }) => ({
    label: visible(key),
    value: `${label} everywhere`,
    since,
  }));
  return { constancy, evidence: [...evidence, ...allowanceEvidence(flag, allowance)] };
}

/** What the code gets everywhere; null where that is not known, or nothing that is compared. */
function valueAt({ flag, callSite }: FlagRead, { outcome }: Constancy): Plain | null {
  if (answersWhether.test(callSite.method) && flag.valueType !== 'boolean') return null;
  if (outcome.kind === 'code-default') return knownDefault(callSite);
  return plain(flag.variants.find(({ name }) => name === outcome.variant)?.value ?? null);
}

function knownDefault({ defaultValue }: CallSite): Plain | null {
  return defaultValue?.kind === 'known' ? plain(defaultValue.value) : null;
}

function plain(value: JsonValue): Plain | null {
  return typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number' ? value : null;
}

function deadArm(
  { flag, callSite }: FlagRead,
  { use }: ValueTest,
  value: Plain,
  { constancy, evidence }: Verdict,
): CheckFinding | null {
  const { branch } = use;
  // The body of `do` runs once whatever the condition says.
  if (branch === null || !branch.isAlone || branch.kind === 'do-while' || branch.kind === 'switch') return null;
  const holds = conditionHolds(use, value);
  if (holds === null) return null;
  const arm: Arm | null = holds ? branch.whenFalse : branch.whenTrue;
  if (arm === null || arm.isEmpty) return null;
  const since = formatDay(new Date(constancy.sinceMs).toISOString()) ?? '';
  const places = placesLabel(constancy.environments.length);
  return {
    uri: callSite.uri,
    span: arm.span,
    flagKey: flag.key,
    message: `Nothing reaches this code: flag ${quoteKey(flag.key)} has been ${outcomeLabel(flag, constancy.outcome)} in ${places} since ${since}.`,
    evidence: [...evidence, ...defaultEvidence(callSite, conditionHoldsByDefault(callSite, use), holds)],
    suggestions: [],
    related: [{ uri: callSite.uri, span: callSite.span, what: 'the flag is read' }],
    isUnnecessary: true,
  };
}

/** `condition ? <Banner /> : null`: nothing that could go. */
function isNothing(text: string, { start, end }: Span): boolean {
  return /^[\s(]*(?:null|undefined|false|true|''|""|void 0)[\s)]*$/.test(text.slice(start, end));
}

/**
 * What follows an early return, if it is no more than a way out of the same block, or if something in it is needed elsewhere: a function
 * may be declared there that the code before it calls.
 */
function isLiving(text: string, { use: { branch } }: ValueTest, { use: { within } }: CallSite, dead: Span): boolean {
  if (branch?.kind !== 'early-return' || dead !== branch.whenFalse?.span) return false;
  return (
    /^(?:break|continue|return)\s*;?$/.test(text.slice(dead.start, dead.end)) || isNeededOutside(text, dead, within)
  );
}

function placesLabel(environments: number): string {
  if (environments === 1) return 'its only environment';
  return environments === 2 ? 'both environments' : `all ${environments} environments`;
}

function conditionHoldsByDefault(callSite: CallSite, use: ValueTest['use']): boolean | null {
  const value = knownDefault(callSite);
  return value === null ? null : conditionHolds(use, value);
}

/** Without the control plane, the default value may still lead there. */
function defaultEvidence(callSite: CallSite, byDefault: boolean | null, holds: boolean): readonly Evidence[] {
  const value = knownDefault(callSite);
  if (value === null || byDefault === null || byDefault === holds) return [];
  return [
    {
      label: 'reached by the default value alone',
      value: `${visible(JSON.stringify(value), 60)}, while the control plane cannot be reached`,
      since: null,
    },
  ];
}
