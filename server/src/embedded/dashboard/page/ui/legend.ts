/** How to read a cell. Hidden from screen readers, which get the same in words in each cell. */
import { element } from './dom.ts';

export function legendNodes(): HTMLElement[] {
  const sample = (text: string, looks: string, share: number, meaning: string, applied = ''): HTMLElement => {
    const cell = element('span', { class: `cell ${looks}` }, text);
    if (applied !== '') cell.append(element('span', { class: 'applied' }, applied));
    cell.style.setProperty('--share', String(share));
    return element('span', { class: 'legend-item' }, cell, meaning);
  };
  return [
    sample('on', 'tone-on', 1, 'inherited'),
    sample('off', 'tone-off override override-server', 0, 'set for this server'),
    sample('25 %', 'tone-partial override override-datacenter', 0.25, 'set for this datacenter'),
    sample('on', 'tone-on drifting', 1, 'the server applies something else', '≠ off'),
    sample('on', 'tone-on silent', 1, 'silent server: not known'),
    sample('50 %', 'tone-partial stuck', 0.5, 'stuck'),
    sample('on', 'tone-on stale', 1, 'stale'),
    sample('off', 'tone-off asked', 0, 'a change is asked for'),
  ];
}
