import { describe, expect, test } from 'vitest';
import { buildColumns } from '../../../server/src/embedded/dashboard/page/model/columns.ts';
import {
  applyFilters,
  countFlags,
  isFiltered,
  noFilters,
  owners,
} from '../../../server/src/embedded/dashboard/page/model/filters.ts';
import type { Filters } from '../../../server/src/embedded/dashboard/page/model/filters.ts';
import { formatRoute, parseRoute } from '../../../server/src/embedded/dashboard/page/model/route.ts';
import { summaryText, tableNotice } from '../../../server/src/embedded/dashboard/page/ui/table-notice.ts';
import { assessAll, buttonColor, flag, off, on, override, percent, production, server, state } from './shop-flags.ts';

const { columns } = buildColumns([production], null);
const flags = [
  flag({
    key: 'new-checkout',
    tags: ['q2'],
    environments: { production: state(on, { constantSince: '2026-05-01T00:00:00Z' }) },
  }),
  flag({
    key: 'express-pay',
    kind: 'valve',
    owner: 'team-payments',
    description: 'Wallet buttons',
    environments: { production: state(percent(10), { changedAt: '2026-11-22T00:00:00Z' }) },
  }),
  flag({
    key: 'stop-payments',
    purpose: 'kill-switch',
    owner: 'team-payments',
    environments: {
      production: state(off, { constantSince: '2025-01-01T00:00:00Z', scopes: [override('fra', 'fra-1', on)] }),
    },
  }),
  { ...buttonColor, environments: { production: state({ kind: 'static', variant: 'blue' }) } },
  flag({ key: 'old-search', archivedAt: '2026-01-01T00:00:00Z' }),
];
const fra1 = server('fra', 'fra-1', {
  state: 'behind',
  behind: 1,
  differs: [{ flagKey: 'button-color', serving: off }],
});
const rows = assessAll(flags, columns, [production], [fra1]);
const shown = (filters: Partial<Filters>): string[] =>
  applyFilters(rows, { ...noFilters, ...filters }, 'production').map(({ flag: { key } }) => key);

describe('filters', () => {
  test.each<[string, Partial<Filters>, string[]]>([
    ['nothing: all but the archived, by key', {}, ['button-color', 'express-pay', 'new-checkout', 'stop-payments']],
    ['a word of the key', { text: 'PAY' }, ['express-pay', 'stop-payments']],
    ['words that all have to be there', { text: 'payments wallet' }, ['express-pay']],
    ['a tag', { text: 'q2' }, ['new-checkout']],
    ['a kind', { kind: 'valve' }, ['express-pay']],
    ['an owner', { owner: 'team-payments' }, ['express-pay', 'stop-payments']],
    ['nobody’s flags', { owner: '' }, ['button-color']],
    ['servers that differ', { differs: true }, ['stop-payments']],
    ['partly open', { partlyOpen: true }, ['express-pay']],
    ['archived', { archived: true }, ['old-search']],
    ['stale', { health: ['stale'] }, ['new-checkout']],
    ['any of several marks', { health: ['drifting', 'stale', 'stuck'] }, ['button-color', 'new-checkout']],
    ['the worst first', { sort: 'health' }, ['button-color', 'new-checkout', 'express-pay', 'stop-payments']],
    ['two that exclude each other', { kind: 'valve', differs: true }, []],
    ['the latest change first', { sort: 'changed' }, ['express-pay', 'stop-payments', 'button-color', 'new-checkout']],
    [
      'the longest constant first, then those that are not',
      { sort: 'constant' },
      ['stop-payments', 'new-checkout', 'button-color', 'express-pay'],
    ],
  ])('%s', (_, filters, keys) => {
    expect(shown(filters)).toEqual(keys);
  });

  test('are counted before they are set', () => {
    expect(countFlags(rows)).toEqual({
      all: 4,
      health: { drifting: 1, stuck: 0, expired: 0, stale: 1 },
      differs: 1,
      partlyOpen: 1,
      archived: 1,
    });
  });

  test('offer every owner once', () => {
    expect(owners(flags)).toEqual(['', 'team-checkout', 'team-payments']);
  });

  test('an environment and an order hide nothing', () => {
    expect(isFiltered({ ...noFilters, environment: 'production', sort: 'changed', archived: true })).toBe(false);
    expect(isFiltered({ ...noFilters, owner: '' })).toBe(true);
    expect(isFiltered({ ...noFilters, health: ['stuck'] })).toBe(true);
  });
});

