/** What runs between two places of one function, as far as its text tells. */
import type { Span } from '../model.ts';

/**
 * True where whoever comes to `later` has certainly been able to pass `earlier` in the same call of the function: no block or case that
 * holds `earlier` is closed before `later`, and `earlier` is not what is returned. Both are in the same function; `code` is that of the
 * file, without strings and comments.
 */
export function canFollow(code: string, earlier: Span, later: Span): boolean {
  if (isInOneArm(code.slice(0, earlier.start))) return false;
  const between = code.slice(earlier.end, later.start);
  let depth = 0;
  for (const [token] of between.matchAll(/[{}]|\b(?:case|default|else)\b/g)) {
    if (token === '{') depth++;
    else if (token === '}') depth--;
    else if (depth === 0 && token !== 'else') return false;
    if (depth < 0) return false;
  }
  return depth >= 0;
}

const maxStatement = 2_000;

/** True where a statement that ends in `before` is returned, thrown, or the one arm of an `if` or a loop without braces. */
function isInOneArm(before: string): boolean {
  const end = Math.max(...[';', '{', '}'].map((mark) => before.lastIndexOf(mark)));
  let statement = before.slice(end + 1);
  // Nobody writes that; it may be anything.
  if (statement.length > maxStatement) return true;
  // What stands in closed brackets is done with.
  for (let shorter = ''; shorter !== statement;) {
    shorter = statement;
    statement = statement.replace(/\([^()]*\)|\[[^[\]]*\]/g, '§');
  }
  return /\b(?:return|throw|else|yield|case)\b|\b(?:if|for|while)\s*§|[?]\s*[^?:.]*$|[?][^:]*:[^:]*$|=>/.test(
    statement,
  );
}

/** Where the function waits between the end of `earlier` and the start of `later`: the line of code that does; null where it does not. */
export function waitBetween(code: string, earlier: Span, later: Span): Span | null {
  const between = code.slice(earlier.end, later.start).replace(/\bawait[\s(!]*$/, '');
  // What is in an async function further in waits for itself.
  const own = between.split(/\basync\b/)[0] ?? '';
  const match = /\bawait\b|\byield\b/.exec(own);
  if (match === null) return null;
  const start = earlier.end + match.index;
  const end = start + (/^[^;\n]*/.exec(code.slice(start, later.start))?.[0].trimEnd().length ?? 0);
  return { start, end };
}
