/** Deciding about somebody's request. Approving applies the change, so it is confirmed like one. */
import type { Flag } from '../../../../core/model.ts';
import { ApiError, decideRequest, readFlag, readRequests } from '../api.ts';
import { describeChange, verdict, type Proposal } from '../model/change.ts';
import { confirmMode } from '../model/confirm-mode.ts';
import type { ChangeRequest, PageEnvironment } from '../model/wire.ts';
import { createConfirmView } from './confirm-view.ts';
import { outcomeIsOpen, problemText } from './problems.ts';

export interface ApproveOptions {
  readonly project: string;
  readonly request: ChangeRequest;
  readonly flag: Flag;
  readonly environments: readonly PageEnvironment[];
  /** The flag as it is now. */
  onFlag(flag: Flag): void;
  onDone(text: string): void;
  /** The requests have changed, whatever came of this. */
  onRequests(): void;
  onClosed(): void;
}

export function approveRequest(options: ApproveOptions): void {
  const { project, request, environments, flag } = options;
  const critical = environments.some(({ key, critical: is }) => key === request.scope.environment && is);
  const view = createConfirmView({
    flagKey: flag.key,
    critical,
    offersEmergency: false,
    onConfirm: (note) => void send(note),
    onEmergency() {},
    onCheck: () => void look(''),
    onClosed: options.onClosed,
  });
  const proposal = proposalOf(request);
  const summary = describeChange(flag, proposal, environments);
  const about = { flagKey: flag.key, environment: request.scope.environment, critical };
  const mode = confirmMode('approve', summary, about);
  const lead = `${request.requestedBy} asks: “${request.reason ?? 'no reason given'}”`;

  const done = (): void => {
    options.onRequests();
    view.close();
    options.onDone(`Approved. ${flag.key} in ${summary.where}: ${summary.from} → ${summary.to}`);
  };
  const send = async (note: string | null): Promise<void> => {
    view.busy('Approving…');
    try {
      await decideRequest(project, request.id, 'approve', note);
      options.onFlag(await readFlag(project, flag.key));
      done();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      options.onRequests();
      if (outcomeIsOpen(error)) await look(error.message);
      else view.say('bad', problemText(error), 'ask');
    }
  };
  /** Nobody answered: the request is either still open, or decided. */
  const look = async (why: string): Promise<void> => {
    view.busy(`${why} It is unknown whether it was approved. Looking…`.trim());
    try {
      const open = (await readRequests(project)) ?? [];
      if (open.some(({ id }) => id === request.id)) {
        view.say('bad', 'It was not approved: the request is still open. You can send it again.', 'ask');
        return;
      }
      const now = await readFlag(project, flag.key);
      options.onFlag(now);
      if (verdict(now, flag.revision, proposal) === 'applied') done();
      else view.say('bad', 'Somebody else has decided about this request: it is not open any more.', 'check');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      view.say('bad', `It is unknown whether it was approved. ${problemText(error)}`, 'check');
    }
  };

  view.show(summary, { ...mode, lead });
  view.open();
}

/** The request as a change to describe. A rollback that does not say what it restores is described as one that clears. */
function proposalOf({ scope, action, serving }: ChangeRequest): Proposal {
  if (action === 'rollback') return { kind: 'rollback', scope, to: serving };
  return serving === null ? { kind: 'clear', scope } : { kind: 'set', scope, to: serving };
}
