/** Two control planes of a migration: what counts as a disagreement, and what nobody can know. */
import { describe, expect, it } from 'vitest';
import { createFlagIndex } from '../../../server/src/core/join.ts';
import type { Flag, FlagSnapshot } from '../../../server/src/core/model.ts';
import { compareSnapshots, differingFlags, type Comparison } from '../../../server/src/core/state/compare.ts';
import { dayMs } from '../../../server/src/core/state/age.ts';
import {
  now,
  daysAgo,
  serves,
  shopEnvironments,
  shopFlag,
  shopSnapshot,
  shopSwitch,
  shopValve,
  targeted,
  variants,
} from '../../support/snapshots.ts';

type Side = Partial<FlagSnapshot> | null;

function compare(ours: Side, theirs: Side, environmentNames: { [environment: string]: string } = {}): Comparison {
  const side = (name: string, parts: Side) => ({
    name,
    index: parts && createFlagIndex(shopSnapshot(parts), { now, maxAgeMs: dayMs }),
  });
  return compareSnapshots({ authoritative: side('shop', ours), compared: side('legacy', theirs), environmentNames });
}

/** "new-checkout production: serving on | off"; a flag that both have keeps either state from being empty. */
function differences(ours: readonly Flag[], theirs: readonly Flag[]): string[] {
  const shared = shopSwitch('shared');
  return lines(compare({ flags: [shared, ...ours] }, { flags: [shared, ...theirs] }));
}

function lines({ differences }: Comparison): string[] {
  return differences.map(({ key, what, scope, authoritative, compared }) => {
    const where = scope && [scope.environment, scope.datacenter, scope.server].filter(Boolean).join('/');
    return `${key}${where === null ? '' : ` ${where}`}: ${what} ${authoritative} | ${compared}`;
  });
}

const unknown = ({ notKnown }: Comparison): string[] => notKnown.map(({ key, why }) => `${key}: ${why}`);
const inProduction = (...parts: Parameters<typeof serves>) => ({ environments: { production: serves(...parts) } });

describe('a disagreement', () => {
  it.each<[title: string, ours: Flag[], theirs: Flag[], expected: string[]]>([
    ['the same', [shopSwitch('a')], [shopSwitch('a')], []],
    ['only in the one that decides', [shopSwitch('a')], [], ['a: missing there | missing']],
    ['only in the compared one', [], [shopSwitch('a')], ['a: missing missing | there']],
    [
      'archived in one',
      [shopSwitch('a', { archivedAt: daysAgo(1) })],
      [shopSwitch('a')],
      ['a: archived archived | in use'],
    ],
    [
      'archived in both',
      [shopSwitch('a', { archivedAt: daysAgo(1) })],
      [shopSwitch('a', { archivedAt: daysAgo(9) })],
      [],
    ],
    ['archived in one and gone in the other', [shopSwitch('a', { archivedAt: daysAgo(1) })], [], []],
    [
      'another type',
      [shopFlag('a', { valueType: 'number', variants: variants({ one: 1 }), ...inProduction('one') })],
      [shopFlag('a', { valueType: 'string', variants: variants({ one: '1' }), ...inProduction('one') })],
      ['a: value-type number | string'],
    ],
    [
      'the same name for another value',
      [shopFlag('a', { valueType: 'string', variants: variants({ one: '1', two: '2' }), ...inProduction('one') })],
      [shopFlag('a', { valueType: 'string', variants: variants({ one: '2', two: '1' }), ...inProduction('one') })],
      ['a production: serving "1" | "2"'],
    ],
    [
      'another value',
      [shopFlag('a', { valueType: 'number', variants: variants({ small: 20, large: 100 }), ...inProduction('small') })],
      [shopFlag('a', { valueType: 'number', variants: variants({ s: 20, l: 150 }), ...inProduction('s') })],
      ['a: variants 100, 20 | 150, 20'],
    ],
    [
      'variants by other names, in another order, objects with other orders of keys',
      [
        shopFlag('a', {
          valueType: 'object',
          variants: variants({ one: { x: 1, y: 2 }, two: { x: 3 } }),
          ...inProduction('one'),
        }),
      ],
      [
        shopFlag('a', {
          valueType: 'object',
          variants: variants({ B: { x: 3 }, A: { y: 2, x: 1 } }),
          ...inProduction('A'),
        }),
      ],
      [],
    ],
    [
      'on and off',
      [shopSwitch('a', inProduction('on'))],
      [shopSwitch('a', inProduction('off'))],
      ['a production: serving on | off'],
    ],
    [
      'a valve on and a switch on: everybody gets it either way',
      [shopValve('a', inProduction('on'))],
      [shopSwitch('a', inProduction('on'))],
      [],
    ],
    [
      'disabled and off: code gets false either way',
      [shopSwitch('a', inProduction('disabled'))],
      [shopSwitch('a', inProduction('off'))],
      [],
    ],
    [
      'another share',
      [shopValve('a', inProduction(2_500))],
      [shopValve('a', inProduction(5_000))],
      ['a production: share 25 % | 50 %'],
    ],
    [
      'a share and everybody',
      [shopValve('a', inProduction(2_500))],
      [shopSwitch('a', inProduction('on'))],
      ['a production: serving 25 % | on'],
    ],
    [
      'rules in one',
      [shopSwitch('a', inProduction(targeted('off')))],
      [shopSwitch('a', inProduction('off'))],
      ['a production: serving targeted, else off | off'],
    ],
    [
      'rules in both, and others get something else',
      [shopSwitch('a', inProduction(targeted('off')))],
      [shopSwitch('a', inProduction(targeted('on')))],
      ['a production: serving targeted, else off | targeted, else on'],
    ],
    [
      'an override that only one has',
      [shopSwitch('a', inProduction('on', { overrides: { fra: 'off', 'fra/fra-2': 'on' } }))],
      [shopSwitch('a', inProduction('on'))],
      ['a production/fra: serving off | on'],
    ],
    [
      'an override within what differs already is told once',
      [shopSwitch('a', inProduction('on', { overrides: { fra: 'on' } }))],
      [shopSwitch('a', inProduction('off'))],
      ['a production: serving on | off'],
    ],
    [
      'every environment on its own, sorted',
      [shopSwitch('a', { environments: { staging: serves('on'), production: serves('on') } })],
      [shopSwitch('a')],
      ['a production: serving on | off', 'a staging: serving on | off'],
    ],
    ['permanence', [shopSwitch('a', { permanent: true })], [shopSwitch('a')], ['a: permanence permanent | temporary']],
  ])('%s', (_, ours, theirs, expected) => {
    expect(differences(ours, theirs)).toEqual(expected);
  });

  it('of permanence needs a control plane that keeps it: elsewhere only a yes says something', () => {
    const controlPlane = { kind: 'flagd-file', name: 'flagd file', url: null };
    const [yes, no] = [shopSwitch('a', { permanent: true }), shopSwitch('a')];
    expect(lines(compare({ flags: [yes] }, { flags: [no], controlPlane }))).toEqual([]);
    expect(lines(compare({ flags: [no] }, { flags: [yes], controlPlane }))).toEqual([
      'a: permanence temporary | permanent',
    ]);
  });

  it('is counted by flags', () => {
    const ours = [
      shopSwitch('a', { environments: { staging: serves('on'), production: serves('on') } }),
      shopSwitch('b'),
    ];
    const comparison = compare({ flags: ours }, { flags: [shopSwitch('a'), shopSwitch('c')] });
    expect([comparison.differences.length, differingFlags(comparison), comparison.flags]).toEqual([4, 3, 3]);
  });
});

