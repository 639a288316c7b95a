/** The state, for commands that are nothing without it. */
import { ControlPlaneError } from '../control-planes/control-plane.ts';
import type { FlagSnapshot } from '../core/model.ts';
import type { StateStatus } from '../protocol.ts';
import type { CommandInput, Io } from './command.ts';
import { note } from './log.ts';
import type { OpenSession } from './open-session.ts';
import { UsageError } from './usage-error.ts';

export interface ReadState {
  readonly snapshot: FlagSnapshot;
  readonly status: StateStatus;
}

/** Reads the state, or takes the last known one and says so. Throws UsageError or ControlPlaneError where there is none. */
export async function readState({ session }: OpenSession, input: CommandInput, io: Io): Promise<ReadState> {
  const status = await session.refreshState(io.signal);
  const { snapshot } = session.state();
  if (!snapshot) throw stateError(status);
  if (status.kind === 'cached' && !input.has('offline'))
    note(input, io, `this is the last known state: ${status.problem ?? ''}`);
  else if (!status.complete) note(input, io, `the state is not complete: ${status.problem ?? ''}`);
  return { snapshot, status };
}

/** The same, but only as the control plane tells it now: for changes, and for what is kept. */
export async function readCurrentState({ session }: OpenSession, io: Io): Promise<ReadState> {
  const status = await session.refreshState(io.signal);
  const { snapshot } = session.state();
  if (!snapshot || status.kind === 'cached') throw stateError(status);
  return { snapshot, status };
}

function stateError(status: StateStatus): Error {
  if (status.kind === 'off') {
    return new UsageError('No control plane is configured. `sluice init` sets one up, or name a state with --state.');
  }
  const name = status.controlPlane ?? 'the control plane';
  return new ControlPlaneError(name, 'network', status.problem ?? `${name} could not be read.`);
}
