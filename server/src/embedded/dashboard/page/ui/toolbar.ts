/** The filters above the table. */
import type { Environment, Flag } from '../../../../core/model.ts';
import { noFilters, owners } from '../model/filters.ts';
import type { FilterCounts, Filters, SortOrder } from '../model/filters.ts';
import { button, element, setAttribute, setText } from './dom.ts';

export interface ToolbarView {
  readonly filters: Filters;
  readonly environments: readonly Environment[];
  readonly flags: readonly Flag[];
  readonly counts: FilterCounts;
  readonly projects: readonly string[];
  readonly project: string | null;
}

export interface ToolbarActions {
  filter(filters: Filters): void;
  openProject(project: string): void;
}

export interface Toolbar {
  readonly node: HTMLElement;
  render(view: ToolbarView): void;
  focusSearch(): void;
}

export function createToolbar(actions: ToolbarActions): Toolbar {
  let filters: Filters = noFilters;
  const change = (part: Partial<Filters>): void => actions.filter({ ...filters, ...part });

  const search = element('input', {
    class: 'search',
    attributes: {
      type: 'search',
      placeholder: 'Filter flags',
      'aria-label': 'Filter flags by key, description, owner or tag',
      'aria-keyshortcuts': '/',
      spellcheck: 'false',
      autocomplete: 'off',
    },
    on: { input: () => change({ text: search.value }) },
  });
  const project = picker('Project', (value) => actions.openProject(value));
  const environment = picker('Environment', (value) => change({ environment: value === '' ? null : value.slice(1) }));
  const kind = picker('Kind', (value) => change({ kind: value === '' ? null : (value as Filters['kind']) }));
  const owner = picker('Owner', (value) => change({ owner: value === '' ? null : value.slice(1) }));
  const sort = picker('Order', (value) => change({ sort: value as SortOrder }));
  const differs = chip('Differs between servers', () => change({ differs: !filters.differs }));
  const partlyOpen = chip('Partly open', () => change({ partlyOpen: !filters.partlyOpen }));
  const archived = chip('Archived', () => change({ archived: !filters.archived }));
  const node = element(
    'div',
    { class: 'toolbar', attributes: { role: 'search', 'aria-label': 'Filters' } },
    search,
    element('div', { class: 'pickers' }, project.node, environment.node, kind.node, owner.node, sort.node),
    element('div', { class: 'chips' }, differs.node, partlyOpen.node, archived.node),
  );

  return {
    node,
    focusSearch: () => search.select(),
    render(view) {
      filters = view.filters;
      if (search.value !== filters.text) search.value = filters.text;
      // A value of '' stands for "all"; names get a prefix, so that no name can be taken for it.
      const named = (name: string): [string, string] => [`=${name}`, name === '' ? 'no owner' : name];
      project.render(
        view.projects.map((key) => [key, key]),
        view.project ?? '',
      );
      project.node.hidden = view.projects.length < 2;
      environment.render(
        [['', 'All environments'], ...view.environments.map(({ key }) => named(key))],
        valueOf(filters.environment),
      );
      kind.render(
        [
          ['', 'All kinds'],
          ['switch', 'Switches'],
          ['valve', 'Valves'],
          ['variant', 'Variants'],
        ],
        filters.kind ?? '',
      );
      owner.render([['', 'All owners'], ...owners(view.flags).map(named)], valueOf(filters.owner));
      sort.render(
        [
          ['key', 'By key'],
          ['changed', 'Latest change first'],
          ['constant', 'Longest constant first'],
        ],
        filters.sort,
      );
      differs.render(filters.differs, view.counts.differs);
      partlyOpen.render(filters.partlyOpen, view.counts.partlyOpen);
      archived.render(filters.archived, view.counts.archived);
    },
  };
}

function valueOf(name: string | null): string {
  return name === null ? '' : `=${name}`;
}

interface Picker {
  readonly node: HTMLElement;
  render(options: readonly (readonly [value: string, text: string])[], value: string): void;
}

function picker(label: string, onPick: (value: string) => void): Picker {
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
          ...all.map(([option, text]) => element('option', { attributes: { value: option } }, text)),
        );
      }
      if (select.value !== value) select.value = value;
      node.classList.toggle('set', select.selectedIndex > 0);
    },
  };
}

interface Chip {
  readonly node: HTMLButtonElement;
  render(pressed: boolean, count: number): void;
}

function chip(text: string, onToggle: () => void): Chip {
  const count = element('span', { class: 'count' });
  const node = button('', onToggle, { class: 'chip' });
  node.append(`${text} `, count);
  return {
    node,
    render(pressed, number) {
      setAttribute(node, 'aria-pressed', String(pressed));
      setText(count, String(number));
    },
  };
}
