/** How fresh the state is, in one line. */
import { ageSince, formatAge, formatMinute } from '../../core/state/age.ts';
import { plural, visible } from '../../core/text.ts';
import type { StateStatus } from '../../protocol.ts';

export interface StateLineOptions {
  /** The state was named with `--state`: the line tells its time, not its age. */
  readonly isGiven: boolean;
  readonly now: number;
}

/** "sluice at http://127.0.0.1:4650, read 2 seconds ago, 14 flags, complete". Safe for a terminal. */
export function stateLine(status: StateStatus, { isGiven, now }: StateLineOptions): string {
  const name = visible(status.controlPlane ?? 'the control plane');
  if (status.kind === 'off') return 'none, because no control plane is configured';
  if (status.kind === 'none') return `none: ${visible(status.problem ?? `${name} was not read`, 500)}`;
  const parts = [
    name,
    isGiven ? `as of ${formatMinute(status.readAt) ?? 'an unknown time'}` : `read ${ago(status.readAt, now)}`,
    plural(status.flagCount, 'flag'),
    status.complete ? 'complete' : 'incomplete',
  ];
  const line = parts.join(', ');
  if (status.kind === 'cached')
    return `last known, ${line}${status.problem ? ` (${visible(status.problem, 500)})` : ''}`;
  return status.problem ? `${line} (${visible(status.problem, 500)})` : line;
}

function ago(readAt: string | null, now: number): string {
  const age = ageSince(readAt, now);
  if (age === null) return 'at an unknown time';
  if (age < 60_000) return age < 1_000 ? 'just now' : `${plural(Math.floor(age / 1_000), 'second')} ago`;
  return `${formatAge(age)} ago`;
}
