/** The state, for commands that are nothing without it. */
import { ControlPlaneError } from '../../control-planes/control-plane.ts';
import type { FlagSnapshot } from '../../core/model.ts';
import type { StateStatus } from '../../protocol.ts';
import type { ControlPlaneAccess, SessionPlane } from '../../session/session.ts';
import type { CommandInput, Io } from '../command.ts';
import { note } from '../terminal/log.ts';
import { UsageError } from '../usage-error.ts';

export interface ReadState {
  readonly snapshot: FlagSnapshot;
  readonly status: StateStatus;
}

/** Reads the state, or takes the last known one and says so. Throws UsageError or ControlPlaneError where there is none. */
export async function readState(plane: ControlPlaneAccess, input: CommandInput, io: Io): Promise<ReadState> {
  const status = await plane.refreshState(io.signal);
  const { snapshot } = plane.state();
  if (!snapshot) throw stateError(status);
  noteTrouble(status, '', input, io);
  return { snapshot, status };
}

/** The same for several control planes: those without a state are left out. Throws where none has one. */
export async function readStates(
  planes: readonly SessionPlane[],
  input: CommandInput,
  io: Io,
): Promise<ReadonlyMap<SessionPlane, ReadState>> {
  const statuses = await Promise.all(planes.map((plane) => plane.refreshState(io.signal)));
  const states = new Map<SessionPlane, ReadState>();
  for (const [index, plane] of planes.entries()) {
    const status = statuses[index]!;
    const { snapshot } = plane.state();
    if (snapshot) {
      noteTrouble(status, `${plane.name}: `, input, io);
      states.set(plane, { snapshot, status });
    } else note(input, io, `${plane.name}: the state is not known: ${status.problem ?? ''}`);
  }
  if (states.size === 0) throw stateError(statuses[0]!);
  return states;
}

function noteTrouble(status: StateStatus, name: string, input: CommandInput, io: Io): void {
  if (status.kind === 'cached' && !input.has('offline'))
    note(input, io, `${name}this is the last known state: ${status.problem ?? ''}`);
  else if (!status.complete) note(input, io, `${name}the state is not complete: ${status.problem ?? ''}`);
}

/** The same, but only as the control plane tells it now: for changes, and for what is kept. */
export async function readCurrentState(plane: ControlPlaneAccess, io: Io): Promise<ReadState> {
  const status = await plane.refreshState(io.signal);
  const { snapshot } = plane.state();
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
