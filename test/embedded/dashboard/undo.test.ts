import { describe, expect, test } from 'vitest';
import { peopleWhoChanged, resolveSpan, undoPlan } from '../../../server/src/embedded/dashboard/page/model/undo.ts';
import type { UndoneChange } from '../../../server/src/embedded/dashboard/page/model/wire.ts';
import { flag, now, off, on, override, percent, production, staging, state } from './shop-flags.ts';

const change = (parts: Partial<UndoneChange> = {}): UndoneChange => ({
  flagKey: 'new-checkout',
  scope: { environment: 'production', datacenter: null, server: null },
  from: on,
  to: percent(25),
  conflict: null,
  ...parts,
});
const inStaging = { environment: 'staging', datacenter: 'fra', server: null };
const plan = (...changes: UndoneChange[]) =>
  undoPlan({ changes, applied: 0 }, new Map([['new-checkout', flag({ kind: 'valve' })]]), [production, staging]);

describe('the time span', () => {
  test('the last hour ends now', () => {
    expect(resolveSpan({ kind: 'last', minutes: 60 }, now)).toEqual({
      from: '2026-11-23T11:00:00.000Z',
      to: '2026-11-23T12:00:00.000Z',
    });
  });

  test('what a field gives has no zone and is UTC', () => {
    expect(resolveSpan({ kind: 'between', from: '2026-11-22T08:00', to: '2026-11-22T10:30' }, now)).toEqual({
      from: '2026-11-22T08:00:00.000Z',
      to: '2026-11-22T10:30:00.000Z',
    });
  });

  test.each([
    ['', '2026-11-22T10:30', 'Say from when to when.'],
    ['2026-11-22T10:30', '2026-11-22T10:30', 'The beginning has to be before the end.'],
  ])('%j to %j is refused', (from, to, problem) => {
    expect(resolveSpan({ kind: 'between', from, to }, now)).toEqual({ problem });
  });
});

describe('what would be undone', () => {
  test('says each change, those in conflict last', () => {
    const result = plan(
      change({ conflict: 'ben has changed it since' }),
      change({ scope: inStaging, from: off, to: null }),
    );
    expect(result.lines).toEqual([
      { flagKey: 'new-checkout', where: 'staging / fra', from: 'off', to: 'no override', conflict: null },
      {
        flagKey: 'new-checkout',
        where: 'production',
        from: 'on',
        to: '25 % on, 75 % off',
        conflict: 'ben has changed it since',
      },
    ]);
    expect(result).toMatchObject({ possible: 1, conflicts: 1, summary: '1 change can be undone, 1 cannot.' });
  });

  test.each<[string, UndoneChange[], string]>([
    ['nothing', [], 'Nothing was changed by this person in this time.'],
    ['all', [change(), change({ scope: inStaging })], '2 changes can be undone.'],
    ['none', [change({ conflict: 'moved' })], 'Nothing can be undone: 1 in conflict.'],
  ])('%s', (_, changes, summary) => {
    expect(plan(...changes).summary).toBe(summary);
  });

  test('has the name typed where real users are, but not for what stays as it is', () => {
    expect(plan(change()).critical).toBe(true);
    expect(plan(change({ scope: inStaging })).critical).toBe(false);
    expect(plan(change({ conflict: 'moved' }), change({ scope: inStaging })).critical).toBe(false);
  });

  test('a flag that is gone is still listed', () => {
    expect(plan(change({ flagKey: 'old-search' })).lines[0]).toMatchObject({ flagKey: 'old-search', from: 'static' });
  });
});

test('people are those who changed something, who did so last first', () => {
  const flags = [
    flag({ environments: { production: state(on, { scopes: [override('fra', null, off)] }) } }),
    flag({
      key: 'gift-cards',
      environments: { staging: state(on, { changedBy: 'kim', changedAt: '2026-11-22T00:00:00Z' }) },
    }),
    flag({ key: 'beta', environments: { staging: state(on, { changedBy: null }) } }),
  ];
  expect(peopleWhoChanged(flags)).toEqual(['kim', 'ana', 'mia']);
});
