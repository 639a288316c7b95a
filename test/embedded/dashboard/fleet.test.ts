import { describe, expect, test } from 'vitest';
import {
  flagFleetText,
  fleetLine,
  indexFleet,
  serverStateShort,
  serverStateText,
} from '../../../server/src/embedded/dashboard/page/model/fleet.ts';
import type { FleetServer } from '../../../server/src/embedded/dashboard/page/model/wire.ts';
import { flag, now, off, production, server, silent } from './shop-flags.ts';

const names = [
  ['fra', 'fra-1'],
  ['fra', 'fra-2'],
  ['iad', 'iad-1'],
  ['iad', 'iad-2'],
] as const;
const all = names.map(([datacenter, name]) => server(datacenter, name));
const lineOf = (fleet: readonly FleetServer[], environment = production) => {
  const index = indexFleet(fleet);
  return index === null ? null : fleetLine(environment, index, now);
};
/** The line as people read it. */
const text = (fleet: readonly FleetServer[]): string => {
  const line = lineOf(fleet);
  if (line === null) return '';
  const troubles = line.troubles.map((trouble) => `${trouble.name} ${trouble.text}`);
  return [line.summary, ...troubles, ...line.unheard.map((name) => `nothing from ${name}`)].join(', ');
};
const behind = { state: 'behind', behind: 3 } as const;

describe('the servers of an environment in one line', () => {
  test.each<[string, readonly FleetServer[], string]>([
    ['all are well', all, 'applied on all 4 servers'],
    [
      'one is behind, one silent: the silent one first',
      [all[0]!, server('fra', 'fra-2', behind), all[2]!, server('iad', 'iad-2', silent)],
      'applied on 2 of 4 servers, iad-2 silent for 5 min, fra-2 is 3 revisions behind',
    ],
    [
      'one revision',
      [...all.slice(1), server('fra', 'fra-1', { state: 'behind', behind: 1 })],
      'applied on 3 of 4 servers, fra-1 is 1 revision behind',
    ],
    ['declared, but never heard of', all.slice(0, 3), 'applied on 3 of 4 servers, nothing from iad-2'],
    ['nobody has asked yet', [], 'none of 4 servers has asked for its flags yet'],
    ['one that nobody declared counts', [...all, server('ams', 'ams-1')], 'applied on all 5 servers'],
  ])('%s', (_, fleet, expected) => {
    expect(text(fleet)).toBe(expected);
  });

  test('is absent where nothing is known and nothing declared', () => {
    expect(lineOf([], { ...production, datacenters: [] })).toBeNull();
    expect(indexFleet(null)).toBeNull();
  });

  test('names a server with its datacenter where another has the same name', () => {
    const line = lineOf([server('fra', 'web-1', behind), server('iad', 'web-1')], { ...production, datacenters: [] });
    expect(line?.troubles.map(({ name }) => name)).toEqual(['fra/web-1']);
  });
});

describe('one server', () => {
  test.each([
    [server('fra', 'fra-1'), 'up to date', 'current'],
    [server('fra', 'fra-1', behind), '3 revisions behind', '3 behind'],
    [server('fra', 'fra-1', silent), 'silent for 5 min', 'silent 5m'],
    [server('fra', 'fra-1', { ...silent, seenAt: 'yesterday' }), 'silent for an unknown time', 'silent'],
  ])('%#', (of, long, short) => {
    expect([serverStateText(of, now), serverStateShort(of, now)]).toEqual([long, short]);
  });
});

describe('one flag on the servers of an environment', () => {
  const differs = [{ flagKey: 'new-checkout', serving: off }];
  test.each<[string, readonly FleetServer[] | null, string | null]>([
    ['unknown', null, null],
    ['nobody there', [], null],
    ['everywhere as it should be', all, 'Applied on all 4 servers'],
    [
      // A server that is behind by changes of other flags applies this one.
      'one differs, one is behind with other flags, one is silent',
      [
        all[0]!,
        server('fra', 'fra-2', { ...behind, differs }),
        server('iad', 'iad-1', behind),
        server('iad', 'iad-2', { ...silent, differs }),
      ],
      'Applied on 2 of 4 servers; fra-2 still applies off; iad-2 silent for 5 min, last applied off',
    ],
  ])('%s', (_, fleet, expected) => {
    expect(flagFleetText(flag(), 'production', indexFleet(fleet), now)).toBe(expected);
  });
});
