/** The configuration's `include`, `ignore` and the files of `overrides`, as predicates over paths relative to the workspace. */
import picomatch from 'picomatch';

/** Longer patterns are refused: a glob from a repository becomes a regular expression. */
const longestPattern = 1_000;

export interface PathFilter {
  /** `path` is relative to the root, with `/`. */
  accepts(path: string): boolean;
  /** Patterns that were left out, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * A pattern is a glob or a folder ("src" = "src/**"); a pattern without a slash in `ignore` applies at any depth, as in a
 * .gitignore. No `include` = everything.
 */
export function createPathFilter(include: readonly string[], ignore: readonly string[]): PathFilter {
  const problems: string[] = [];
  const compile = (patterns: readonly string[], anywhere: boolean) => {
    const globs = patterns.flatMap((pattern) => globsOf(pattern, anywhere, problems));
    return globs.length > 0 ? picomatch(globs, { dot: true, nonegate: true }) : null;
  };
  const included = compile(include, false);
  const ignored = compile(ignore, true);
  return {
    problems,
    accepts: (path) => (!included || included(path)) && !(ignored && ignored(path)),
  };
}

/** Whether a path relative to the workspace matches one of these patterns, read as those of `ignore`. */
export function createGlobs(patterns: readonly string[]): (path: string) => boolean {
  const globs = patterns.flatMap((pattern) => globsOf(pattern, true, []));
  return globs.length > 0 ? picomatch(globs, { dot: true, nonegate: true }) : () => false;
}

function globsOf(pattern: string, anywhere: boolean, problems: string[]): string[] {
  const clean = pattern.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, '');
  if (clean.length > longestPattern) {
    problems.push(
      `A pattern of ${clean.length} characters in the configuration was left out: the limit is ${longestPattern}.`,
    );
    return [];
  }
  if (clean === '' || clean === '.') return anywhere ? [] : ['**'];
  const rooted = clean.startsWith('/') ? clean.slice(1) : clean;
  const base = anywhere && !clean.includes('/') ? `**/${rooted}` : rooted;
  return [base, `${base}/**`];
}
