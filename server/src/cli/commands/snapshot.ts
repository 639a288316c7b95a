/** `sluice snapshot` */
import { ControlPlaneError } from '../../control-planes/control-plane.ts';
import { formatBundle } from '../../control-planes/snapshots/snapshot-bundle.ts';
import { formatSnapshot } from '../../control-planes/snapshots/snapshot-file.ts';
import type { FlagSnapshot } from '../../core/model.ts';
import { listOf, plural } from '../../core/text.ts';
import type { SessionPlane } from '../../session/session.ts';
import { onlyPlane } from '../state/choose-planes.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { note } from '../terminal/log.ts';
import { openSession } from '../open-session.ts';
import { writeReport } from '../terminal/output.ts';
import { readCurrentState } from '../state/read-state.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: true });
  try {
    const { session } = opened;
    const only = onlyPlane(session, input);
    const planes = only ? [only] : session.planes;
    const states = await Promise.all(
      planes.map(async (plane) => [plane.name, await completeState(plane, io)] as const),
    );
    const [first] = states;
    writeReport(only && first ? formatSnapshot(first[1]) : formatBundle(new Map(states)), input, io);
    const file = input.value('output');
    const flags = states.reduce((sum, [, { flags }]) => sum + flags.length, 0);
    const whose = only ? '' : ` of ${listOf(states.map(([name]) => name))}`;
    if (file !== null) note(input, io, `${plural(flags, 'flag')}${whose} written to ${file}`);
    return exitCodes.clean;
  } finally {
    opened.session.dispose();
  }
}

/** Nothing is written where a part is missing: checks would take what is missing for unknown. */
async function completeState(plane: SessionPlane, io: Io): Promise<FlagSnapshot> {
  const { snapshot, status } = await readCurrentState(plane, io);
  if (snapshot.complete) return snapshot;
  const name = snapshot.controlPlane.name;
  throw new ControlPlaneError(
    name,
    'format',
    `The state is not complete, so it was not written: ${status.problem ?? name}`,
  );
}
