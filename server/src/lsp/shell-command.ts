import { visible } from '../core/text.ts';

/** A command line that a person can paste into a POSIX shell: words that are not plain are quoted, whatever they hold. */
export function shellCommand(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w./:=@%+-]+$/.test(word) ? word : `'${visible(word).replaceAll("'", "'\\''")}'`))
    .join(' ');
}
