import type { Environment, Evidence, Flag, FlagState, ObservedServing, ScopeState } from '../model.ts';
import { formatAge, formatMinute, knownUntil, minuteMs, timeOf } from '../state/age.ts';
import { effectiveServing, sameServing, servingLabel, stateIn } from '../state/serving.ts';
import { listOf, plural, quoteKey, visible } from '../text.ts';
import type { Check, CheckContext, CheckFinding } from './check.ts';
import { findingAtKey, firstEvaluationsOf } from './usages.ts';

/** Servers that do not apply what they should. */
export const serverDrift: Check = {
  meta: {
    id: 'server-drift',
    title: 'Servers apply something else than the control plane says, for longer than a change takes',
    category: 'roll-out',
    options: ['lag'],
    severity: 'warning',
    inTests: false,
    needsState: true,
    description: `
The control plane was told to serve one thing, and servers were seen to apply another long after that. They hold an old definition, their
connection hangs, or somebody pinned a value on the machine. Whoever reads the dashboard believes that the change is everywhere.

\`\`\`ts
// "new-checkout" was turned off in production an hour ago; fra-2 asked for its flags a minute ago and still applies: on
if (await client.getBooleanValue('new-checkout', false)) renderCheckout(); // bad: still runs on fra-2

// good: fra-2 was restarted, and all servers apply what is desired
\`\`\`

The finding lists every server that differs: what it applies, what it should, and when it was seen. A flag is reported once in each file
that reads it.

A change takes a moment. A server differs only if it was seen more than \`lag\` (5 minutes unless configured) after the last change of the
flag in that environment, wherever in it. Silent where the control plane does not know what its servers apply, about servers that were not
heard of since the change, environments that do not say when they were last changed, and archived flags.

Options: \`severity\`; \`lag\`, how long a change may take (\`"90s"\`, \`"15m"\`); \`inTests\` (off by default).
`,
  },
  run(context) {
    const { usages, snapshot } = context;
    if (snapshot === null) return [];
    const lag = context.options.lag ?? defaultLag;
    const until = knownUntil(snapshot.readAt, context.now);
    return firstEvaluationsOf(usages).flatMap(({ callSite, flag }) => {
      if (flag.archivedAt !== null) return [];
      const drifts = snapshot.environments.flatMap((environment) => driftsIn(flag, environment, { lag, until }));
      return drifts.length === 0 ? [] : [findingAtKey(callSite, findingParts(flag, drifts, context))];
    });
  },
};

const defaultLag = 5 * minuteMs;

interface Drift {
  readonly environment: string;
  readonly observed: ObservedServing;
  readonly desired: FlagState['serving'];
  readonly changedAt: string;
}

function driftsIn(
  flag: Flag,
  { key }: Environment,
  { lag, until }: { readonly lag: number; readonly until: number },
): readonly Drift[] {
  const state = stateIn(flag, key);
  const changedAt = state === null ? null : lastChange(state);
  const changed = timeOf(changedAt);
  if (state === null || changedAt === null || changed === null) return [];
  return state.observed.flatMap((observed) => {
    const seen = timeOf(observed.at);
    const desired = effectiveServing(state, observed.datacenter, observed.server);
    if (seen === null || !(Math.min(seen, until) - changed > lag) || sameServing(observed.serving, desired)) return [];
    return [{ environment: key, observed, desired, changedAt }];
  });
}

/** The latest change of any scope; null where one of them does not tell its own, for that may be the latest. */
function lastChange(state: FlagState): string | null {
  const changes = [state, ...state.scopes].map(({ changedAt }: FlagState | ScopeState) => changedAt);
  let last: string | null = null;
  for (const at of changes) {
    const time = timeOf(at);
    if (time === null) return null;
    if (time > (timeOf(last) ?? -Infinity)) last = at;
  }
  return last;
}

function findingParts(
  flag: Flag,
  drifts: readonly Drift[],
  { options }: CheckContext,
): Pick<CheckFinding, 'message' | 'flagKey' | 'evidence' | 'environments'> {
  const environments = [...new Set(drifts.map(({ environment }) => environment))];
  const places = environments.map((environment) => {
    const count = drifts.filter((drift) => drift.environment === environment).length;
    return `${plural(count, 'server')} in ${visible(environment)}`;
  });
  const verb = drifts.length === 1 ? 'does' : 'do';
  return {
    message: `${listOf(places)} ${verb} not apply what the control plane serves for flag ${quoteKey(flag.key)}.`,
    flagKey: flag.key,
    evidence: [
      ...drifts.slice(0, maxServers).map((drift) => serverEvidence(flag, drift)),
      ...(drifts.length > maxServers
        ? [{ label: 'further servers', value: String(drifts.length - maxServers), since: null }]
        : []),
      ...environments.map((environment) => ({
        label: `last change in ${visible(environment)}`,
        value: formatMinute(drifts.find((drift) => drift.environment === environment)?.changedAt ?? null) ?? 'unknown',
        since: null,
      })),
      lagEvidence(options.lag),
    ],
    environments,
  };
}

const maxServers = 20;

function serverEvidence(flag: Flag, { environment, observed, desired }: Drift): Evidence {
  const seen = formatMinute(observed.at) ?? 'at an unknown time';
  return {
    label: [environment, observed.datacenter, observed.server].map((part) => visible(part, 60)).join('/'),
    value: `applies ${servingLabel(flag, observed.serving)} instead of ${servingLabel(flag, desired)}, seen ${seen}`,
    since: null,
  };
}

function lagEvidence(configured: number | undefined): Evidence {
  const source = configured === undefined ? 'the default' : 'configured';
  return { label: 'a change may take', value: `${formatAge(configured ?? defaultLag)} (${source})`, since: null };
}
