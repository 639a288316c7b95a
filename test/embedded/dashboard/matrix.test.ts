import { describe, expect, test } from 'vitest';
import {
  buildColumns,
  environmentScopes,
  scopeName,
  shortNames,
} from '../../../server/src/embedded/dashboard/page/model/columns.ts';
import {
  buildCell,
  changedCells,
  differsBetweenServers,
  factsEnvironment,
  lastChange,
  partlyOpenSomewhere,
  rowFacts,
} from '../../../server/src/embedded/dashboard/page/model/rows.ts';
import type { Flag } from '../../../server/src/core/model.ts';
import { development, flag, now, off, on, override, percent, production, staging, state } from './shop-flags.ts';

const all = buildColumns([production, staging, development], null);
const cells = (of: Flag) => all.columns.map((column) => buildCell(of, column));
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

  test('say where the serving comes from', () => {
    expect(ofProduction(canary).map(({ title }) => title.split('\n')[1])).toEqual([
      '50 % on, 50 % off (override for this server)',
      '10 % on, 90 % off (override for this datacenter)',
      'off (inherited from production)',
      'off (inherited from production)',
    ]);
  });

  test('show a server that reports something else, and only that one', () => {
    const report = (server: string, serving: typeof on) => ({
      datacenter: 'fra',
      server,
      serving,
      at: '2026-11-23T11:00:00Z',
    });
    const lagging = flag({
      environments: { production: state(on, { observed: [report('fra-1', on), report('fra-2', off)] }) },
    });
    expect(ofProduction(lagging).map(({ observed }) => observed)).toEqual([null, 'off', null, null]);
  });

  test('differ where one looks different: that is what flashes', () => {
    const after = flag({
      ...canary,
      environments: {
        production: state(off, { scopes: [override('fra', null, percent(25)), override('fra', 'fra-1', percent(50))] }),
      },
    });
    expect(changedCells(cells(canary), cells(after))).toEqual([1]);
    expect(changedCells(cells(canary), cells({ ...canary, description: 'Wallets' }))).toEqual([]);
    expect(changedCells([], cells(canary))).toEqual([]);
  });

  test('an override that serves the same as before still looks different', () => {
    const same = flag({ environments: { production: state(on, { scopes: [override('iad', 'iad-2', on)] }) } });
    expect(changedCells(cells(flag()), cells(same))).toEqual([3]);
  });
});

describe('what a row says', () => {
  test('how long a flag has been constant, and since whose change', () => {
    const constant = flag({ environments: { production: state(on, { constantSince: '2026-05-04T12:00:00Z' }) } });
    expect(rowFacts(constant, 'production', now)).toEqual({
      unchanged: '203 days',
      by: 'mia',
      tone: 'constant',
      title: 'Constant for 203 days: production serves on everywhere.\nLast change: 2026-11-01 12:00:00 UTC by mia',
      expired: false,
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

  test('that it has expired, from that moment on', () => {
    const expiring = (expiresAt: string) => rowFacts(flag({ expiresAt }), 'production', now).expired;
    expect([expiring('2026-11-23T12:00:00Z'), expiring('2026-11-23T12:00:01Z')]).toEqual([true, false]);
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
});
