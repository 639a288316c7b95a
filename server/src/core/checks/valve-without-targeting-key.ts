import type { Environment, Flag, FlagSnapshot, Serving } from '../model.ts';
import { scopesOf, unlistedEnvironments } from '../state/environments.ts';
import { servingLabel, stateIn } from '../state/serving.ts';
import { listOf, quoteKey, visible } from '../text.ts';
import type { Check } from './check.ts';
import { evaluationsOf, findingAtKey } from './usages.ts';

/** A division of the load that cannot tell who is who. */
export const valveWithoutTargetingKey: Check = {
  meta: {
    id: 'valve-without-targeting-key',
    title: 'The load is divided, but the code does not say for whom it asks',
    category: 'roll-out',
    severity: 'warning',
    inTests: false,
    needsState: true,
    description: `
The flag serves a share of the load. Who is inside is worked out from the targeting key of the evaluation context, and this call has no
context. Depending on the SDK, everybody or nobody is inside, or it is drawn anew at each call: the same user sees the new form, reloads, and
sees the old one.

\`\`\`ts
// "new-search" is open for 25 %
await client.getBooleanValue('new-search', false); // bad: 25 % of what?
await client.getBooleanValue('new-search', false, { targetingKey: user.id }); // good
\`\`\`

Only call sites whose accessor takes a context and is given none are reported. Silent where the SDK takes the context from elsewhere (a
provider, a client made for one user), and about flags that serve one and the same in every scope of every environment.

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run({ usages, snapshot }) {
    if (snapshot === null) return [];
    const known = new Map<Flag, readonly Divided[]>();
    return evaluationsOf(usages).flatMap(({ callSite, flag }) => {
      if (callSite.context !== 'absent' || flag.archivedAt !== null) return [];
      const divided = known.get(flag) ?? dividedIn(flag, snapshot);
      known.set(flag, divided);
      if (divided.length === 0) return [];
      const places = listOf(divided.map(({ key }) => visible(key)));
      return [
        findingAtKey(callSite, {
          message: `Flag ${quoteKey(flag.key)} divides the load in ${places}, but this call has no evaluation context to divide it by.`,
          flagKey: flag.key,
          evidence: [
            ...divided.map(({ key, label }) => ({ label: visible(key), value: label, since: null })),
            { label: 'evaluation context', value: `none is given to ${visible(callSite.method, 60)}`, since: null },
          ],
          environments: divided.map(({ key }) => key),
        }),
      ];
    });
  },
};

/** An environment with a scope that divides its load. */
interface Divided {
  readonly key: string;
  readonly label: string;
}

function dividedIn(flag: Flag, snapshot: FlagSnapshot): readonly Divided[] {
  const environments: readonly Environment[] = [
    ...snapshot.environments,
    ...unlistedEnvironments(flag, snapshot).map((key) => ({ key, critical: false, datacenters: [] })),
  ];
  return environments.flatMap((environment) => {
    const state = stateIn(flag, environment.key);
    if (state === null) return [];
    const scope = scopesOf(environment, state).find(({ serving }) => isDivided(serving));
    return scope === undefined ? [] : [{ key: environment.key, label: servingLabel(flag, scope.serving) }];
  });
}

function isDivided(serving: Serving): boolean {
  if (serving.kind === 'targeted') return isDivided(serving.otherwise);
  return serving.kind === 'fractional' && serving.shares.filter(({ share }) => share > 0).length > 1;
}
