import type { CallSite, DefaultValue, Evidence, Flag, FlagUsage, JsonValue } from '../model.ts';
import { certainKey } from '../code/reads.ts';
import { leavesOf } from '../state/environments.ts';
import { formatShare, fullShare, offVariant, openShare, stateIn } from '../state/serving.ts';
import { plural, quoteKey, visible } from '../text.ts';
import type { Check, CheckContext, CheckFinding } from './check.ts';
import { evaluationsOf, findingAtKey, type FlagRead } from './usages.ts';

/** Defaults that disagree: with each other, or with what the flag is for. */
export const defaultMismatch: Check = {
  meta: {
    id: 'default-mismatch',
    title: 'The default value differs from that of other call sites, or opens what the control plane keeps closed',
    category: 'types',
    severity: 'warning',
    inTests: false,
    needsState: false,
    description: `
While the control plane cannot be reached, the default value decides. Two call sites of one flag with different defaults then disagree: half
of the program takes the new way and half the old one.

\`\`\`ts
const isNew = await client.getBooleanValue('new-checkout', false);
// elsewhere
await client.getBooleanValue('new-checkout', true); // bad: on, while the other is off
await client.getBooleanValue('new-checkout', false); // good
\`\`\`

The default that most call sites have is taken for the right one; if there are as many of one as of another, that of the first call site,
by file and position. Every other call site is reported, with those it differs from. Only defaults that the code shows are compared, of one
type, outside tests; objects are not.

**With state**, a default that turns the feature on is reported, too, if the flag is there to keep it closed: its purpose is \`release\`,
\`dark\` or \`experiment\`, and in a critical environment it is not open to all. An outage of the control plane would open it. A flag without
a purpose counts only while it is half open. Silent about permanent and archived flags, kill switches and ops and permission flags,
rules, flags that are open to everybody, and keys that say that the flag turns something off (\`disable-\`, \`hide-\`, \`legacy-\`).

Options: \`severity\`; \`inTests\` (off by default).
`,
  },
  run(context) {
    return [
      ...context.usages.flatMap((usage) => disagreement(usage, context) ?? []),
      ...evaluationsOf(context.usages).flatMap((read) => openingDefault(read, context) ?? []),
    ];
  },
};

type KnownDefault = Extract<DefaultValue, { kind: 'known' }>;

/** The default of a call site, if it can be compared. Tests may have defaults of their own: they count among themselves only. */
function comparable({ role, inTest, defaultValue }: CallSite, among: CallSite): KnownDefault | null {
  if (role !== 'evaluation' || (inTest && !among.inTest) || defaultValue?.kind !== 'known') return null;
  return defaultValue.valueType === 'object' || defaultValue.value === null ? null : defaultValue;
}

function disagreement(usage: FlagUsage, { workspace }: CheckContext): CheckFinding | null {
  const { callSite } = usage;
  const own = comparable(callSite, callSite);
  const key = certainKey(usage);
  if (own === null || key === null) return null;
  const others = workspace.callSitesOf(key).flatMap((other) => {
    const found = other.key.kind === 'literal' ? comparable(other, callSite) : null;
    return found?.valueType === own.valueType ? [{ callSite: other, value: found.value, span: found.span }] : [];
  });
  const right = mostCommon(others.map(({ value }) => value));
  if (right === undefined || right === own.value) return null;
  const differing = others.filter(({ value }) => value === right);
  const [mine, theirs] = [shown(own.value), shown(right)];
  return findingAtKey(callSite, {
    message: `The default value of flag ${quoteKey(key)} is ${mine} here, but ${theirs} at ${plural(differing.length, 'other call site')}.`,
    span: own.span,
    flagKey: key,
    evidence: [
      { label: 'default value here', value: mine, since: null },
      {
        label: 'default value elsewhere',
        value: `${theirs}, at ${plural(differing.length, 'call site')}`,
        since: null,
      },
    ],
    related: differing
      .slice(0, 5)
      .map(({ callSite: { uri }, span }) => ({ uri, span, what: `the default value is ${theirs}` })),
  });
}

/** The value that most have; of several, the first. */
function mostCommon(values: readonly JsonValue[]): JsonValue | undefined {
  const counts = new Map<JsonValue, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}

/** A default that gives everybody what the control plane gives to some or none. */
function openingDefault({ callSite, flag }: FlagRead, { criticalEnvironments }: CheckContext): CheckFinding | null {
  const { defaultValue } = callSite;
  if (defaultValue?.kind !== 'known' || defaultValue.value !== true || !isKeptClosed(flag)) return null;
  const closed = criticalEnvironments.flatMap((environment) => {
    const state = stateIn(flag, environment.key);
    const shares = state === null ? [] : leavesOf(environment, state).map(({ serving }) => openShare(flag, serving));
    const known = shares.filter((share) => share !== null);
    const lowest = Math.min(...known);
    const isClosed = known.length > 0 && known.length === shares.length && lowest < fullShare;
    // Of a flag without a purpose, off may be the exception: a kill switch that was pulled.
    if (!isClosed || (flag.purpose === null && !known.some((share) => share > 0))) return [];
    return [{ key: environment.key, share: lowest }];
  });
  if (closed.length === 0) return null;
  return findingAtKey(callSite, {
    message: `The default value opens flag ${quoteKey(flag.key)} to everybody while the control plane cannot be reached; it is not open to all yet.`,
    span: defaultValue.span,
    flagKey: flag.key,
    evidence: [
      { label: 'default value here', value: 'true', since: null },
      ...closed.map(({ key, share }): Evidence => ({
        label: visible(key),
        value: `open to ${formatShare(share)}`,
        since: null,
      })),
      { label: 'purpose', value: flag.purpose ?? 'not set', since: null },
    ],
    environments: closed.map(({ key }) => key),
  });
}

function isKeptClosed(flag: Flag): boolean {
  if (flag.permanent || flag.archivedAt !== null || flag.valueType !== 'boolean' || turnsOff(flag.key)) return false;
  if (offVariant(flag)?.value !== false) return false;
  return flag.purpose === null || ['release', 'dark', 'experiment'].includes(flag.purpose);
}

/** True for keys that say that true takes something away. */
function turnsOff(key: string): boolean {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => takingWords.has(word));
}

const takingWords: ReadonlySet<string> = new Set(
  'kill disable disabled off no without legacy old hide hidden skip block stop maintenance'.split(' '),
);

function shown(value: JsonValue): string {
  return visible(JSON.stringify(value), 60);
}