describe('not known is no disagreement', () => {
  const flags = [shopSwitch('a'), shopSwitch('b')];

  it.each<[title: string, theirs: Side]>([
    ['incomplete', { flags: [shopSwitch('a')], complete: false }],
    ['empty', { flags: [] }],
    ['too old', { flags: [shopSwitch('a')], readAt: daysAgo(3) }],
  ])('a flag that an %s state does not hold', (_, theirs) => {
    const comparison = compare({ flags }, theirs);
    expect(lines(comparison)).toEqual([]);
    expect(unknown(comparison)).toContain(
      'b: legacy may have it: its state is incomplete, empty or too old to show that a flag is missing.',
    );
    expect(comparison.isComplete).toBe(false);
  });

  it.each<[string, Side, Side]>([
    ['legacy', { flags }, null],
    ['shop', null, { flags }],
  ])('no state of %s: nothing is compared', (name, ours, theirs) => {
    expect(compare(ours, theirs)).toMatchObject({
      problem: `The state of ${name} is not known.`,
      isComplete: false,
      differences: [],
      notKnown: [],
    });
  });

  it('rules in both', () => {
    const ours = [shopSwitch('a', inProduction(targeted('off', 1)))];
    const comparison = compare({ flags: ours }, { flags: [shopSwitch('a', inProduction(targeted('off', 3)))] });
    expect(lines(comparison)).toEqual([]);
    expect(unknown(comparison)).toEqual(['a: Rules decide in both, and rules cannot be compared.']);
    expect(comparison.isComplete).toBe(true);
  });

  it('variants that one does not tell, and an environment that it does not tell of one flag', () => {
    const flag = (parts: Partial<Flag>) => shopFlag('a', { valueType: 'string', ...parts });
    const ours = flag({ variants: variants({ x: 'x' }), ...inProduction('x') });
    const comparison = compare({ flags: [ours] }, { flags: [flag({ variants: [], environments: {} })] });
    expect(unknown(comparison)).toEqual([
      'a: legacy does not tell its variants.',
      'a: legacy does not tell what the flag serves in production.',
    ]);
    expect(lines(comparison)).toEqual([]);
  });
});

describe('environments', () => {
  const [production, staging] = shopEnvironments;
  const live = [{ key: 'live', critical: true, datacenters: [] }];
  const theirs = { environments: live, flags: [shopSwitch('a', { environments: { live: serves('on') } })] };

  it('of other names are told, and not compared', () => {
    const comparison = compare({ flags: [shopSwitch('a')] }, theirs);
    expect(lines(comparison)).toEqual([]);
    expect(unknown(comparison)).toEqual([]);
    expect(comparison.environments).toEqual({
      pairs: [],
      onlyAuthoritative: ['production', 'staging'],
      onlyCompared: ['live'],
    });
  });

  it('are compared by the names the configuration gives, also one with two', () => {
    const comparison = compare({ flags: [shopSwitch('a')] }, theirs, { production: 'live', staging: 'live' });
    expect(lines(comparison)).toEqual(['a production: serving off | on', 'a staging: serving off | on']);
    expect(comparison.environments).toMatchObject({ onlyAuthoritative: [], onlyCompared: [] });
  });

  it('that only flags name count too', () => {
    const flags = [shopSwitch('a', { environments: { canary: serves('off') } })];
    expect(compare({ environments: [production!, staging!], flags }, { environments: [], flags }).environments).toEqual(
      {
        pairs: [{ authoritative: 'canary', compared: 'canary' }],
        onlyAuthoritative: ['production', 'staging'],
        onlyCompared: [],
      },
    );
  });
});
