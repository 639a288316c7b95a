/** The filters above the table. */
import type { Environment } from '../../../../core/model.ts';
import { healthFilters, noFilters } from '../model/filters.ts';
import type { FilterCounts, Filters, HealthFilter, SortOrder } from '../model/filters.ts';
import { healthMeanings } from '../model/health.ts';
import { button, element, setAttribute, setText } from './dom.ts';
import { picker } from './picker.ts';

export interface ToolbarView {
  readonly filters: Filters;
  readonly environments: readonly Environment[];
  readonly owners: readonly string[];
  readonly counts: FilterCounts;
  /** Servers that are behind or silent; null where nothing is known about servers. */
  readonly troubledServers: number | null;
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

export const sortTexts: { readonly [order in SortOrder]: string } = {
  key: 'By key',
  health: 'Worst health first',
  changed: 'Latest change first',
  constant: 'Longest constant first',
  created: 'Oldest first',
};

export function createToolbar(actions: ToolbarActions): Toolbar {
  let filters: Filters = noFilters;
  const change = (part: Partial<Filters>): void => actions.filter({ ...filters, ...part });
  const toggleHealth = (kind: HealthFilter): void => {
    const { health } = filters;
    change({ health: health.includes(kind) ? health.filter((other) => other !== kind) : [...health, kind] });
  };

  const search = element('input', {
    class: 'search',
    attributes: {
      type: 'search',
      placeholder: 'Filter flags  ( / )',
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
  const health = healthFilters.map((name) => ({
    name,
    chip: chip(capital(name), healthMeanings[name], () => toggleHealth(name), `mark-${name}`),
  }));
  const differs = chip(
    'Differs between servers',
    'Servers of one environment are meant to serve different things',
    () => change({ differs: !filters.differs }),
  );
  const partlyOpen = chip('Partly open', 'Some server lets a part of the load through', () =>
    change({ partlyOpen: !filters.partlyOpen }),
  );
  const archived = chip('Archived', healthMeanings.archived, () => change({ archived: !filters.archived }));
  const troubled = chip('Servers in trouble', 'Shows only the columns of servers that are behind or silent', () =>
    change({ troubledServers: !filters.troubledServers }),
  );
  const group = (label: string, ...chips: readonly Chip[]): HTMLElement =>
    element(
      'div',
      { class: 'chips', attributes: { role: 'group', 'aria-label': label } },
      ...chips.map(({ node }) => node),
    );
  const node = element(
    'div',
    { class: 'toolbar', attributes: { role: 'search', 'aria-label': 'Filters' } },
    search,
    element('div', { class: 'pickers' }, project.node, environment.node, kind.node, owner.node, sort.node),
    element(
      'div',
      { class: 'chip-strip' },
      group('Health', ...health.map((entry) => entry.chip)),
      group('More filters', differs, partlyOpen, troubled, archived),
    ),
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
      owner.render([['', 'All owners'], ...view.owners.map(named)], valueOf(filters.owner));
      sort.render(Object.entries(sortTexts), filters.sort);
      for (const entry of health) {
        entry.chip.render(filters.health.includes(entry.name), view.counts.health[entry.name]);
      }
      differs.render(filters.differs, view.counts.differs);
      partlyOpen.render(filters.partlyOpen, view.counts.partlyOpen);
      archived.render(filters.archived, view.counts.archived);
      troubled.node.hidden = view.troubledServers === null;
      troubled.render(filters.troubledServers, view.troubledServers ?? 0);
    },
  };
}

function valueOf(name: string | null): string {
  return name === null ? '' : `=${name}`;
}

interface Chip {
  readonly node: HTMLButtonElement;
  render(pressed: boolean, count: number): void;
}

/** A filter that is on or off, with how many flags it would leave. `meaning` is its tooltip. */
function chip(text: string, meaning: string, onToggle: () => void, mark = ''): Chip {
  const count = element('span', { class: 'count' });
  const node = button('', onToggle, { class: `chip ${mark}`.trim(), attributes: { 'data-tip': meaning } });
  node.append(`${text} `, count);
  return {
    node,
    render(pressed, number) {
      setAttribute(node, 'aria-pressed', String(pressed));
      setText(count, String(number));
      node.classList.toggle('none', number === 0 && !pressed);
    },
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
