/** How far the state can be trusted, in one sentence. */
import { ageSince, formatAge } from '../core/state/age.ts';
import { visible } from '../core/text.ts';
import type { StateStatus } from '../protocol.ts';

/** "State read 12 seconds ago from sluice at http://…, live." */
export function freshnessText(status: StateStatus, now: number): string {
  if (status.kind === 'off') return 'No control plane is configured, so the state of flags is not known.';
  const source = status.controlPlane === null ? 'the control plane' : visible(status.controlPlane);
  const problem = status.problem === null ? '' : ` ${visible(status.problem, 300)}`;
  if (status.kind === 'none') return `The state of flags is not known${problem === '' ? ' yet' : ''}.${problem}`;
  const age = ageSince(status.readAt, now);
  const read = `State read ${age === null ? '' : `${formatAge(age)} ago `}from ${source}`;
  const how = { live: ', live', polled: '', cached: '; it does not answer now', file: '' }[status.kind];
  const partly = status.complete ? '' : ' Not everything could be read.';
  return `${read}${how}.${partly}${problem}`;
}
