/** A choice of one of several, as the browser's own list. */
import { plainText } from '../model/text.ts';
import { element } from './dom.ts';

export interface Picker {
  readonly node: HTMLElement;
  /** A value that is not among the options (an owner nobody has any more) is offered all the same. */
  render(options: readonly (readonly [value: string, text: string])[], value: string): void;
}

export function picker(label: string, onPick: (value: string) => void): Picker {
  const select = element('select', { attributes: { 'aria-label': label }, on: { change: () => onPick(select.value) } });
  const node = element('div', { class: 'picker' }, select);
  let known = '';
  return {
    node,
    render(options, value) {
      const all = options.some(([option]) => option === value)
        ? options
        : [...options, [value, value.slice(1)] as const];
      const id = JSON.stringify(all);
      if (id !== known) {
        known = id;
        select.replaceChildren(
          ...all.map(([option, text]) => element('option', { attributes: { value: option } }, plainText(text))),
        );
      }
      if (select.value !== value) select.value = value;
      node.classList.toggle('set', select.selectedIndex > 0);
    },
  };
}
