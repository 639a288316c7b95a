/** What `flip` and `rollback` share: find, show, ask, carry out, tell. */
import { ControlPlaneError } from '../../control-planes/control-plane.ts';
import type { Flag, FlagSnapshot, Scope } from '../../core/model.ts';
import { effectiveServing, servingLabel, stateIn } from '../../core/state/serving.ts';
import { quoteKey, visible } from '../../core/text.ts';
import type { SessionPlane } from '../../session/session.ts';
import { comparedHint, planeForChange } from '../state/choose-planes.ts';
import type { CommandInput, Io } from '../command.ts';
import { findFlag, findScope, scopeText } from './find-flag.ts';
import { reportedEnvironments } from './flag-report.ts';
import { openSession, type OpenSession } from '../open-session.ts';
import { readCurrentState } from '../state/read-state.ts';
import { styleFor } from '../terminal/style.ts';
import { UsageError } from '../usage-error.ts';

export interface FlagChange {
  readonly opened: OpenSession;
  /** Where it is made. */
  readonly plane: SessionPlane;
  /** What a line begins with where there are several control planes: "legacy: "; else "". */
  readonly whose: string;
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
    const { session } = opened;
    const key = input.positionals[0] ?? '';
    const plane = await planeForChange(opened, key, input, io);
    const { snapshot } = await readCurrentState(plane, io);
    const flag = await findOrHint(opened, snapshot, { plane, key, io });
    const scope = findScope(snapshot, input, command);
    if (flag.archivedAt !== null) throw new UsageError(`${quoteKey(flag.key)} is archived. Restore it first.`);
    if (flag.revision === null)
      throw new UsageError(
        `${visible(snapshot.controlPlane.name)} cannot be written to safely: it tells no revisions.`,
      );
    // A repository may add environments in which the key has to be typed, but not take any away.
    const isCritical = [null, plane.critical].some(
      (critical) =>
        reportedEnvironments(snapshot, critical).find(({ key }) => key === scope.environment)?.critical ?? true,
    );
    return {
      opened,
      plane,
      whose: session.isSinglePlane ? '' : `${plane.name}: `,
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

/** The flag; where a compared control plane has it instead, the error says so. */
async function findOrHint(
  { session }: OpenSession,
  snapshot: FlagSnapshot,
  { plane, key, io }: { readonly plane: SessionPlane; readonly key: string; readonly io: Io },
): Promise<Flag> {
  try {
    return findFlag(snapshot, key);
  } catch (error) {
    await Promise.all(session.comparedWith(plane).map((compared) => compared.refreshState(io.signal)));
    const hint = comparedHint(session, key);
    if (hint === '' || !(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}${hint}`);
  }
}

/** What a flag serves in a scope, for people; "not known" where the control plane does not tell. */
export function servedIn(flag: Flag, { environment, datacenter, server }: Scope): string {
  const state = stateIn(flag, environment);
  return state ? servingLabel(flag, effectiveServing(state, datacenter, server)) : 'not known';
}

/** True where the change may be made. Where real users are, the key has to be typed unless `--yes` was given. */
export async function confirm(change: FlagChange, what: string, input: CommandInput, io: Io): Promise<boolean> {
  const { flag, scope, isCritical, whose } = change;
  if (!isCritical || input.has('yes')) return true;
  const style = styleFor(io.stderr.hasColors);
  const where = style('bold', scopeText(scope));
  const answer = await io.ask(
    `${whose}${quoteKey(flag.key)} ${where}, where real users are: ${what}\nType the key to go on: `,
  );
  if (answer === null) {
    throw new UsageError(
      `${whose}Real users are ${scopeText(scope)} (${what}): type the key on a terminal, or give --yes.`,
    );
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
