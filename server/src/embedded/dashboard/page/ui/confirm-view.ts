/** The confirmation dialog as elements; `confirm.ts` and `approve.ts` say what happens in it. */
import type { ChangeSummary } from '../model/change.ts';
import type { ConfirmMode } from '../model/confirm-mode.ts';
import { plainText } from '../model/text.ts';
import { createDialog } from './dialog.ts';
import { button, element, setAttribute, setText } from './dom.ts';

export interface ConfirmViewOptions {
  readonly flagKey: string;
  readonly critical: boolean;
  /** There is a way past the second person, for those who may take it. */
  readonly offersEmergency: boolean;
  onConfirm(reason: string | null): void;
  onEmergency(isEmergency: boolean): void;
  onCheck(): void;
  onClosed(): void;
}

export interface ConfirmView {
  show(summary: ChangeSummary, mode: ConfirmMode): void;
  open(): void;
  close(): void;
  busy(text: string): void;
  /** Says what happened; `ask` offers the change again, `check` only to look again. */
  say(tone: 'bad' | 'neutral', text: string, next: 'ask' | 'check'): void;
  /** After a conflict: the typed key is asked for again, the reason stays. */
  askAgain(text: string): void;
}

const longestReason = 500;

export function createConfirmView(options: ConfirmViewOptions): ConfirmView {
  const title = element('h2', { id: 'confirm-title' });
  const lead = element('p', { class: 'lead' });
  const where = element('dd');
  const from = element('span', { class: 'from' });
  const to = element('span', { class: 'after' });
  const notes = element('ul', { class: 'notes' });
  const message = element('p', { class: 'message', id: 'confirm-message', attributes: { role: 'alert' } });
  const reasonLabel = element('span');
  const reasonHint = element('span', { class: 'muted' });
  const field = { type: 'text', autocomplete: 'off', 'aria-describedby': 'confirm-message' };
  const reason = element('input', {
    id: 'confirm-reason',
    attributes: { ...field, maxlength: longestReason, dir: 'auto' },
    on: { input: () => refresh() },
  });
  const typedKey = element('input', {
    id: 'confirm-key',
    class: 'mono',
    attributes: { ...field, autocapitalize: 'off', spellcheck: 'false' },
    on: { input: () => refresh() },
  });
  const typedLabel = element(
    'label',
    { attributes: { for: 'confirm-key' } },
    options.critical ? 'Real users are here. Type ' : 'Type ',
    element('code', {}, options.flagKey),
    ' to confirm',
  );
  const emergency = element('input', {
    id: 'confirm-emergency',
    attributes: { type: 'checkbox' },
    on: { change: () => options.onEmergency(emergency.checked) },
  });
  const emergencyLabel = element(
    'label',
    { class: 'emergency', attributes: { for: 'confirm-emergency' } },
    emergency,
    ' This is an emergency: do it now, without a second person',
  );
  const cancel = button('Cancel', () => dialog.close());
  const check = button('Check again', options.onCheck, { class: 'primary' });
  const confirm = element('button', { class: 'primary', attributes: { type: 'submit' } });
  const form = element(
    'form',
    { attributes: { method: 'dialog' } },
    title,
    lead,
    element(
      'dl',
      {},
      element('div', {}, element('dt', {}, 'Where'), where),
      element(
        'div',
        {},
        element('dt', {}, 'Change'),
        element(
          'dd',
          { class: 'from-to' },
          from,
          element('span', { class: 'arrow', attributes: { role: 'img', 'aria-label': 'to' } }, '→'),
          to,
        ),
      ),
    ),
    notes,
    element('label', { attributes: { for: 'confirm-reason' } }, reasonLabel, ' ', reasonHint),
    reason,
    options.offersEmergency ? emergencyLabel : null,
    typedLabel,
    typedKey,
    message,
    element('div', { class: 'buttons' }, cancel, check, confirm),
  );
  const dialog = createDialog({
    class: options.critical ? 'confirm critical' : 'confirm',
    labelledBy: 'confirm-title',
    content: form,
    isBusy: () => isBusy,
    onClosed: options.onClosed,
  });
  let isBusy = false;
  let isNoop = false;
  let mode: ConfirmMode | null = null;

  const isComplete = (): boolean =>
    mode !== null &&
    (!mode.mustType || typedKey.value.trim() === options.flagKey) &&
    (!mode.needsReason || reason.value.trim() !== '');
  const setMessage = (text: string, tone: string): void => {
    setText(message, plainText(text));
    message.className = `message ${tone}`;
  };
  const refresh = (): void => {
    confirm.disabled = isBusy || isNoop || !isComplete();
    cancel.disabled = isBusy;
    check.disabled = isBusy;
    emergency.disabled = isBusy;
    reason.readOnly = isBusy;
    typedKey.readOnly = isBusy;
  };
  const settle = (next: 'ask' | 'check'): void => {
    isBusy = false;
    check.hidden = next === 'ask';
    confirm.hidden = next === 'check';
    refresh();
  };
  const firstOpenField = (): HTMLElement => {
    if (isNoop) return cancel;
    if (mode?.needsReason === true && reason.value.trim() === '') return reason;
    return mode?.mustType === true && typedKey.value === '' ? typedKey : confirm;
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!isBusy && !confirm.disabled && !confirm.hidden)
      options.onConfirm(reason.value.trim() === '' ? null : reason.value);
  });

  return {
    show(summary, next) {
      mode = next;
      setText(title, next.title);
      setText(lead, next.lead ?? '');
      lead.hidden = next.lead === null;
      setText(where, summary.where);
      setText(from, summary.from);
      setText(to, summary.to);
      notes.replaceChildren(...summary.notes.map((note) => element('li', {}, note)));
      notes.hidden = summary.notes.length === 0;
      setText(reasonLabel, next.reasonLabel);
      setText(reasonHint, `(${next.reasonHint})`);
      setAttribute(reason, 'aria-required', next.needsReason ? 'true' : null);
      typedKey.hidden = !next.mustType;
      typedLabel.hidden = !next.mustType;
      isNoop = summary.noop;
      setText(confirm, next.submit);
      if (isNoop) setMessage('That is what this scope serves already: there is nothing to change.', 'neutral');
      setAttribute(dialog.node, 'data-noop', isNoop);
      settle('ask');
    },
    open: () => dialog.open(isNoop ? cancel : reason),
    close: () => dialog.close(),
    busy(text) {
      isBusy = true;
      setMessage(text, 'neutral');
      refresh();
    },
    say(tone, text, next) {
      setMessage(text, tone);
      settle(next);
      (next === 'check' ? check : firstOpenField()).focus();
    },
    askAgain(text) {
      typedKey.value = '';
      setMessage(isNoop ? `${text} It is already what you wanted.` : text, 'bad');
      settle('ask');
      firstOpenField().focus();
    },
  };
}
