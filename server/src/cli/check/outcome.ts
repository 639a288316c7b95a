/** What came of a run: one word for programs, one sentence for people, the exit code. */
import { visible } from '../../core/text.ts';
import { exitCodes } from '../exit-codes.ts';

export interface Outcome {
  /**
   * - `clean`: nothing at or above `--fail-on`.
   * - `findings`: something is.
   * - `state-unavailable`: the state could not be had, completely or recently enough, so findings may be missing. Where it is
   *   required the run fails whatever was found; where it is not, this is said instead of `clean`.
   */
  readonly kind: 'clean' | 'findings' | 'state-unavailable';
  /** `--require-state` or `--max-state-age`. */
  readonly isStateRequired: boolean;
  /** Why the state is not there; null where it is. */
  readonly reason: string | null;
}

/** Of a report that nobody has judged yet. */
export const undecided: Outcome = { kind: 'clean', isStateRequired: false, reason: null };

export interface OutcomeInput {
  /** Why the state is not what is needed; null where it is. */
  readonly reason: string | null;
  readonly isStateRequired: boolean;
  /** Findings at or above `--fail-on`. */
  readonly fails: boolean;
}

export function outcomeOf({ reason, isStateRequired, fails }: OutcomeInput): Outcome {
  const isLacking = reason !== null && (isStateRequired || !fails);
  return { kind: isLacking ? 'state-unavailable' : fails ? 'findings' : 'clean', isStateRequired, reason };
}

/** The run has failed because of the state. */
export function lacksState({ kind, isStateRequired }: Outcome): boolean {
  return kind === 'state-unavailable' && isStateRequired;
}

export function exitCodeOf(outcome: Outcome): number {
  if (lacksState(outcome)) return exitCodes.couldNotRun;
  return outcome.kind === 'findings' ? exitCodes.findings : exitCodes.clean;
}

/** A line for people, safe for a terminal; null where there is nothing to say. */
export function outcomeLine(outcome: Outcome): string | null {
  if (outcome.reason === null) return null;
  const reason = visible(outcome.reason, 1_000);
  return lacksState(outcome)
    ? `The state is required but not available, so this run has failed: ${reason}`
    : `The state is not available, so findings that need it may be missing: ${reason}`;
}
