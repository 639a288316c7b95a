/** JSON that somebody named on the command line. */
import { readFileSync } from 'node:fs';
import { visible } from '../core/text.ts';
import { UsageError } from './usage-error.ts';

/** What the file holds, of whatever shape. Throws UsageError; `advice` goes on after "… is not valid JSON". */
export function readJsonFile(path: string, shown: string, advice: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new UsageError(
      code === undefined
        ? `${visible(shown)} is not valid JSON${advice}`
        : `${visible(shown)} cannot be read (${code}). Is the name right?`,
    );
  }
}
