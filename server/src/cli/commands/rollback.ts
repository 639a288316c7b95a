/** `sluice rollback` */
import { visible } from '../../core/text.ts';
import { carryOut, confirm, openChange, servedIn } from '../change-flag.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { scopeText } from '../find-flag.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const change = await openChange(input, io, 'rollback');
  const { flag, scope, opened, expectedRevision, reason } = change;
  try {
    const from = servedIn(flag, scope);
    if (!(await confirm(change, `${from} → what it served before`, input, io))) return exitCodes.couldNotRun;
    const after = await carryOut(change, () =>
      opened.session.rollback({ key: flag.key, scope, expectedRevision, reason }),
    );
    io.stdout.write(`${visible(flag.key)} ${scopeText(scope)}: ${from} → ${servedIn(after, scope)} (rolled back)\n`);
    return exitCodes.clean;
  } finally {
    opened.session.dispose();
  }
}
