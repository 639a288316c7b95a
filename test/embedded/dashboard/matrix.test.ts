import { describe, expect, test } from 'vitest';
import {
  buildColumns,
  environmentScopes,
  scopeName,
  shortNames,
} from '../../../server/src/embedded/dashboard/page/model/columns.ts';
import { buildCell } from '../../../server/src/embedded/dashboard/page/model/cell.ts';
import { indexFleet } from '../../../server/src/embedded/dashboard/page/model/fleet.ts';
import { judgeHealth } from '../../../server/src/embedded/dashboard/page/model/health.ts';
import { cellTip, serverTip } from '../../../server/src/embedded/dashboard/page/model/tips.ts';
import type { FleetServer } from '../../../server/src/embedded/dashboard/page/model/wire.ts';
import {
  createAssessor,
  differsBetweenServers,
  factsEnvironment,
  lastChange,
  partlyOpenSomewhere,
  rowFacts,
} from '../../../server/src/embedded/dashboard/page/model/rows.ts';
import type { Flag } from '../../../server/src/core/model.ts';
import {
  asked,
  development,
  flag,
  now,
  off,
  on,
  override,
  percent,
  production,
  server,
  silent,
  staging,
  state,
} from './shop-flags.ts';

const all = buildColumns([production, staging, development], null);
const cells = (of: Flag, fleet: readonly FleetServer[] | null = null) =>
  all.columns.map((column) => buildCell(of, column, { fleet: indexFleet(fleet), marks: [] }));
const ofProduction = (of: Flag) => cells(of).slice(0, 4);

describe('columns', () => {
  test('are servers; a datacenter without servers and an environment without datacenters have one column each', () => {
    expect(all.columns.map(({ title }) => title)).toEqual([
      'production / fra / fra-1',
      'production / fra / fra-2',
      'production / iad / iad-1',
      'production / iad / iad-2',
      'staging / fra',
      'development',
    ]);
  });

  test('stand under their datacenter and environment', () => {
    expect(all.environments.map(({ label, span, critical }) => [label, span, critical])).toEqual([
      ['production', 4, true],
      ['staging', 1, false],
      ['development', 1, false],
    ]);
    expect(all.datacenters.map(({ label, span }) => [label, span])).toEqual([
      ['fra', 2],
      ['iad', 2],
      ['fra', 1],
      ['', 1],
    ]);
    expect(all.columns.map(({ startsEnvironment, startsDatacenter }) => [startsEnvironment, startsDatacenter])).toEqual(
      [
        [true, true],
        [false, false],
        [false, true],
        [false, false],
        [true, true],
        [true, true],
      ],
    );
  });

  test('of one environment where one is picked', () => {
    expect(buildColumns([production, staging], 'staging').columns.map(({ title }) => title)).toEqual(['staging / fra']);
  });

  test('lose what their names have in common, but never all of it', () => {
    expect(shortNames(['shop-fra-web-01', 'shop-fra-web-02'])).toEqual(['01', '02']);
    expect(shortNames(['web10', 'web11'])).toEqual(['web10', 'web11']);
    expect(shortNames(['shop-', 'shop-2'])).toEqual(['shop-', 'shop-2']);
    expect(shortNames(['only'])).toEqual(['only']);
  });

  test('every scope of an environment in reading order', () => {
    expect(environmentScopes(production).map(scopeName)).toEqual([
      'production',
      'production / fra',
      'production / fra / fra-1',
      'production / fra / fra-2',
      'production / iad',
      'production / iad / iad-1',
      'production / iad / iad-2',
    ]);
  });
});