describe('the address', () => {
  const route = {
    flagKey: 'pay/express:v2 %',
    scope: { environment: 'production', datacenter: 'fra', server: 'fra-1' },
    project: 'shop',
    requests: false,
    filters: {
      ...noFilters,
      health: ['drifting', 'stale'],
      troubledServers: true,
      text: 'a&b',
      kind: 'valve',
      owner: '',
      environment: 'production',
      differs: true,
      partlyOpen: true,
      archived: true,
      sort: 'changed',
    },
  } as const;

  test('keeps everything, whatever the key', () => {
    expect(parseRoute(formatRoute(route))).toEqual(route);
  });

  test('is short where nothing is set', () => {
    expect(formatRoute(parseRoute(''))).toBe('#/');
    expect(formatRoute({ ...parseRoute(''), flagKey: 'new-checkout' })).toBe('#/flag/new-checkout');
  });

  test.each(['#', '#/flag/', '#/flag/%E0%A4%A', '#nonsense?kind=toaster&sort=price&health=ill', '#/?%%%'])(
    'never throws on %j',
    (hash) => {
      expect(parseRoute(hash).filters).toEqual(noFilters);
    },
  );

  test('opens a flag by the link the editor gives', () => {
    expect(parseRoute('#/flag/new-checkout')).toEqual({
      flagKey: 'new-checkout',
      scope: null,
      project: null,
      requests: false,
      filters: noFilters,
    });
  });

  test('opens the list of requests; a flag that is open wins', () => {
    expect(parseRoute('#/requests')).toMatchObject({ requests: true, flagKey: null });
    expect(formatRoute({ ...parseRoute('#/requests'), flagKey: 'new-checkout' })).toBe('#/flag/new-checkout');
  });
});

describe('what stands in the table’s place', () => {
  const actions = { retry: () => {}, clear: () => {} };
  const ready = {
    phase: 'ready',
    problem: null,
    project: 'shop',
    environments: [production],
    flags: new Map(flags.map((one) => [one.key, one])),
  } as const;
  const title = (state: object, filters: Partial<Filters> = {}, rows = 0): string | undefined =>
    tableNotice({ ...ready, ...state }, { ...noFilters, ...filters }, rows, actions)?.title;

  test.each([
    ['the table', {}, {}, 4, undefined],
    ['loading', { phase: 'loading' }, {}, 0, 'Reading the flags…'],
    ['signed out', { phase: 'signed-out' }, {}, 0, 'You are signed out'],
    ['failed', { phase: 'failed', problem: 'No.' }, {}, 0, 'The flags could not be read'],
    ['no project', { project: null }, {}, 0, 'No project yet'],
    ['no environments', { environments: [] }, {}, 0, 'No environments yet'],
    ['no flags', { flags: new Map() }, {}, 0, 'No flags yet'],
    ['no match', {}, { text: 'toaster' }, 0, 'No flag matches'],
    ['no archived flags', {}, { archived: true }, 0, 'No archived flags'],
    ['nothing but archived flags', {}, {}, 0, 'All flags are archived'],
  ])('%s', (_, state, filters, rows, expected) => {
    expect(title(state, filters, rows)).toBe(expected);
  });

  test('the number of rows is said in words', () => {
    const counts = countFlags(rows);
    expect(summaryText(noFilters, 4, counts)).toBe('4 flags');
    expect(summaryText({ ...noFilters, kind: 'valve' }, 1, counts)).toBe('1 of 4 flags');
    expect(summaryText({ ...noFilters, archived: true }, 1, counts)).toBe('1 archived flag');
    expect(summaryText(noFilters, 0, countFlags([]))).toBe('');
  });
});
