/** What PostgreSQL's and the network's errors mean for whoever asked. Codes: PostgreSQL documentation, appendix A. */
import { ApiError } from '../errors.ts';

/** Two transactions got in each other's way; the one that was undone may be done again. */
export function isWorthAnotherTry(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** The database cannot be reached, or is starting, stopping, full of connections or only for reading. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  if (code === null) return error instanceof Error && /terminated|timeout|ended|closed/i.test(error.message);
  return /^(08|57P0|53300|25006|E[A-Z]+$)/.test(code);
}

/** Trouble of the database as an answer; any other error as it is. `isDuringCommit`: it was asked to commit already. */
export function explainPostgres(error: unknown, isDuringCommit: boolean): unknown {
  if (error instanceof ApiError) return error;
  const code = codeOf(error);
  if (code?.startsWith('53') && code !== '53300') {
    return new ApiError(
      'disk-full',
      'The database of the control plane has no room left: the change was not made. Free some space, then try again.',
      { cause: error },
    );
  }
  if (!isAway(error)) return error;
  if (isDuringCommit) {
    return new ApiError(
      'unknown-outcome',
      'The database went away while it was asked to commit: the change may have been made or not. Read the flag again, or send the same request with the same Idempotency-Key.',
      { cause: error },
    );
  }
  return new ApiError(
    'unavailable',
    'The database of the control plane cannot be reached; nothing was changed. Try again in a moment.',
    { cause: error },
  );
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : null;
}
