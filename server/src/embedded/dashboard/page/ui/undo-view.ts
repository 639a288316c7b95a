/** The dialog for undoing what one person did, as elements; `undo.ts` says what happens in it. */
import { plainText } from '../model/text.ts';
import { undoSpans, type UndoLine, type UndoPlan, type UndoSpan } from '../model/undo.ts';
import { createDialog } from './dialog.ts';
import { button, element, foreign, setText } from './dom.ts';

export interface UndoViewOptions {
  readonly people: readonly string[];
  /** Picked at the beginning. */
  readonly person: string | null;
  onLook(actor: string, span: UndoSpan): void;
  onUndo(actor: string): void;
}

export interface UndoView {
  open(): void;
  close(): void;
  busy(text: string): void;
  say(tone: 'bad' | 'neutral', text: string): void;
  /** What would be undone; null where that has to be looked at first. */
  plan(plan: UndoPlan | null): void;
}

/** More lines than this are counted, not listed. */
const longestList = 200;

export function createUndoView(options: UndoViewOptions): UndoView {
  let isBusy = false;
  let plan: UndoPlan | null = null;
  const person = element('input', {
    id: 'undo-person',
    attributes: { type: 'text', list: 'undo-people', autocomplete: 'off', dir: 'auto', 'aria-required': 'true' },
    on: { input: () => forget() },
  });
  person.value = options.person ?? '';
  const people = element(
    'datalist',
    { id: 'undo-people' },
    ...options.people.map((name) => element('option', { attributes: { value: name } })),
  );
  const span = element(
    'select',
    { id: 'undo-span', on: { change: () => forget() } },
    ...undoSpans.map(({ minutes, text }) => element('option', { attributes: { value: minutes } }, text)),
    element('option', { attributes: { value: 'between' } }, 'from … to …'),
  );
  span.value = '60';
  const time = (id: string): HTMLInputElement =>
    element('input', { id, attributes: { type: 'datetime-local', step: 60 }, on: { input: () => forget() } });
  const [from, to] = [time('undo-from'), time('undo-to')];
  const between = element(
    'div',
    { class: 'between' },
    element('label', { attributes: { for: 'undo-from' } }, 'From (UTC)'),
    from,
    element('label', { attributes: { for: 'undo-to' } }, 'To (UTC)'),
    to,
  );
  const summary = element('p', { class: 'undo-summary', attributes: { tabindex: -1 } });
  const list = element('ol', { class: 'undo-list', attributes: { tabindex: 0, 'aria-label': 'Changes' } });
  const typed = element('input', {
    id: 'undo-typed',
    class: 'mono',
    attributes: { type: 'text', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'undo-message' },
    on: { input: () => refresh() },
  });
  const typedName = element('code', { attributes: { dir: 'auto' } });
  const typedLabel = element(
    'label',
    { attributes: { for: 'undo-typed' } },
    'Real users are here. Type ',
    typedName,
    ' to confirm',
  );
  const message = element('p', { class: 'message', id: 'undo-message', attributes: { role: 'alert' } });
  const cancel = button('Cancel', () => dialog.close());
  const look = button('Show what would be undone', () => options.onLook(person.value.trim(), spanOf()), {
    class: 'primary',
  });
  const undo = element('button', { class: 'primary', attributes: { type: 'submit' } });
  const form = element(
    'form',
    { attributes: { method: 'dialog' } },
    element('h2', { id: 'undo-title' }, 'Undo everything one person did'),
    element(
      'p',
      { class: 'lead' },
      'What somebody else has changed since is left as it is. Nothing is done before you have seen the list.',
    ),
    element('label', { attributes: { for: 'undo-person' } }, 'Who'),
    person,
    people,
    element('label', { attributes: { for: 'undo-span' } }, 'When'),
    span,
    between,
    summary,
    list,
    typedLabel,
    typed,
    message,
    element('div', { class: 'buttons' }, cancel, look, undo),
  );
  const dialog = createDialog({
    class: 'confirm undo',
    labelledBy: 'undo-title',
    content: form,
    isBusy: () => isBusy,
    onClosed() {},
  });

  const spanOf = (): UndoSpan =>
    span.value === 'between'
      ? { kind: 'between', from: from.value, to: to.value }
      : { kind: 'last', minutes: Number(span.value) };
  /** Another person or time: the list is not about that any more. */
  const forget = (): void => {
    plan = null;
    setText(message, '');
    refresh();
  };
  const refresh = (): void => {
    const hasPlan = plan !== null && plan.lines.length > 0;
    const mustType = plan !== null && plan.critical;
    between.hidden = span.value !== 'between';
    summary.hidden = plan === null;
    list.hidden = !hasPlan;
    typed.hidden = !mustType;
    typedLabel.hidden = !mustType;
    undo.hidden = plan === null || plan.possible === 0;
    look.hidden = !undo.hidden;
    look.disabled = isBusy || person.value.trim() === '';
    undo.disabled = isBusy || (mustType && typed.value.trim() !== person.value.trim());
    cancel.disabled = isBusy;
    for (const field of [person, from, to, typed]) field.readOnly = isBusy;
    span.disabled = isBusy;
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isBusy) return;
    if (!undo.hidden && !undo.disabled) options.onUndo(person.value.trim());
    else if (!look.hidden && !look.disabled) options.onLook(person.value.trim(), spanOf());
  });

  return {
    open() {
      refresh();
      dialog.open(person.value === '' ? person : span);
    },
    close: () => dialog.close(),
    busy(text) {
      isBusy = true;
      message.className = 'message neutral';
      setText(message, text);
      refresh();
    },
    say(tone, text) {
      isBusy = false;
      message.className = `message ${tone}`;
      setText(message, plainText(text));
      refresh();
      (look.hidden ? (typed.hidden ? undo : typed) : look).focus();
    },
    plan(next) {
      isBusy = false;
      plan = next;
      setText(message, '');
      typed.value = '';
      setText(typedName, plainText(person.value.trim()));
      setText(summary, next?.summary ?? '');
      setText(undo, next?.possible === 1 ? 'Undo 1 change' : `Undo ${next?.possible ?? 0} changes`);
      const lines = next?.lines ?? [];
      list.replaceChildren(...lines.slice(0, longestList).map(lineNode));
      if (lines.length > longestList) list.append(element('li', {}, `and ${lines.length - longestList} more`));
      refresh();
      if (next !== null) summary.focus();
    },
  };
}

function lineNode(line: UndoLine): HTMLElement {
  return element(
    'li',
    { class: line.conflict === null ? '' : 'conflict' },
    element('div', { class: 'undo-where' }, element('code', {}, line.flagKey), ` ${line.where}`),
    element(
      'div',
      { class: 'from-to' },
      element('span', {}, line.from),
      element('span', { class: 'arrow', attributes: { role: 'img', 'aria-label': 'back to' } }, '→'),
      element('span', { class: 'after' }, line.to),
    ),
    line.conflict === null ? null : element('p', { class: 'why' }, 'Stays as it is: ', foreign(line.conflict)),
  );
}
