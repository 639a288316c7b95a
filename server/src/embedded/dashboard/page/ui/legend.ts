/** How to read a cell. */
import { element } from './dom.ts';

export function legendNodes(): HTMLElement[] {
  const sample = (text: string, looks: string, share: number, meaning: string): HTMLElement => {
    const cell = element('span', { class: `cell ${looks}` }, text);
    cell.style.setProperty('--share', String(share));
    return element('span', { class: 'legend-item' }, cell, meaning);
  };
  return [
    sample('on', 'tone-on', 1, 'inherited from the environment'),
    sample('off', 'tone-off override override-server', 0, 'set for this server'),
    sample('25 %', 'tone-partial override override-datacenter', 0.25, 'set for this datacenter'),
    sample('blue', 'tone-variant', 1, 'a variant'),
    sample('on', 'tone-on lagging', 1, 'the server still applies something else'),
  ];
}
