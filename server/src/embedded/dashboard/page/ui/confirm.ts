/** The confirmation of a change: it asks, sends, and does not close before it is known what came of it. */
import type { Flag } from '../../../../core/model.ts';
import { ApiError, askForChange, readFlag, readHistory, readRequests, rollBack, writeServing } from '../api.ts';
import { describeChange, verdict } from '../model/change.ts';
import type { Proposal } from '../model/change.ts';
import { confirmMode, type ConfirmKind } from '../model/confirm-mode.ts';
import { historyLines } from '../model/history.ts';
import { scopeId } from '../model/columns.ts';
import type { PageEnvironment } from '../model/wire.ts';
import { createConfirmView } from './confirm-view.ts';
import { newKey, outcomeIsOpen, problemText } from './problems.ts';

export interface ConfirmOptions {
  readonly project: string;
  readonly flag: Flag;
  readonly proposal: Proposal;
  readonly environments: readonly PageEnvironment[];
  /** Whoever confirms; finds an own request again. */
  readonly name: string;
  /** May do without the second person. */
  readonly mayActInEmergency: boolean;
  /** The flag as the control plane says it is now, whatever the outcome. */
  onFlag(flag: Flag): void;
  /** The change is made. */
  onDone(flag: Flag, text: string): void;
  /** The change is asked for. */
  onAsked(text: string): void;
  onClosed(): void;
}

/** Waits between the attempts to read back, in milliseconds. */
const readBackDelays = [0, 1500, 4000];

export function confirmChange(options: ConfirmOptions): void {
  const { project, environments } = options;
  const { scope } = options.proposal;
  const environment = environments.find(({ key }) => key === scope.environment);
  const critical = environment?.critical === true;
  let kind: ConfirmKind = environment?.approval === true ? 'ask' : 'change';
  let { flag, proposal } = options;
  // Sent again, a request is still the same one.
  const key = newKey();

  const view = createConfirmView({
    flagKey: flag.key,
    critical,
    offersEmergency: kind === 'ask' && options.mayActInEmergency,
    onConfirm: (reason) => void (kind === 'ask' ? ask(reason ?? '') : send(reason)),
    onEmergency(isEmergency) {
      kind = isEmergency ? 'emergency' : 'ask';
      show();
    },
    onCheck: () => void readBack(),
    onClosed: options.onClosed,
  });
  const show = (): void => {
    const summary = describeChange(flag, proposal, environments);
    view.show(summary, confirmMode(kind, summary, { flagKey: flag.key, environment: scope.environment, critical }));
  };

  const done = (now: Flag): void => {
    const summary = describeChange(flag, proposal, environments);
    options.onFlag(now);
    view.close();
    options.onDone(now, `${flag.key} in ${summary.where}: ${summary.from} → ${summary.to}`);
  };

  const send = async (reason: string | null): Promise<void> => {
    view.busy('Sending…');
    try {
      const write = { scope, reason, revision: flag.revision, emergency: kind === 'emergency' };
      done(
        proposal.kind === 'rollback'
          ? await rollBack(project, flag.key, write)
          : await writeServing(project, flag.key, { ...write, serving: proposal.kind === 'set' ? proposal.to : null }),
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === 'conflict') await moved(error.current);
      else if (outcomeIsOpen(error)) await readBack(error.message);
      else if (error.kind === 'approval') needsApproval();
      else view.say('bad', problemText(error), 'ask');
    }
  };

  /** The environment has come to need a second person after the page last heard of it. */
  const needsApproval = (): void => {
    kind = 'ask';
    show();
    view.askAgain('Nothing was changed: a second person is needed here by now. You can ask for the change instead.');
  };

  const ask = async (reason: string): Promise<void> => {
    view.busy('Asking…');
    const summary = describeChange(flag, proposal, environments);
    const asked = `Asked for. ${flag.key} in ${summary.where} waits for somebody else to approve it.`;
    try {
      await askForChange(
        project,
        {
          flagKey: flag.key,
          scope,
          action: proposal.kind === 'rollback' ? 'rollback' : 'serving',
          serving: proposal.kind === 'set' ? proposal.to : null,
          reason,
          revision: flag.revision,
        },
        key,
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === 'conflict') return moved(error.current);
      if (!outcomeIsOpen(error) || !(await isAskedFor(reason))) {
        const problem = outcomeIsOpen(error) ? `${error.message} Your request did not arrive.` : problemText(error);
        return view.say('bad', `${problem} You can send it again.`, 'ask');
      }
    }
    view.close();
    options.onAsked(asked);
  };

  /** Whether the request is among the open ones, after nobody answered. Not known counts as no: sending it again is harmless. */
  const isAskedFor = async (reason: string): Promise<boolean> => {
    try {
      const open = (await readRequests(project)) ?? [];
      return open.some(
        (request) =>
          request.requestedBy === options.name &&
          request.flagKey === flag.key &&
          scopeId(request.scope) === scopeId(scope) &&
          request.reason === reason.trim(),
      );
    } catch {
      return false;
    }
  };

  /** The flag has moved on: the new state is shown, and the same question is asked about it. */
  const moved = async (current: Flag | null): Promise<void> => {
    try {
      flag = current ?? (await readFlag(project, flag.key));
      options.onFlag(flag);
      if (proposal.kind === 'rollback') proposal = (await latestRollback(project, flag, proposal)) ?? proposal;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      view.say(
        'bad',
        `Somebody has changed this flag meanwhile, and its new state could not be read. ${problemText(error)}`,
        'check',
      );
      return;
    }
    show();
    view.askAgain(
      'Somebody has changed this flag meanwhile. Nothing was written. This is the state now: do you still want the change?',
    );
  };

  /** Nobody answered: the change may be made or not. It is never sent again by itself; the flag is read back instead. */
  const readBack = async (why = ''): Promise<void> => {
    view.busy(`${why} It is unknown whether the change was made. Reading back…`.trim());
    for (const delay of readBackDelays) {
      await new Promise((resolve) => setTimeout(resolve, delay));
      try {
        const now = await readFlag(project, flag.key);
        const outcome = verdict(now, flag.revision, proposal);
        if (outcome === 'applied') return done(now);
        if (outcome === 'moved') return await moved(now);
        options.onFlag(now);
        return view.say(
          'bad',
          'The change was not made: the control plane still has the state you saw. You can send it again; it cannot be made twice.',
          'ask',
        );
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (!outcomeIsOpen(error) && error.kind !== 'unavailable') {
          return view.say('bad', `It is unknown whether the change was made. ${problemText(error)}`, 'check');
        }
      }
    }
    view.say(
      'bad',
      'It is unknown whether the change was made: the control plane cannot be reached. Check again before you decide.',
      'check',
    );
  };

  show();
  view.open();
}

/** What rolling back would restore now; null where the history does not say. */
async function latestRollback(project: string, flag: Flag, proposal: Proposal): Promise<Proposal | null> {
  const lines = historyLines(flag, await readHistory(project, flag.key, 100));
  const line = lines.find(({ rollback }) => rollback !== null && scopeId(rollback.scope) === scopeId(proposal.scope));
  return line?.rollback ? { kind: 'rollback', ...line.rollback } : null;
}