describe('cells', () => {
  const canary = flag({
    kind: 'valve',
    environments: {
      production: state(off, { scopes: [override('fra', null, percent(10)), override('fra', 'fra-1', percent(50))] }),
    },
  });

  test('show what each server serves, and whether that is an override', () => {
    expect(cells(canary).map(({ label, override, source }) => [label.text, override, source])).toEqual([
      ['50 %', true, 'server'],
      ['10 %', true, 'datacenter'],
      ['off', false, 'environment'],
      ['off', false, 'environment'],
      ['–', false, null],
      ['–', false, null],
    ]);
  });

  test('show a server that reports something else, and only that one', () => {
    const report = (name: string, serving: typeof on) => ({
      datacenter: 'fra',
      server: name,
      serving,
      at: '2026-11-23T11:00:00Z',
    });
    const lagging = flag({
      environments: { production: state(on, { observed: [report('fra-1', on), report('fra-2', off)] }) },
    });
    expect(ofProduction(lagging).map(({ observed }) => observed?.text ?? null)).toEqual([null, 'off', null, null]);
  });

  test('show what the fleet says: applied, differs, silent, and nothing where nothing was heard', () => {
    const differs = [{ flagKey: 'new-checkout', serving: off }];
    const fleet = [
      server('fra', 'fra-1'),
      server('fra', 'fra-2', { state: 'behind', behind: 3, differs }),
      server('iad', 'iad-1', { ...silent, differs }),
    ];
    const shown = cells(flag(), fleet).slice(0, 4);
    expect(shown.map(({ marks, observed }) => [marks.join(), observed?.text])).toEqual([
      ['', undefined],
      ['drifting', 'off'],
      ['silent', 'off'],
      ['', undefined],
    ]);
    expect(shown.map(({ spoken }) => spoken)).toEqual([
      '',
      ', still applies off',
      ', last applied off, server silent',
      '',
    ]);
    const tips = shown.map((cell, index) => {
      const column = all.columns[index];
      return column === undefined
        ? []
        : cellTip(flag(), column, cell, { now, marks: [], isFleetKnown: true, request: null }).lines;
    });
    expect(tips.map((lines) => lines.at(-1))).toEqual([
      'fra-1 applies this.',
      'fra-2 still applies off; it should be on. It is 3 revisions behind.',
      'Nobody knows what it applies: iad-1 is silent for 5 min. It last applied off.',
      'It has not asked for its flags yet: nobody knows what it applies.',
    ]);
  });

  test('say in words what is wrong, where it comes from, and that somebody asks for a change', () => {
    const old = flag({ environments: { production: state(on, { constantSince: '2026-05-04T12:00:00Z' }) } });
    const marks = judgeHealth(old, [production], [], { now, knownUntil: now });
    const [column] = all.columns;
    if (column === undefined) throw new Error('no column');
    const cell = buildCell(old, column, { fleet: null, marks });
    expect(cell.spoken).toBe(', stale');
    expect(cellTip(old, column, cell, { now, marks, isFleetKnown: false, request: asked() })).toEqual({
      heading: 'production / fra / fra-1',
      lines: [
        'on (inherited from production)',
        'Set 22 days ago by mia',
        'stale: On everywhere in production for 203 days, since 2026-05-04. A release flag may stay 30 days. It decides nothing any more: remove it from the code.',
        'ana asks for a change in production',
      ],
    });
  });

  test('heads say what a server holds, or that nobody knows', () => {
    const [column] = all.columns;
    if (column === undefined) throw new Error('no column');
    expect(
      serverTip(column, server('fra', 'fra-1', { state: 'behind', behind: 1, client: 'shop/2' }), true, now).lines,
    ).toEqual([
      '1 revision behind; it holds revision 20.',
      'Connected now (2026-11-23 11:59:50 UTC), over flagd-sync, shop/2.',
    ]);
    expect(serverTip(column, null, true, now).lines).toEqual([
      'It has not asked for its flags yet: nobody knows what it applies.',
    ]);
    expect(serverTip(column, null, false, now).lines).toEqual(['What it really applies is not known.']);
  });

  test('differ where one looks different: that is what flashes', () => {
    const after = flag({
      ...canary,
      environments: {
        production: state(off, { scopes: [override('fra', null, percent(25)), override('fra', 'fra-1', percent(50))] }),
      },
    });
    const changed = (one: Flag, other: Flag): number[] => {
      const before = cells(one);
      return cells(other).flatMap(({ served }, index) => (served === before[index]?.served ? [] : [index]));
    };
    expect(changed(canary, after)).toEqual([1]);
    expect(changed(canary, { ...canary, description: 'Wallets' })).toEqual([]);
  });

  test('an override that serves the same as before still looks different', () => {
    const before = cells(flag());
    const same = flag({ environments: { production: state(on, { scopes: [override('iad', 'iad-2', on)] }) } });
    expect(cells(same).map(({ signature }, index) => signature === before[index]?.signature)).toEqual([
      true,
      true,
      true,
      false,
      true,
      true,
    ]);
  });
});

