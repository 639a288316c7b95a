/** The error of everything a person configured: `sluice.config.json`, SLUICE_TOKEN, SLUICE_URL, command-line options that name files. */

/** One thing that is wrong in a configuration file. `line` and `column` are 1-based; null where the file as a whole is meant. */
export interface ConfigurationProblem {
  readonly line: number | null;
  readonly column: number | null;
  /** The keys that lead there, as people write them: `checks.stuck-valve.after`. Empty for the file itself. */
  readonly path: string;
  /** What was found and what is allowed, as one sentence. */
  readonly message: string;
}

/** More than these at once help nobody. */
export const maxProblems = 20;

/** A configuration that cannot be used. The message names the file, the place, what was found and what is allowed; never a token. */
export class ConfigurationError extends Error {
  /** null where the trouble is not in a file (an environment variable). */
  readonly file: string | null;
  readonly problems: readonly ConfigurationProblem[];

  constructor(
    message: string,
    extra: { file?: string; problems?: readonly ConfigurationProblem[]; cause?: unknown } = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = 'ConfigurationError';
    this.file = extra.file ?? null;
    this.problems = extra.problems ?? [];
  }
}

/** The error for problems found in one file: one line each, `file:line:column key.path: sentence`. */
export function configurationErrorIn(file: string, problems: readonly ConfigurationProblem[]): ConfigurationError {
  const lines = problems.map((problem) => {
    const place = problem.line === null ? file : `${file}:${problem.line}:${problem.column ?? 1}`;
    return `${place} ${problem.path === '' ? '' : `${problem.path}: `}${problem.message}`;
  });
  return new ConfigurationError(lines.join('\n'), { file, problems });
}
