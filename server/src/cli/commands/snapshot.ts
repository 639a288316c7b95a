/** `sluice snapshot` */
import { ControlPlaneError } from '../../control-planes/control-plane.ts';
import { formatSnapshot } from '../../control-planes/snapshots/snapshot-file.ts';
import { plural } from '../../core/text.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { note } from '../log.ts';
import { openSession } from '../open-session.ts';
import { writeReport } from '../output.ts';
import { readCurrentState } from '../read-state.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const opened = await openSession(input, io, { needsState: true });
  try {
    const { snapshot, status } = await readCurrentState(opened, io);
    if (!snapshot.complete) {
      const name = snapshot.controlPlane.name;
      throw new ControlPlaneError(
        name,
        'format',
        `The state is not complete, so it was not written: ${status.problem ?? name}`,
      );
    }
    writeReport(formatSnapshot(snapshot), input, io);
    const file = input.value('output');
    if (file !== null) note(input, io, `${plural(snapshot.flags.length, 'flag')} written to ${file}`);
    return exitCodes.clean;
  } finally {
    opened.session.dispose();
  }
}