describe('what a row says', () => {
  test('how long a flag has been constant, and since whose change', () => {
    const constant = flag({ environments: { production: state(on, { constantSince: '2026-05-04T12:00:00Z' }) } });
    expect(rowFacts(constant, 'production', now)).toEqual({
      unchanged: '203 days',
      by: 'mia',
      tone: 'constant',
      lines: ['Constant for 203 days: production serves on everywhere.', 'Last change: 2026-11-01 12:00:00 UTC by mia'],
    });
  });

  test('for a valve that stands half open, since its last change anywhere in the environment', () => {
    const valve = flag({
      kind: 'valve',
      environments: { production: state(percent(25), { scopes: [override('fra', null, off)] }) },
    });
    expect(rowFacts(valve, 'production', now)).toMatchObject({ unchanged: '3 days', by: 'ana', tone: 'moving' });
  });

  test('nothing where nothing is known', () => {
    expect(rowFacts(flag(), 'staging', now)).toMatchObject({ unchanged: '–', by: null, tone: 'unknown' });
    expect(rowFacts(flag(), null, now)).toMatchObject({ unchanged: '–', tone: 'unknown' });
  });

  test('seen from the picked environment, else the first critical one', () => {
    expect(factsEnvironment([staging, production], null)).toBe('production');
    expect(factsEnvironment([staging, development], null)).toBe('staging');
    expect(factsEnvironment([staging, production], 'staging')).toBe('staging');
    expect(factsEnvironment([], null)).toBeNull();
  });

  test('the last change is the latest of all scopes', () => {
    const changed = flag({
      environments: {
        production: state(on),
        staging: state(on, { changedAt: '2026-11-22T12:00:00Z', changedBy: 'ben' }),
      },
    });
    expect(lastChange(changed, null)).toEqual({ at: '2026-11-22T12:00:00Z', by: 'ben' });
    expect(lastChange(changed, 'production')).toEqual({ at: '2026-11-01T12:00:00Z', by: 'mia' });
    expect(lastChange(flag({ environments: {} }), null)).toEqual({ at: null, by: null });
  });
});

describe('what a flag is filtered by', () => {
  test('servers of one environment that differ; environments may', () => {
    expect(
      differsBetweenServers(flag({ environments: { production: state(on), staging: state(off) } }), all.columns),
    ).toBe(false);
    expect(
      differsBetweenServers(
        flag({ environments: { production: state(on, { scopes: [override('iad', 'iad-2', off)] }) } }),
        all.columns,
      ),
    ).toBe(true);
    expect(
      differsBetweenServers(
        flag({ environments: { production: state(on, { scopes: [override('iad', 'iad-2', on)] }) } }),
        all.columns,
      ),
    ).toBe(false);
  });

  test('partly open: some server lets a part through', () => {
    expect(partlyOpenSomewhere(flag({ environments: { production: state(percent(1)) } }), all.columns)).toBe(true);
    expect(partlyOpenSomewhere(flag({ environments: { production: state(percent(100)) } }), all.columns)).toBe(false);
    const hidden = flag({
      environments: {
        production: state(percent(5), { scopes: [override('fra', null, on), override('iad', null, off)] }),
      },
    });
    expect(partlyOpenSomewhere(hidden, all.columns)).toBe(false);
  });

  test('is worked out again only for what has changed', () => {
    const assess = createAssessor();
    const options = { environments: [production], columns: all.columns, fleet: null, now, knownUntil: now };
    const [one, other] = [flag(), flag({ key: 'gift-cards' })];
    const before = assess([one, other], options);
    const after = assess([one, { ...other, description: 'Cards' }], { ...options, now: now + 1000 });
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
    const drifted = indexFleet([server('fra', 'fra-1', { differs: [{ flagKey: 'gift-cards', serving: off }] })]);
    const withFleet = assess([one, other], { ...options, fleet: drifted });
    expect([withFleet[0] === before[0], withFleet[1]?.marks[0]?.kind]).toEqual([true, 'drifting']);
    // A minute later something may have become stale.
    expect(assess([one], { ...options, now: now + 60_000 })[0]).not.toBe(before[0]);
  });
});
