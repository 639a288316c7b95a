/** `sluice export` */
import { visible } from '../../core/text.ts';
import { toManifestFlag } from '../../embedded/exchange/manifest.ts';
import type { ExchangedFlag } from '../../embedded/exchange/shapes.ts';
import type { CommandInput, Io } from '../command.ts';
import { openExchange } from '../exchange/exchange-client.ts';
import { writeFlagd } from '../exchange/flagd.ts';
import { writeLaunchDarkly } from '../exchange/launchdarkly.ts';
import type { Writing } from '../exchange/reading.ts';
import { writeUnleash } from '../exchange/unleash.ts';
import { exitCodes } from '../exit-codes.ts';
import { note } from '../terminal/log.ts';
import { writeReport } from '../terminal/output.ts';
import { UsageError } from '../usage-error.ts';

/** Of open-feature/cli, schema/v0. */
const manifestSchema = 'https://raw.githubusercontent.com/open-feature/cli/main/schema/v0/flag-manifest.json';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const format = input.value('to') ?? 'sluice';
  const exported = await openExchange(input, io).give();
  const known = [...new Set(exported.flags.flatMap(({ environments }) => Object.keys(environments)))];
  const environment = input.value('environment');
  if (environment !== null && known.length > 0 && !known.includes(environment)) {
    throw new UsageError(`There is no environment "${visible(environment)}"; there are ${known.join(', ')}.`);
  }
  const one = (): string => {
    const only = environment ?? (known.length < 2 ? (known[0] ?? 'production') : null);
    if (only !== null) return only;
    throw new UsageError(
      `Such a file holds one environment: name one of ${known.join(', ')} with --environment.`,
      'export',
    );
  };
  const written = write(
    format,
    { ...exported, flags: exported.flags.map((flag) => only(flag, environment)) },
    one,
    known,
  );
  writeReport(`${JSON.stringify(written.document, null, 2)}\n`, input, io);
  for (const { key, text } of written.leftOut) note(input, io, `${key} is left out: ${text}`);
  for (const { key, text } of written.notes) note(input, io, `${key}: ${text}`);
  return exitCodes.clean;
}

function only(flag: ExchangedFlag, environment: string | null): ExchangedFlag {
  if (environment === null) return flag;
  const state = flag.environments[environment];
  return { ...flag, environments: state ? { [environment]: state } : {} };
}

function write(
  format: string,
  exported: { readonly flags: readonly ExchangedFlag[] },
  one: () => string,
  known: readonly string[],
): Writing {
  const { flags } = exported;
  switch (format) {
    case 'flagd':
      return writeFlagd(flags, one());
    case 'unleash':
      return writeUnleash(flags, one());
    case 'launchdarkly':
      return writeLaunchDarkly(flags, known);
    case 'manifest':
      return { document: manifestOf(flags), leftOut: [], notes: [] };
    default:
      return { document: exported, leftOut: [], notes: [] };
  }
}

/** The manifest's file form: what code reads, without what is served. */
function manifestOf(flags: readonly ExchangedFlag[]): unknown {
  const entries = flags.flatMap((flag): [string, unknown][] => {
    if (flag.archived) return [];
    const { variants = [], description = null } = flag;
    const { type, defaultValue } = toManifestFlag({ key: flag.key, variants, description });
    return [[flag.key, { flagType: type, defaultValue, ...(description === null ? {} : { description }) }]];
  });
  return { $schema: manifestSchema, flags: Object.fromEntries(entries) };
}
