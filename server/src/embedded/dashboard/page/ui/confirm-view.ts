/** The confirmation dialog as elements; `confirm.ts` says what happens in it. */
import type { ChangeSummary } from '../model/change.ts';
import { button, element, setAttribute, setText } from './dom.ts';

export interface ConfirmViewOptions {
  readonly flagKey: string;
  /** The key has to be typed. */
  readonly critical: boolean;
  onConfirm(reason: string | null): void;
  onCheck(): void;
  onClosed(): void;
}

export interface ConfirmView {
  show(summary: ChangeSummary): void;
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
  const where = element('dd');
  const from = element('span', { class: 'from' });
  const to = element('span', { class: 'after' });
  const notes = element('ul', { class: 'notes' });
  const message = element('p', { class: 'message', id: 'confirm-message', attributes: { role: 'alert' } });
  const reason = element('input', {
    id: 'confirm-reason',
    attributes: { type: 'text', maxlength: longestReason, autocomplete: 'off' },
  });
  const typedKey = element('input', {
    id: 'confirm-key',
    class: 'mono',
    attributes: {
      type: 'text',
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      'aria-describedby': 'confirm-message',
    },
    on: { input: () => refresh() },
  });
  const cancel = button('Cancel', () => dialog.close());
  const check = button('Check again', options.onCheck, { class: 'primary' });
  const confirm = element('button', { class: 'primary', attributes: { type: 'submit' } });
  const form = element(
    'form',
    { attributes: { method: 'dialog' } },
    title,
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
    element(
      'label',
      { attributes: { for: 'confirm-reason' } },
      'Reason ',
      element('span', { class: 'muted' }, '(optional, kept in the history)'),
    ),
    reason,
    options.critical
      ? element(
          'label',
          { attributes: { for: 'confirm-key' } },
          'Real users are here. Type ',
          element('code', {}, options.flagKey),
          ' to confirm',
        )
      : null,
    options.critical ? typedKey : null,
    message,
    element('div', { class: 'buttons' }, cancel, check, confirm),
  );
  const dialog = element(
    'dialog',
    { class: options.critical ? 'confirm critical' : 'confirm', attributes: { 'aria-labelledby': 'confirm-title' } },
    form,
  );
  let isBusy = false;
  let isNoop = false;

  const keyFits = (): boolean => !options.critical || typedKey.value.trim() === options.flagKey;
  const setMessage = (text: string, tone: string): void => {
    setText(message, text);
    message.className = `message ${tone}`;
  };
  const refresh = (): void => {
    confirm.disabled = isBusy || isNoop || !keyFits();
    cancel.disabled = isBusy;
    check.disabled = isBusy;
    reason.readOnly = isBusy;
    typedKey.readOnly = isBusy;
  };
  const settle = (next: 'ask' | 'check'): void => {
    isBusy = false;
    check.hidden = next === 'ask';
    confirm.hidden = next === 'check';
    refresh();
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!isBusy && !confirm.disabled && !confirm.hidden)
      options.onConfirm(reason.value.trim() === '' ? null : reason.value);
  });
  dialog.addEventListener('cancel', (event) => {
    if (isBusy) event.preventDefault();
  });
  dialog.addEventListener('close', () => {
    dialog.remove();
    options.onClosed();
  });

  return {
    show(summary) {
      setText(title, `${summary.title} ${options.flagKey}`);
      setText(where, summary.where);
      setText(from, summary.from);
      setText(to, summary.to);
      notes.replaceChildren(...summary.notes.map((note) => element('li', {}, note)));
      notes.hidden = summary.notes.length === 0;
      isNoop = summary.noop;
      setText(confirm, confirmText(summary));
      if (isNoop) setMessage('That is what this scope serves already: there is nothing to change.', 'neutral');
      setAttribute(dialog, 'data-noop', isNoop);
      settle('ask');
    },
    open() {
      document.body.append(dialog);
      dialog.showModal();
      (isNoop ? cancel : reason).focus();
    },
    close: () => dialog.close(),
    busy(text) {
      isBusy = true;
      setMessage(text, 'neutral');
      refresh();
    },
    say(tone, text, next) {
      setMessage(text, tone);
      settle(next);
      (next === 'check' ? check : confirm.disabled ? typedKey : confirm).focus();
    },
    askAgain(text) {
      typedKey.value = '';
      setMessage(isNoop ? `${text} It is already what you wanted.` : text, 'bad');
      settle('ask');
      (isNoop ? cancel : options.critical ? typedKey : confirm).focus();
    },
  };
}

function confirmText(summary: ChangeSummary): string {
  if (summary.title === 'Roll back') return 'Roll back';
  if (summary.title === 'Change') return `Set to ${summary.toShort}`;
  return 'Clear the override';
}
