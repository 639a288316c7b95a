/** Undoing what one person did: a look first, then, confirmed, the same for real. */
import type { Flag } from '../../../../core/model.ts';
import { ApiError, undoChanges } from '../api.ts';
import { resolveSpan, undoPlan, type UndoSpan } from '../model/undo.ts';
import type { PageEnvironment } from '../model/wire.ts';
import { newKey, outcomeIsOpen, problemText } from './problems.ts';
import { createUndoView } from './undo-view.ts';

export interface UndoOptions {
  readonly project: string;
  readonly people: readonly string[];
  readonly person: string | null;
  readonly environments: () => readonly PageEnvironment[];
  readonly flags: () => ReadonlyMap<string, Flag>;
  /** Something may have changed. */
  onChanged(): void;
  onDone(text: string): void;
}

export function openUndo(options: UndoOptions): void {
  const { project } = options;
  /** What was looked at is what is undone: both ends are fixed by the look. */
  let looked: { readonly from: string; readonly to: string } | null = null;
  let key = newKey();

  const look = async (actor: string, span: UndoSpan): Promise<void> => {
    const times = resolveSpan(span, Date.now());
    if ('problem' in times) return view.say('bad', times.problem);
    view.busy('Looking…');
    try {
      const answer = await undoChanges(project, { actor, ...times, dryRun: true }, newKey());
      looked = times;
      key = newKey();
      view.plan(undoPlan(answer, options.flags(), options.environments()));
    } catch (error) {
      view.say('bad', sentence(error));
    }
  };

  const undo = async (actor: string): Promise<void> => {
    if (looked === null) return;
    view.busy('Undoing…');
    try {
      const answer = await undoChanges(project, { actor, ...looked, dryRun: false }, key);
      const { possible, conflicts } = undoPlan(answer, options.flags(), options.environments());
      options.onChanged();
      view.close();
      const rest = conflicts === 0 ? '' : ` ${conflicts} stayed as they are.`;
      options.onDone(`Undone: ${possible === 1 ? '1 change' : `${possible} changes`} of ${actor}.${rest}`);
    } catch (error) {
      options.onChanged();
      const isOpen = error instanceof ApiError && outcomeIsOpen(error);
      // The list says what is left: what was undone is not in it any more, or in conflict.
      if (isOpen) view.plan(null);
      view.say(
        'bad',
        isOpen
          ? `${sentence(error)} It is unknown whether the changes were undone: look again before you decide.`
          : sentence(error),
      );
    }
  };

  const view = createUndoView({
    people: options.people,
    person: options.person,
    onLook: (actor, span) => void look(actor, span),
    onUndo: (actor) => void undo(actor),
  });
  view.open();
}

function sentence(error: unknown): string {
  if (!(error instanceof ApiError)) throw error;
  return error.kind === 'not-found'
    ? 'This control plane cannot undo what somebody did: it is too old.'
    : problemText(error);
}
