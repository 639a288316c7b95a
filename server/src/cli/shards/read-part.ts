/** Reads the report of a shard. */
import { resolve } from 'node:path';
import { visible } from '../../core/text.ts';
import type { Io } from '../command.ts';
import { readJsonFile } from '../json-file.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { partSchema, type Part } from './part-schema.ts';

export interface NamedPart {
  /** As it was named. */
  readonly file: string;
  readonly part: Part;
}

/** Throws UsageError, which says what to do. */
export function readPart(file: string, io: Pick<Io, 'cwd'>): NamedPart {
  const name = visible(file);
  const value = readJsonFile(resolve(io.cwd, file), file, '. Is it whole? Check this shard again.');
  const made = typeof value === 'object' && value !== null && 'shard' in value ? value.shard : undefined;
  const by = typeof made === 'object' && made !== null && 'sluice' in made ? made.sluice : undefined;
  if (by === undefined) {
    throw new UsageError(
      `${name} is not a part of a report: parts come from \`sluice check --shard 1/2 --format json\`.`,
    );
  }
  if (by !== version) {
    throw new UsageError(
      `${name} was written by Sluice ${visible(String(by))}, and this is ${version}: check and merge with one version.`,
    );
  }
  const parsed = partSchema.safeParse(value);
  if (parsed.success) return { file, part: parsed.data };
  const where = visible(parsed.error.issues[0]?.path.join('.') ?? '');
  throw new UsageError(`${name} is damaged at "${where}": check this shard again.`);
}
