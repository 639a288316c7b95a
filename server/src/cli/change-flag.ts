/** What `flip` and `rollback` share: find, show, ask, carry out, tell. */
import { ControlPlaneError } from '../control-planes/control-plane.ts';
import type { Flag, Scope } from '../core/model.ts';
import { effectiveServing, servingLabel, stateIn } from '../core/state/serving.ts';
import { quoteKey, visible } from '../core/text.ts';
import { criticalKeys } from '../session/create-session.ts';
import type { CommandInput, Io } from './command.ts';
import { findFlag, findScope, scopeText } from './find-flag.ts';
import { reportedEnvironments } from './flag-report.ts';
import { openSession, type OpenSession } from './open-session.ts';
import { readCurrentState } from './read-state.ts';
import { styleFor } from './style.ts';
import { UsageError } from './usage-error.ts';

export interface FlagChange {
  readonly opened: OpenSession;
  readonly flag: Flag;
  readonly scope: Scope;
  readonly isCritical: boolean;
  readonly expectedRevision: string;
  readonly reason: string | null;
}

/** Reads the state and finds what is to be changed. Throws UsageError or ControlPlaneError; dispose of the session afterwards. */
export async function openChange(input: CommandInput, io: Io, command: string): Promise<FlagChange> {
  const opened = await openSession(input, io, { needsState: true });
  try {
    const { snapshot } = await readCurrentState(opened, io);
    const flag = findFlag(snapshot, input.positionals[0] ?? '');
    const scope = findScope(snapshot, input, command);
    if (flag.archivedAt !== null) throw new UsageError(`${quoteKey(flag.key)} is archived. Restore it first.`);
    if (flag.revision === null)
      throw new UsageError(
        `${visible(snapshot.controlPlane.name)} cannot be written to safely: it tells no revisions.`,
      );
    // A repository may add environments in which the key has to be typed, but not take any away.
    const isCritical = [null, criticalKeys(opened.loaded)].some(
      (critical) =>
        reportedEnvironments(snapshot, critical).find(({ key }) => key === scope.environment)?.critical ?? true,
    );
    return {
      opened,
      flag,
      scope,
      isCritical,
      expectedRevision: flag.revision,
      reason: input.value('reason'),
    };
  } catch (error) {
    opened.session.dispose();
    throw error;
  }
}

/** What a flag serves in a scope, for people; "not known" where the control plane does not tell. */
export function servedIn(flag: Flag, { environment, datacenter, server }: Scope): string {
  const state = stateIn(flag, environment);
  return state ? servingLabel(flag, effectiveServing(state, datacenter, server)) : 'not known';
}

/** True where the change may be made. Where real users are, the key has to be typed unless `--yes` was given. */
export async function confirm(change: FlagChange, what: string, input: CommandInput, io: Io): Promise<boolean> {
  const { flag, scope, isCritical } = change;
  if (!isCritical || input.has('yes')) return true;
  const style = styleFor(io.stderr.hasColors);
  const where = style('bold', scopeText(scope));
  const answer = await io.ask(`${quoteKey(flag.key)} ${where}, where real users are: ${what}\nType the key to go on: `);
  if (answer === null) {
    throw new UsageError(`Real users are ${scopeText(scope)} (${what}): type the key on a terminal, or give --yes.`);
  }
  if (answer.trim() === flag.key) return true;
  io.stderr.write('sluice: that is not the key; nothing was changed\n');
  return false;
}

/** Carries out a change. A conflict says what the flag serves now. */
export async function carryOut(change: FlagChange, send: () => Promise<Flag>): Promise<Flag> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ControlPlaneError) || !error.current) throw error;
    const now = `Now ${quoteKey(change.flag.key)} serves ${servedIn(error.current, change.scope)} ${scopeText(change.scope)}.`;
    throw new ControlPlaneError(error.controlPlane, error.kind, `${error.message}\n${now}`, {
      cause: error,
      current: error.current,
    });
  }
}
