/** An earlier report from a file: what `sluice report` wrote, as JSON or as a page. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { visible } from '../../core/text.ts';
import { UsageError } from '../usage-error.ts';
import type { EarlierReport } from './compare-reports.ts';
import { healths } from './debt-report.ts';

/** The version of the JSON report. */
export const reportVersion = 1;

/** The element of a page that holds the report it shows. */
export const dataElement = { open: '<script type="application/json" id="sluice-report">', close: '</script>' } as const;

const count = z.number().int().min(0);
const time = z.iso.datetime();
const counts = { flags: count, safe: count, caution: count, keep: count, unknown: count };
const earlierSchema = z.object({
  at: time,
  isComplete: z.boolean(),
  flags: z.array(z.object({ controlPlane: z.string().nullable(), key: z.string(), verdict: z.enum(healths) })),
  history: z.array(z.object({ at: time, ...counts })),
});

/** Throws UsageError where the file is not a report of this version. */
export function readEarlier(file: string, cwd: string): EarlierReport {
  const name = visible(file);
  const refuse = (why: string): UsageError => new UsageError(`${name} cannot be compared with: ${why}.`, 'report');
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw refuse(`it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  }
  let document: unknown;
  try {
    document = JSON.parse(jsonOf(text));
  } catch {
    throw refuse('it is neither a JSON report nor a page of `sluice report`');
  }
  if (typeof document !== 'object' || document === null || !('sluiceReport' in document))
    throw refuse('it is JSON, but no report of `sluice report`');
  const { sluiceReport: version } = document;
  if (version !== reportVersion) {
    const found = visible(JSON.stringify(version) ?? '', 40);
    throw refuse(`it is a report of version ${found}, and this Sluice reads version ${reportVersion}`);
  }
  const { data, error } = earlierSchema.safeParse(document);
  if (data !== undefined) return data;
  const [issue] = error.issues;
  const where = visible(issue?.path.map(String).join('.') ?? '', 80);
  throw refuse(`its part "${where}" is not as it should be (${visible(issue?.message ?? '', 120)})`);
}

function jsonOf(text: string): string {
  const start = text.indexOf(dataElement.open);
  if (start < 0) return text;
  const from = start + dataElement.open.length;
  return text.slice(from, text.indexOf(dataElement.close, from));
}
