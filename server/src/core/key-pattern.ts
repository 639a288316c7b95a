/** Patterns that a repository's configuration brings along: they must not be able to keep an editor or a build busy. */
import { RE2JS } from 're2js';

/**
 * Whether a key matches a regular expression (anywhere in it, without flags). Takes time in proportion to the key, whatever the pattern:
 * JavaScript's own engine can take for ever (`^(a+)+$`). What such an engine cannot do (lookaround, references to groups) is refused.
 * @throws Error where the pattern is none; the message says in a few words why
 */
export function compilePattern(pattern: string): (key: string) => boolean {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? /^error parsing regexp: (.*)$/.exec(error.message)?.[1] : undefined;
    throw new Error(reason ?? 'it cannot be read', { cause: error });
  }
  return (key) => compiled.matcher(key).find();
}
