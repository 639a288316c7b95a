/** The file that holds the findings somebody accepted for now: one a line, sorted, so that two branches merge. */
import { readFileSync, statSync } from 'node:fs';
import { parse, type ParseError, type ParseErrorCode } from 'jsonc-parser';
import { z } from 'zod';
import { visible } from '../../core/text.ts';
import { UsageError } from '../usage-error.ts';

export interface BaselineEntry {
  readonly check: string;
  /** Relative to the workspace, with `/`; for readers, as `check` and `key`: what counts is the fingerprint. */
  readonly file: string;
  readonly key: string | null;
  readonly fingerprint: string;
}

export interface Baseline {
  /** The workspace in its repository: `.`, `packages/web`. */
  readonly root: string;
  /** False where findings may be missing in it, because there was no complete state when it was written. */
  readonly isComplete: boolean;
  readonly entries: readonly BaselineEntry[];
}

const baselineVersion = 1;
// A constant of jsonc-parser that is no value where modules are compiled one by one.
const commaExpected = 6 satisfies ParseErrorCode.CommaExpected;
const maxBytes = 64 * 1024 * 1024;

const header = z.object({ tool: z.literal('sluice'), format: z.literal('baseline'), version: z.unknown() });

const body = z.object({
  root: z.string(),
  complete: z.boolean(),
  findings: z.array(
    z.object({
      check: z.string(),
      file: z.string(),
      key: z.string().nullable(),
      fingerprint: z.string().regex(/^[0-9a-f]{32}$/),
    }),
  ),
});

/** The text of a baseline: the same for the same entries, in whatever order they come. */
export function formatBaseline({ root, isComplete, entries }: Baseline): string {
  const lines = [...new Map(entries.map((entry) => [entry.fingerprint, entry])).values()]
    .sort(compareEntries)
    .map(({ check, file, key, fingerprint }) => `    ${plainJson({ check, file, key, fingerprint })}`);
  return [
    '{',
    '  "tool": "sluice",',
    '  "format": "baseline",',
    `  "version": ${baselineVersion},`,
    `  "root": ${plainJson(root)},`,
    `  "complete": ${isComplete},`,
    lines.length === 0 ? '  "findings": []' : `  "findings": [\n${lines.join(',\n')}\n  ]`,
    '}',
    '',
  ].join('\n');
}

/** Reads a baseline. Throws UsageError, which says what to do. */
export function readBaseline(path: string, shown: string): Baseline {
  return parseBaseline(readText(path, shown), shown);
}

/** The same for its text. */
export function parseBaseline(text: string, shown: string): Baseline {
  const name = `The baseline ${visible(shown)}`;
  const again = `write it again with \`sluice check --write-baseline ${visible(shown)}\``;
  if (/^(?:<{7}|>{7})(?: |$)/m.test(text)) {
    throw new UsageError(`${name} holds an unfinished merge: keep the lines of both sides, or remove it and ${again}.`);
  }
  const { value, brokenAt } = parsed(text);
  if (brokenAt !== null) {
    throw new UsageError(
      `${name} is not valid JSON${text.trim() === '' ? ': it is empty' : ` (line ${brokenAt})`}. Take it from the repository again, or remove it and ${again}.`,
    );
  }
  const head = header.safeParse(value);
  if (!head.success)
    throw new UsageError(`${visible(shown)} is not a baseline of Sluice. One begins with "tool": "sluice".`);
  const { version } = head.data;
  if (version !== baselineVersion) {
    throw new UsageError(
      `${name} has the format ${visible(JSON.stringify(version) ?? 'of nobody')}, and this Sluice knows ${baselineVersion} only: use the version of Sluice that wrote it, or remove it and ${again}.`,
    );
  }
  const rest = body.safeParse(value);
  if (!rest.success) {
    const [problem] = rest.error.issues;
    const where = problem ? visible(problem.path.join('.')) : '';
    throw new UsageError(
      `${name} is damaged at "${where}": take it from the repository again, or remove it and ${again}.`,
    );
  }
  const { root, complete, findings } = rest.data;
  return { root, isComplete: complete, entries: findings };
}

function readText(path: string, shown: string): string {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size > maxBytes)
      throw new UsageError(`${visible(shown)} is not a baseline of Sluice.`);
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new UsageError(
      code === 'ENOENT'
        ? `The baseline ${visible(shown)} does not exist. \`sluice check --write-baseline ${visible(shown)}\` writes one.`
        : `The baseline ${visible(shown)} cannot be read (${code}).`,
    );
  }
}

/** Commas may lack between lines or be too many: keeping the lines of both sides of a merge leaves it so. */
function parsed(text: string): { readonly value: unknown; readonly brokenAt: number | null } {
  const errors: ParseError[] = [];
  const value = parse(text, errors, { allowTrailingComma: true, disallowComments: true }) as unknown;
  const error = errors.find((each) => each.error !== commaExpected);
  return { value, brokenAt: error ? text.slice(0, error.offset).split('\n').length : null };
}

/** Keys come from anybody: what cannot be seen is written as an escape, so that a review shows what is there. */
function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compareText(a.file, b.file) ||
    compareText(a.check, b.check) ||
    compareText(a.key ?? '', b.key ?? '') ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
