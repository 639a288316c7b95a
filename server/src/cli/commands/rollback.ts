/** `sluice rollback` */
import type { Flag } from '../../core/model.ts';
import { servingLabel } from '../../core/state/serving.ts';
import { visible } from '../../core/text.ts';
import type { ControlPlaneAccess } from '../../session/session.ts';
import { carryOut, confirm, openChange, servedIn } from '../flags/change-flag.ts';
import type { CommandInput, Io } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { scopeText } from '../flags/find-flag.ts';
import { UsageError } from '../usage-error.ts';

export async function run(input: CommandInput, io: Io): Promise<number> {
  const change = await openChange(input, io, 'rollback');
  const { flag, scope, opened, plane, whose, expectedRevision, reason } = change;
  try {
    const from = servedIn(flag, scope);
    const what = { key: flag.key, scope };
    const refusal = plane.rollbackRefusal(what);
    if (refusal !== null) throw new UsageError(refusal);
    const to = previousText(flag, await plane.previousServing(what));
    if (!(await confirm(change, `${from} → ${to}`, input, io))) return exitCodes.couldNotRun;
    const after = await carryOut(change, () => plane.rollback({ key: flag.key, scope, expectedRevision, reason }));
    io.stdout.write(
      `${whose}${visible(flag.key)} ${scopeText(scope)}: ${from} → ${servedIn(after, scope)} (rolled back)\n`,
    );
    return exitCodes.clean;
  } finally {
    opened.session.dispose();
  }
}

/** What a rollback brings back, for people. Where there is nothing to bring back, the control plane says so when it is asked. */
function previousText(flag: Flag, previous: Awaited<ReturnType<ControlPlaneAccess['previousServing']>>): string {
  if (previous.kind === 'serving') return servingLabel(flag, previous.serving);
  return previous.kind === 'wider' ? 'what the wider scope serves' : 'what it served before';
}
