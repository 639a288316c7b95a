/** What the extension makes of a status that is of several control planes. */
import { describe, expect, test } from 'vitest';
import { question } from '../../client/src/change.ts';
import {
  differenceText,
  isAnyCurrent,
  noSuchFlag,
  originsOf,
  planesOf,
  planeTitle,
  statusAt,
  statusOfPlane,
} from '../../client/src/planes.ts';
import { planeStatusText, statusText } from '../../client/src/status-text.ts';
import type { ControlPlaneStatus, FlagSummary, ScopeSummary, StateStatus } from '../../server/src/protocol.ts';

const now = Date.parse('2026-11-23T12:00:00Z');

const one: StateStatus = {
  kind: 'live',
  controlPlane: 'sluice at https://flags.shop.example',
  origin: 'https://flags.shop.example',
  readAt: '2026-11-23T11:55:00Z',
  complete: true,
  flagCount: 12,
  problem: null,
  problemKind: null,
};

function plane(name: string, parts: Partial<ControlPlaneStatus> = {}): ControlPlaneStatus {
  return { ...one, id: `file:///shop#${name}`, name, folder: null, comparedWith: null, differences: null, ...parts };
}

const shop = plane('shop');
const legacy = plane('legacy', {
  comparedWith: 'shop',
  differences: 3,
  origin: 'https://legacy.example',
  flagCount: 9,
});
const search = plane('search', { folder: 'packages/search', kind: 'file', origin: null });
const dead = { kind: 'none', complete: false, problem: 'It timed out.', problemKind: 'timeout' } as const;

const several = (...controlPlanes: ControlPlaneStatus[]): StateStatus => ({ ...one, controlPlanes });
const show = (status: StateStatus) =>
  statusText({ status, server: 'running', trusted: true, awaitingConsent: null, now });

describe('which control planes there are', () => {
  test('one, or those of the list', () => {
    expect(planesOf(null)).toEqual([]);
    expect(planesOf(one)).toEqual([one]);
    expect(planesOf(several(shop, legacy))).toEqual([shop, legacy]);
  });

  test('their addresses, each once', () => {
    expect(originsOf(several(shop, legacy, search, plane('web')))).toEqual([
      'https://flags.shop.example',
      'https://legacy.example',
    ]);
    expect(originsOf({ ...one, origin: null })).toEqual([]);
  });

  test('at an address: the one in trouble first', () => {
    const troubled = plane('web', { problem: 'Sign in.', problemKind: 'auth' });
    expect(statusAt(several(shop, troubled), shop.origin!)).toBe(troubled);
    expect(statusAt(one, one.origin!)).toBe(one);
    expect(statusAt(one, 'https://other.example')).toBeNull();
  });

  test('that a flag belongs to', () => {
    expect(statusOfPlane(several(shop, search), search.id)).toBe(search);
    expect(statusOfPlane(one, undefined)).toBe(one);
  });
});

test.each<[title: string, status: StateStatus, expected: boolean]>([
  ['one that is live', one, true],
  ['one that is dead', { ...one, ...dead }, false],
  ['the worst is dead, another one lives', { ...several(plane('shop', dead), search), ...dead }, true],
  ['only a compared one lives', { ...several(plane('shop', dead), legacy), ...dead }, false],
  ['a compared one is dead', { ...several(shop, plane('legacy', { ...dead, comparedWith: 'shop' })), ...dead }, true],
])('a change may be tried: %s', (_, status, expected) => {
  expect(isAnyCurrent(status)).toBe(expected);
});

describe('what is shown', () => {
  test('each control plane, one below the other', () => {
    expect(show(several(shop, legacy)).tooltip).toBe(`shop:
    sluice at https://flags.shop.example
    Live: changes arrive as they happen (last read 5 min ago).
    12 flags
legacy, compared with shop:
    sluice at https://flags.shop.example
    Live: changes arrive as they happen (last read 5 min ago).
    9 flags
    Disagrees with shop about 3 flags.
Click for actions.`);
  });

  test.each<[StateStatus, string]>([
    [several(shop, search), '$(pulse) Sluice: live'],
    [several(shop, legacy), '$(pulse) Sluice: live, 3 differ'],
    [several(shop, plane('legacy', { comparedWith: 'shop', differences: 1 })), '$(pulse) Sluice: live, 1 differs'],
    [{ ...several(shop, plane('search', dead)), ...dead }, '$(warning) Sluice: no state'],
  ])('%#: %s', (status, text) => {
    expect(show(status).text).toBe(text);
  });

  test.each<[ControlPlaneStatus, string, string | null]>([
    [shop, 'shop', null],
    [search, 'search, for packages/search', null],
    [legacy, 'legacy, compared with shop', 'Disagrees with shop about 3 flags.'],
    [{ ...legacy, differences: 0 }, 'legacy, compared with shop', 'Agrees with shop.'],
    [{ ...legacy, differences: null }, 'legacy, compared with shop', 'Not compared with shop yet.'],
  ])('of %o', (status, title, difference) => {
    expect([planeTitle(status), differenceText(status)]).toEqual([title, difference]);
  });

  test('in the menu on one line', () => {
    expect(planeStatusText(plane('search', dead), now)).toEqual({
      text: '$(warning)',
      detail: 'There is no flag state, so nothing is said about the state of flags. It timed out.',
    });
  });

  test('names of folders cannot hide anything', () => {
    expect(planeTitle(plane('search', { folder: 'a\u202eb' }))).toBe('search, for a<U+202E>b');
  });
});

test('the question before a change says in which control plane', () => {
  const scope: ScopeSummary = {
    environment: 'staging',
    datacenter: null,
    server: null,
    critical: false,
    serving: 'off',
    share: 0,
    overridden: true,
  };
  const flag: FlagSummary = {
    key: 'both',
    kind: 'switch',
    description: null,
    owner: null,
    archived: false,
    revision: '1',
    scopes: [scope],
  };
  const of = (more: Partial<FlagSummary>) => question({ flag: { ...flag, ...more }, scope, to: 10_000 }).detail;
  expect(of({ controlPlane: search.id, controlPlaneName: 'search' })).toContain('\nControl plane: search\n');
  expect(of({})).not.toContain('Control plane');
});

describe('a flag that is in no list', () => {
  const say = (planes: Parameters<typeof noSuchFlag>[1], whose: string | null = null) => noSuchFlag('a', planes, whose);

  test('is unknown to a control plane whose state is known', () => {
    expect(say([one])).toBe('The control plane knows no flag “a”.');
    expect(say([shop, legacy], shop.id)).toBe('shop knows no flag “a”.');
    expect(say([shop, search])).toBe('No control plane knows a flag “a”.');
  });

  test('may exist all the same where the state is not known', () => {
    expect(say([{ ...one, kind: 'none', complete: false }])).toBe(
      'Whether there is a flag “a” is not known: the state of the control plane is not up to date.',
    );
    expect(say([shop, { ...search, ...dead }], search.id)).toBe(
      'Whether there is a flag “a” is not known: the state of search is not up to date. It timed out.',
    );
    expect(say([{ ...shop, complete: false }, search])).toBe(
      'Whether there is a flag “a” is not known: the state of shop is incomplete.',
    );
  });

  test('is not asked of a control plane that is only compared, or is another one', () => {
    expect(say([shop, { ...legacy, ...dead }])).toBe('shop knows no flag “a”.');
    expect(say([{ ...shop, ...dead }, search], search.id)).toBe('search knows no flag “a”.');
  });
});
