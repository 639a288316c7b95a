/** Which control plane `sluice init` writes down: as asked for with options, as the person answers, else as proposed. */
import {
  factsOfKind,
  fieldProblem,
  kindFacts,
  type FieldName,
  type KindFacts,
} from '../../control-planes/kind-fields.ts';
import { noCredentials } from '../../control-planes/credentials.ts';
import { controlPlaneSchema, createControlPlane, lacksAddress } from '../../control-planes/registry.ts';
import { listOf, visible } from '../../core/text.ts';
import type { CommandInput, Io } from '../command.ts';
import { controlPlaneChoices } from '../command-specs/set-up.ts';
import { UsageError } from '../usage-error.ts';
import { proposedOf, type FoundControlPlanes } from './find-control-planes.ts';
import { kindAtUrl } from './signs.ts';

export interface ChosenControlPlane {
  readonly facts: KindFacts;
  /** Defaults are among them; what nobody said is not. */
  readonly values: { readonly [name in FieldName]?: string };
  /** Other kinds that were found. */
  readonly others: readonly string[];
}

export interface Chosen {
  readonly controlPlane: ChosenControlPlane | null;
  /** One sentence or more. */
  readonly why: string;
}

const fieldNames: readonly FieldName[] = ['path', 'url', 'project', 'environment'];

/** Asks only where nothing was said and somebody may answer. Throws UsageError for values that cannot be used. */
export async function chooseControlPlane(found: FoundControlPlanes, input: CommandInput, io: Io): Promise<Chosen> {
  const proposal = propose(found, input, io);
  const isOpen = !proposal.isDecided && !input.has('yes');
  const kind = isOpen ? await askKind(proposal.kind, io) : proposal.kind;
  const facts = kind === null ? undefined : factsOfKind(kind);
  const given = fieldNames.filter((name) => input.value(name) !== null);
  const strange = given.filter((name) => !facts?.fields.some((field) => field.name === name));
  if (strange.length > 0) {
    const what = facts ? `A control plane of the kind ${facts.kind} takes` : 'Without a control plane there is';
    throw new UsageError(`${what} no ${listOf(strange.map((name) => `--${name}`))}.`, 'init');
  }
  if (facts === undefined) {
    const isOther = kind === null && proposal.kind !== null;
    return { controlPlane: null, why: isOther ? `No control plane, as asked. ${noneText}` : proposal.why };
  }

  const path = found.candidates.find((candidate) => candidate.kind === facts.kind)?.path;
  const values: { [name in FieldName]?: string } = {};
  for (const field of facts.fields) {
    const { name } = field;
    const known = input.value(name) ?? (name === 'project' ? io.env['SLUICE_PROJECT']?.trim() || null : null);
    const fallback = (name === 'path' ? path : null) ?? field.fallback;
    const problem = known === null ? null : fieldProblem(facts.kind, name, known);
    if (problem !== null) throw new UsageError(problem, 'init');
    const isAsked = known === null && mayAsk(name, { facts, input, io, isOpen });
    const value = isAsked ? await askField(facts, { ...field, fallback }, io) : (known ?? fallback);
    if (value !== null) values[name] = value;
  }
  refuseUnusable(facts, values);
  const others = found.candidates.flatMap((candidate) => (candidate.kind === facts.kind ? [] : [candidate.kind]));
  const why = kind === proposal.kind ? proposal.why : `The state of flags comes from ${facts.title}, as answered.`;
  return { controlPlane: { facts, values, others }, why };
}

interface ProposedKind {
  readonly kind: string | null;
  readonly why: string;
  /** Nobody needs to be asked. */
  readonly isDecided: boolean;
}

const noneText = 'The code is scanned without the state of its flags. `sluice serve` runs a control plane.';

function propose(found: FoundControlPlanes, input: CommandInput, io: Io): ProposedKind {
  const asked = input.value('control-plane');
  const url = input.value('url');
  if (asked === 'none') return { kind: null, why: `No control plane, as asked. ${noneText}`, isDecided: true };
  if (asked !== null) {
    const from = visible(url ?? input.value('path') ?? factsOfKind(asked)?.title ?? asked);
    return { kind: asked, why: `The state of flags comes from ${from}, as asked.`, isDecided: true };
  }
  if (url !== null) {
    const kind = kindAtUrl(url) ?? 'sluice';
    const other = found.candidates.find((candidate) => candidate.kind !== kind && candidate.path === null);
    const hint =
      kind === 'sluice' && other
        ? ` It is taken for \`sluice serve\`; if ${factsOfKind(other.kind)?.title ?? ''} runs there, say --control-plane ${other.kind}.`
        : '';
    return { kind, why: `The state of flags comes from ${visible(url)}, as asked.${hint}`, isDecided: true };
  }
  const best = proposedOf(found);
  const environmentUrl = io.env['SLUICE_URL']?.trim() ?? '';
  if (environmentUrl !== '') return atEnvironmentUrl(environmentUrl, best?.kind ?? null);
  if (best !== null) return proposeFound(found, best.kind);
  const unread = found.candidates.map((candidate) => `${candidate.kind} (${candidate.why})`);
  const reasons = [
    ...(found.openFeatureReads > 0
      ? ['The code reads flags through OpenFeature and does not say what is behind it. ']
      : []),
    ...(unread.length > 0 ? [`Found, but no flag is read through it: ${unread.join(', ')}. `] : []),
  ];
  return { kind: null, why: `${reasons.join('')}No control plane is set: ${lowerFirst(noneText)}`, isDecided: false };
}

