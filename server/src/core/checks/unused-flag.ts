import type { CallSite, Evidence, Flag } from '../model.ts';
import { dayMs, formatDay, knownUntil, timeOf } from '../state/age.ts';
import { allowanceOf, unusedAfter, type Allowance } from '../state/allowance.ts';
import { plural, quoteKey, visible } from '../text.ts';
import { allowanceEvidence, allowanceTable } from './allowance.ts';
import type { WorkspaceCheck, WorkspaceCheckContext } from './check.ts';

/** A flag that no code reads. */
export const unusedFlag: WorkspaceCheck = {
  meta: {
    id: 'unused-flag',
    title: 'The flag is in the control plane, but nowhere in the code',
    category: 'existence',
    options: ['after'],
    severity: 'info',
    recommended: false,
    inTests: true,
    needsState: true,
    description: `
The control plane has the flag and no code of the workspace names it: it was removed from the code and left behind, or created and never
used. Somebody will turn it one day, and wonder why nothing happens.

\`\`\`ts
// "old-cart" is in the control plane
await client.getBooleanValue('new-cart', false); // bad: nothing reads "old-cart" any more
await client.getBooleanValue('old-cart', false); // good
\`\`\`

Archive the flag. The finding has no place in the code: it stands where the control plane is configured.

**Off unless configured**, because many control planes serve more code than one workspace: other repositories, other languages. Where
reports of other repositories are merged, the flags they read count as used.

A flag counts as used wherever code names it, in a test, too. The check is silent if not all of the workspace has been read, and about
a flag
- that is archived,
- that is younger than allowed, or of which nobody says how old it is at least,
- that was evaluated in the seven days before the state was read: somebody reads it,
- that another flag has as a prerequisite,
- whose key a call site may build at run time: \`\` \`promo-\${country}\` \`\` may be any flag that begins with \`promo-\`. A key of which nothing
  is known (\`getBooleanValue(key, false)\`) may be any flag, so that nothing is reported at all; \`dynamic-flag-key\` finds these.

${allowanceTable(unusedAfter)}

Options: \`severity\`; \`after\`, how old a flag of a purpose may be without any code (\`{ "release": "6w", "ops": null }\`, null = forever).
`,
  },
  run(context) {
    const { snapshot, workspace, options } = context;
    if (!snapshot.complete || !workspace.isWhole) return [];
    const mayBe = keysBuiltBy(workspace.dynamicCallSites());
    if (mayBe === null) return [];
    const until = knownUntil(snapshot.readAt, context.now);
    const needed = new Set(
      snapshot.flags.flatMap((flag) => (flag.archivedAt === null ? (flag.prerequisites ?? []) : [])),
    );
    return snapshot.flags.flatMap((flag) => {
      const allowance = allowanceOf(flag, options.after, unusedAfter);
      if (flag.archivedAt !== null || allowance.ms === null || evaluatedSince(flag, until - usedWithin)) return [];
      const since = existsSince(flag);
      if (since === null || !(since.time < until - allowance.ms)) return [];
      if (mayBe.some((template) => mayBecome(template, flag.key)) || isNamed(flag.key, context)) return [];
      if (needed.has(flag.key)) return [];
      return [
        {
          message: `No code of this workspace reads flag ${quoteKey(flag.key)}.`,
          flagKey: flag.key,
          evidence: [since.evidence, ...evidenceOf(flag, allowance, context)],
          suggestions: [],
          related: [],
        },
      ];
    });
  },
};

/** Whoever evaluated a flag within this time still does. */
const usedWithin = 7 * dayMs;

function isNamed(key: string, { workspace }: WorkspaceCheckContext): boolean {
  return workspace.callSitesOf(key).length > 0 || (workspace.referencesElsewhere(key) ?? 0) > 0;
}

/** What stands around the holes of a template, in order: at least one text, at the beginning and at the end. */
type Template = readonly string[];

/** Which keys call sites may build at run time; null where one of them may be any key. */
function keysBuiltBy(callSites: readonly CallSite[]): readonly Template[] | null {
  const templates = new Map<string, Template>();
  for (const { key, role } of callSites) {
    if (key.kind !== 'dynamic' || role === 'home-made-valve') continue;
    const template = templateOf(key.text);
    if (template !== null) templates.set(key.text, template);
    // Inside a wrapper: its callers have the keys, and are call sites themselves.
    else if (!key.reason.startsWith('parameter of')) return null;
  }
  return [...templates.values()];
}

/** null for anything but a template, for one without fixed parts, and for a text that was cut. */
function templateOf(text: string): Template | null {
  const [, inside] = /^`([\s\S]*)`$/.exec(text) ?? [];
  const parts = inside === undefined ? null : fixedParts(inside);
  return parts === null || parts.every((part) => part === '') ? null : parts;
}

/** True where the template may become the key. Not a regular expression: many holes would take it forever. */
function mayBecome(template: Template, key: string): boolean {
  const [first = '', ...others] = template;
  const last = others.pop();
  if (last === undefined) return key === first;
  if (!key.startsWith(first) || !key.endsWith(last)) return false;
  let end = first.length;
  for (const part of others) {
    const found = key.indexOf(part, end);
    if (found === -1) return false;
    end = found + part.length;
  }
  return end <= key.length - last.length;
}

/** What stands around the holes of a template; null where the holes cannot be told. */
function fixedParts(inside: string): Template | null {
  const parts = inside.split(/\$\{(?:[^{}]|\$\{[^{}]*\})*\}/);
  return parts.some((part) => /\$\{|\}/.test(part)) ? null : parts;
}

function evaluatedSince(flag: Flag, time: number): boolean {
  return Object.values(flag.environments).some(({ lastEvaluatedAt }) => (timeOf(lastEvaluatedAt) ?? -Infinity) >= time);
}

/** Since when the flag has existed at least; null where nobody says. */
function existsSince(flag: Flag): { readonly time: number; readonly evidence: Evidence } | null {
  const created = timeOf(flag.createdAt);
  if (created !== null) {
    return { time: created, evidence: { label: 'flag', value: 'in the control plane', since: flag.createdAt } };
  }
  const changes = Object.values(flag.environments)
    .flatMap(({ constantSince, changedAt }) => [constantSince, changedAt])
    .flatMap((at) => timeOf(at) ?? []);
  if (changes.length === 0) return null;
  const time = Math.min(...changes);
  return { time, evidence: { label: 'flag', value: 'changed first', since: new Date(time).toISOString() } };
}

function evidenceOf(flag: Flag, allowance: Allowance, { workspace }: WorkspaceCheckContext): readonly Evidence[] {
  const elsewhere = workspace.referencesElsewhere(flag.key);
  const evaluated = Object.entries(flag.environments).flatMap(([environment, { lastEvaluatedAt }]) => {
    const day = formatDay(lastEvaluatedAt);
    return day === null ? [] : [{ label: `last evaluated in ${visible(environment)}`, value: day, since: null }];
  });
  return [
    { label: 'in the code', value: plural(0, 'call site'), since: null },
    {
      label: 'in other repositories',
      value: elsewhere === null ? 'not known, no reports were given' : plural(elsewhere, 'call site'),
      since: null,
    },
    ...evaluated,
    ...allowanceEvidence(flag, allowance),
    ...(flag.owner === null ? [] : [{ label: 'owner', value: visible(flag.owner), since: null }]),
  ];
}
