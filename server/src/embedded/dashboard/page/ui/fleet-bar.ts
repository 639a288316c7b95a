/** One line per environment: on how many servers its flags are applied, and which are not well. */
import type { Environment, Scope } from '../../../../core/model.ts';
import { scopeId } from '../model/columns.ts';
import { fleetLine, type FleetIndex, type FleetLine } from '../model/fleet.ts';
import { button, element, replaceContent, setAttribute } from './dom.ts';

export interface FleetBarView {
  readonly environments: readonly Environment[];
  readonly fleet: FleetIndex | null;
  /** Only this environment. */
  readonly picked: string | null;
  readonly now: number;
}

export interface FleetBar {
  readonly node: HTMLElement;
  render(view: FleetBarView): void;
}

/** More servers than this are counted, not named. */
const named = 3;

/** `show` leads to a server's column. The bar is not there where nothing is known about servers. */
export function createFleetBar(show: (scope: Scope) => void): FleetBar {
  const list = element('ul', { class: 'fleet-lines' });
  const node = element('section', { class: 'fleet', attributes: { 'aria-label': 'Servers' } }, list);
  let known = '';

  return {
    node,
    render({ environments, fleet, picked, now }) {
      const lines = environments
        .filter(({ key }) => picked === null || key === picked)
        .flatMap((environment) => (fleet === null ? [] : (fleetLine(environment, fleet, now) ?? [])));
      node.hidden = lines.length === 0;
      const id = JSON.stringify(lines);
      if (id === known) return;
      known = id;
      replaceContent(
        list,
        lines.map((line) => lineNode(line, show)),
        list,
      );
      setAttribute(list, 'tabindex', -1);
    },
  };
}

/** Servers that were never heard of are no trouble: nobody knows what they apply. */
function lineClass({ isWell, troubles }: FleetLine): string {
  if (troubles.length > 0) return 'fleet-line trouble';
  return isWell ? 'fleet-line' : 'fleet-line unheard';
}

function lineNode(line: FleetLine, show: (scope: Scope) => void): HTMLElement {
  const troubles = line.troubles.slice(0, named);
  const more = line.troubles.length - troubles.length;
  const unheard = unheardText(line.unheard);
  return element(
    'li',
    { class: lineClass(line) },
    element('strong', {}, line.environment),
    ` ${line.summary}`,
    ...troubles.flatMap(({ scope, name, text }, index) => [
      index === 0 ? ': ' : ', ',
      button(name, () => show(scope), {
        class: 'link',
        attributes: { 'data-focus': scopeId(scope), 'aria-label': `${name}: show its column` },
      }),
      ` ${text}`,
    ]),
    more > 0 ? ` and ${more} more` : null,
    unheard === '' ? null : `; ${unheard}`,
  );
}

function unheardText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const shown =
    names.length > named
      ? `${names.slice(0, named - 1).join(', ')} and ${names.length - named + 1} more`
      : names.join(', ');
  return `nothing heard from ${shown}`;
}