function proposeFound({ candidates }: FoundControlPlanes, kind: string): ProposedKind {
  const [best, ...others] = candidates;
  const title = factsOfKind(kind)?.title ?? kind;
  const why =
    best?.path != null && best.reads === 0 && others.length === 0
      ? `${visible(best.path)} is a flag definition file: it is taken for the state of flags.`
      : `${title} is proposed (${kind}): ${best?.why ?? ''}.`;
  const lines = others.map(({ kind: other, why: reason }) => `  ${other}: ${reason}`);
  const also =
    lines.length === 0
      ? ''
      : `\nFound as well:\n${lines.join('\n')}\nWhere flags move from one to the other, or folders differ, list them under \`controlPlanes\` (README: Several control planes).`;
  return { kind, why: `${why}${also}`, isDecided: others.length === 0 && best?.path != null };
}

/** An address that nobody writes down: of whatever the code reads from, as long as that could be anywhere. */
function atEnvironmentUrl(url: string, found: string | null): ProposedKind {
  const movable =
    found !== null && factsOfKind(found)?.fields.some(({ name, fallback }) => name === 'url' && fallback === null);
  const kind = kindAtUrl(url) ?? (movable ? found : 'sluice');
  const title = kind === 'sluice' ? 'the control plane' : (factsOfKind(kind)?.title ?? kind);
  return {
    kind,
    why: `SLUICE_URL is set: the state of flags comes from ${title} at the address it names.`,
    isDecided: true,
  };
}

interface Asking {
  readonly facts: KindFacts;
  readonly input: CommandInput;
  readonly io: Io;
  readonly isOpen: boolean;
}

/** What has a default that nearly always fits is not asked; nor is anything with `--yes`, or where SLUICE_URL says it. */
function mayAsk(name: FieldName, { facts, input, io, isOpen }: Asking): boolean {
  const field = facts.fields.find((candidate) => candidate.name === name);
  if (input.has('yes') || name === 'environment' || field === undefined) return false;
  if (name === 'url' && io.env['SLUICE_URL']?.trim()) return false;
  return isOpen || (field.isRequired && name !== 'path');
}

async function askKind(proposed: string | null, io: Io): Promise<string | null> {
  const fallback = proposed ?? 'none';
  io.stdout.write(`\n${kindFacts.map(({ kind, about }) => `  ${kind.padEnd(12)}  ${about}`).join('\n')}\n`);
  for (;;) {
    const answer = await io.ask(`Which control plane, or none? [${fallback}] `);
    const typed = answer?.trim().toLowerCase() ?? '';
    const kind = typed === '' ? fallback : typed;
    if (kind === 'none') return null;
    if (factsOfKind(kind)) return kind;
    io.stderr.write(`sluice: it is one of ${controlPlaneChoices.join(', ')}.\n`);
  }
}

/** null where it is left open. */
async function askField(facts: KindFacts, field: KindFacts['fields'][number], io: Io): Promise<string | null> {
  const { name, description, fallback, isRequired } = field;
  const what = `${facts.title}, ${name}${description === '' ? '' : `: ${description}`}`;
  const otherwise = fallback ?? (isRequired ? 'Enter to fill it in later' : 'Enter to leave it open');
  for (;;) {
    const typed = (await io.ask(`${what} [${otherwise}] `))?.trim() ?? '';
    if (typed === '') return fallback;
    const problem = fieldProblem(facts.kind, name, typed);
    if (problem === null) return typed;
    io.stderr.write(`sluice: ${problem}\n`);
  }
}

/** What no field alone shows, such as an address that takes in events and tells no flags. Throws ConfigurationError. */
function refuseUnusable({ kind }: KindFacts, values: ChosenControlPlane['values']): void {
  const parsed = controlPlaneSchema.safeParse({ kind, ...values });
  if (!parsed.success || lacksAddress(parsed.data)) return;
  createControlPlane(parsed.data, { configFile: 'sluice.config.json', credentials: noCredentials });
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
