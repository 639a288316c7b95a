/** The confirmation of a change: it asks, sends, and does not close before it is known what came of it. */
import type { Environment, Flag } from '../../../../core/model.ts';
import { ApiError, readFlag, readHistory, rollBack, writeServing } from '../api.ts';
import { describeChange, verdict } from '../model/change.ts';
import type { ChangeRequest } from '../model/change.ts';
import { historyLines } from '../model/history.ts';
import { scopeId } from '../model/columns.ts';
import { createConfirmView } from './confirm-view.ts';

export interface ConfirmOptions {
  readonly project: string;
  readonly flag: Flag;
  readonly request: ChangeRequest;
  readonly environments: readonly Environment[];
  /** The flag as the control plane says it is now, whatever the outcome. */
  onFlag(flag: Flag): void;
  /** The change is made. */
  onDone(flag: Flag, text: string): void;
  onClosed(): void;
}

/** Waits between the attempts to read back, in milliseconds. */
const readBackDelays = [0, 1500, 4000];

export function confirmChange(options: ConfirmOptions): void {
  const { project, environments } = options;
  const { scope } = options.request;
  const critical = environments.some(({ key, critical: isCritical }) => key === scope.environment && isCritical);
  let { flag, request } = options;

  const view = createConfirmView({
    flagKey: flag.key,
    critical,
    onConfirm: (reason) => void send(reason),
    onCheck: () => void readBack(),
    onClosed: options.onClosed,
  });
  const show = (): void => view.show(describeChange(flag, request, environments));

  const done = (now: Flag): void => {
    const summary = describeChange(flag, request, environments);
    options.onFlag(now);
    view.close();
    options.onDone(now, `${flag.key} in ${summary.where}: ${summary.from} → ${summary.to}`);
  };

  const send = async (reason: string | null): Promise<void> => {
    view.busy('Sending…');
    try {
      const write = { scope, reason, revision: flag.revision };
      done(
        request.kind === 'rollback'
          ? await rollBack(project, flag.key, write)
          : await writeServing(project, flag.key, { ...write, serving: request.kind === 'set' ? request.to : null }),
      );
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.kind === 'conflict') await moved(error.current);
      else if (error.kind === 'network' || error.kind === 'server') await readBack(error.message);
      else view.say('bad', problemText(error), 'ask');
    }
  };

  /** The flag has moved on: the new state is shown, and the same question is asked about it. */
  const moved = async (current: Flag | null): Promise<void> => {
    try {
      flag = current ?? (await readFlag(project, flag.key));
      options.onFlag(flag);
      if (request.kind === 'rollback') request = (await latestRollback(project, flag, request)) ?? request;
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
        const outcome = verdict(now, flag.revision, request);
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
        if (error.kind !== 'network' && error.kind !== 'server') {
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
async function latestRollback(project: string, flag: Flag, request: ChangeRequest): Promise<ChangeRequest | null> {
  const lines = historyLines(flag, await readHistory(project, flag.key, 100));
  const line = lines.find(({ rollback }) => rollback !== null && scopeId(rollback.scope) === scopeId(request.scope));
  return line?.rollback ? { kind: 'rollback', ...line.rollback } : null;
}

function problemText(error: ApiError): string {
  if (error.kind === 'signed-out') {
    return 'Your session has ended. Sign in again in another tab with a new link, then come back: nothing here is lost.';
  }
  if (error.kind === 'forbidden') return `You may not do that: ${error.message}`;
  return error.message;
}
