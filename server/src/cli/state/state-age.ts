/** `--max-state-age`: a build on a pinned state must not go on for months on what was true once. */
import { ageSince, formatAge } from '../../core/state/age.ts';
import { visible } from '../../core/text.ts';
import type { StateStatus } from '../../protocol.ts';

/** So far may the clocks of two machines be apart. */
const clockDifference = 60 * 60_000;

/** Why the state is too old, for people; null where none is. `now`: the machine's clock, not that of the state. */
export function tooOldState(states: readonly StateStatus[], maxAgeMs: number, now: number): string | null {
  for (const { kind, readAt, controlPlane } of states) {
    if (kind === 'off' || kind === 'none') continue;
    const age = ageSince(readAt, now);
    const name = visible(controlPlane ?? 'the control plane');
    if (readAt !== null && Date.parse(readAt) > now + clockDifference) {
      return `the state of ${name} was read at ${readAt}, which is yet to come by the clock of this machine, and --max-state-age asks how old it is. Is a clock wrong? \`sluice snapshot\` writes a new one.`;
    }
    if (age === null) return `when the state of ${name} was read is not known, and --max-state-age asks for it.`;
    if (age > maxAgeMs) {
      return `the state of ${name} was read ${formatAge(age)} ago, and --max-state-age allows ${formatAge(maxAgeMs)}. \`sluice snapshot\` writes a new one.`;
    }
  }
  return null;
}
