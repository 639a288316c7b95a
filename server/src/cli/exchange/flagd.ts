/** flagd definitions in and out. A definition stands for one environment. */
import { NotADefinition, parseFlagd, type FlagdEntry } from '../../control-planes/flagd/flagd-definition.ts';
import { plainFractional, servingOf, weightsOf } from '../../control-planes/flagd/flagd-serving.ts';
import type { FlagKind } from '../../core/model.ts';
import type { ExchangedFlag } from '../../embedded/exchange/shapes.ts';
import { createRemarks, isOnOff, UnreadableFile, withoutRules } from './reading.ts';
import type { PlainServing, Reading, ReadOptions, Remarks, Writing } from './reading.ts';

/** Metadata that an import keeps; `lifetime`, `team` and `expires` are other names for three of them. */
const kept = new Set(
  'kind purpose owner team description tags expiresAt expires permanent lifetime flagSetId version'.split(' '),
);

/** @throws UnreadableFile */
export function readFlagd(text: string, environment: string, options: Pick<ReadOptions, 'withoutRules'>): Reading {
  const remarks = createRemarks();
  try {
    const { entries, problems } = parseFlagd(text, environment);
    remarks.problems.push(...problems.map(splitProblem));
    const flags = entries.flatMap((entry) => flagOf(entry, environment, options.withoutRules, remarks) ?? []);
    return { flags, ...remarks };
  } catch (error) {
    if (error instanceof NotADefinition) throw new UnreadableFile(error.message, { cause: error });
    throw error;
  }
}

function splitProblem(problem: string) {
  const [, key = problem, text = 'it cannot be read'] = /^(.*?) \((.*)\)$/s.exec(problem) ?? [];
  return { key, text };
}

function flagOf(entry: FlagdEntry, environment: string, dropRules: boolean, remarks: Remarks): ExchangedFlag | null {
  const { flag, targeting } = entry;
  const { key, variants } = flag;
  const note = (text: string): void => void remarks.notes.push({ key, text });
  const names = new Set(variants.map(({ name }) => name));
  // Rules of a disabled flag would be lost just as well.
  const { defaultVariant } = entry;
  const whenEnabled =
    entry.serving.kind === 'off' ? servingOf({ state: 'ENABLED', defaultVariant, targeting }, names) : entry.serving;
  const fractional = plainFractional(targeting);
  if (whenEnabled.kind === 'targeted' || fractional?.bucketBy !== undefined) {
    const what = whenEnabled.kind === 'targeted' ? 'it has targeting rules' : 'it buckets by something of its own';
    if (!dropRules) {
      remarks.leftOut.push({ key, text: what });
      return null;
    }
    note(`${what}, which are left out`);
  }
  const serving = fractional?.bucketBy === undefined ? withoutRules(entry.serving) : byDefault(defaultVariant);
  if (entry.serving.kind === 'off' && whenEnabled.kind === 'fractional') {
    note('it is disabled; the shares it would have are not kept');
  }
  const total = fractional?.weights.reduce((sum, { weight }) => sum + weight, 0) ?? 0;
  if (serving.kind === 'fractional' && fractional?.weights.some(({ weight }) => (weight * 10_000) % total !== 0)) {
    note(
      `its weights are rounded to 1/100 %: ${serving.shares.map(({ variant, share }) => `${variant} ${share / 100} %`).join(', ')}`,
    );
  }
  const lost = Object.keys(entry.ownMetadata).filter((name) => !kept.has(name));
  if (lost.length > 0) note(`metadata that is not kept: ${lost.join(', ')}`);
  return {
    key,
    kind: kindOf(flag.kind, entry, serving, note),
    purpose: flag.purpose,
    variants: variants.map((variant) => ({ ...variant })),
    owner: flag.owner,
    description: flag.description,
    tags: [...flag.tags],
    expiresAt: flag.expiresAt,
    permanent: flag.permanent,
    archived: false,
    environments: { [environment]: { serving, overrides: [] } },
  };
}

function byDefault(variant: string | null): PlainServing {
  return variant === null ? { kind: 'off' } : { kind: 'static', variant };
}

function kindOf(said: FlagKind, entry: FlagdEntry, serving: PlainServing, note: (text: string) => void): FlagKind {
  const { variants } = entry.flag;
  const fits =
    said === 'variant' || (said === 'valve' ? variants.length > 1 : isOnOff(variants) && serving.kind !== 'fractional');
  if (fits) return said;
  const kind = isOnOff(variants) ? 'valve' : 'variant';
  if (entry.ownMetadata['kind'] !== undefined)
    note(`its kind becomes ${kind}, since ${said} does not fit what it serves`);
  return kind;
}

/** @param environment the one whose servings are written */
export function writeFlagd(flags: readonly ExchangedFlag[], environment: string): Writing {
  const { leftOut, notes } = createRemarks();
  const definitions = flags.flatMap((flag): [string, unknown][] => {
    const state = flag.environments[environment];
    if (flag.archived) {
      leftOut.push({ key: flag.key, text: 'it is archived, which flagd does not know' });
      return [];
    }
    if (state === undefined) return [];
    if (state.overrides.length > 0) {
      notes.push({ key: flag.key, text: 'what single datacenters and servers are served is not in the file' });
    }
    if (flag.tags?.some((tag) => tag.includes(',') || tag !== tag.trim())) {
      notes.push({ key: flag.key, text: 'a tag with a comma in it becomes several' });
    }
    return [[flag.key, definitionOf(flag, state.serving)]];
  });
  const document = { $schema: 'https://flagd.dev/schema/v0/flags.json', flags: Object.fromEntries(definitions) };
  return { document, leftOut, notes };
}

function definitionOf(flag: ExchangedFlag, serving: PlainServing): unknown {
  const variants = flag.variants ?? [];
  const last = variants.find(({ value }) => value === false) ?? variants.at(-1);
  const metadata = {
    kind: flag.kind,
    ...(flag.purpose ? { purpose: flag.purpose } : {}),
    ...(flag.owner ? { owner: flag.owner } : {}),
    ...(flag.description ? { description: flag.description } : {}),
    ...(flag.tags && flag.tags.length > 0 ? { tags: flag.tags.join(',') } : {}),
    ...(flag.expiresAt ? { expiresAt: flag.expiresAt } : {}),
    ...(flag.permanent ? { permanent: true } : {}),
  };
  return {
    state: serving.kind === 'off' ? 'DISABLED' : 'ENABLED',
    variants: Object.fromEntries(variants.map(({ name, value }) => [name, value])),
    defaultVariant: serving.kind === 'static' ? serving.variant : (last?.name ?? null),
    ...(serving.kind === 'fractional' ? { targeting: { fractional: weightsFor(serving, last?.name) } } : {}),
    metadata,
  };
}

/** The variant that stands for "off" last: buckets add up from the start, so raising the others keeps everybody inside. */
function weightsFor(serving: PlainServing & { kind: 'fractional' }, last: string | undefined): unknown {
  const weights = weightsOf(serving.shares).map(({ variant, weight }) => [variant, weight] as const);
  return [...weights.filter(([name]) => name !== last), ...weights.filter(([name]) => name === last)];
}
