import { describe, expect, it } from 'vitest';
import type { FlagState, Serving } from '../../../server/src/core/model.ts';
import { constancyOf, outcomeOf, servingOfOutcome } from '../../../server/src/core/state/constancy.ts';
import { daysAgo, now, serves, servingOf, shopEnvironments, shopSwitch, targeted } from '../../support/snapshots.ts';

const everyWhere = (state: FlagState, other = state) =>
  shopSwitch('gift-cards', { environments: { production: state, staging: other } });

describe('constancyOf', () => {
  it('tells the outcome, each environment and the youngest of them', () => {
    const flag = everyWhere(
      serves('on', { forDays: 40, lastEvaluatedAt: daysAgo(1) }),
      serves(10_000, { constantSince: daysAgo(90) }),
    );
    expect(constancyOf(flag, shopEnvironments)).toEqual({
      outcome: { kind: 'variant', variant: 'on' },
      environments: [
        { key: 'production', since: daysAgo(40), lastEvaluatedAt: daysAgo(1) },
        { key: 'staging', since: daysAgo(90), lastEvaluatedAt: null },
      ],
      sinceMs: now - 40 * 86_400_000,
    });
  });

  it('is nothing without environments', () => expect(constancyOf(everyWhere(serves('on')), [])).toBeNull());

  it.each<[string, FlagState, FlagState]>([
    ['another variant elsewhere', serves('on'), serves('off')],
    ['disabled elsewhere', serves('off'), serves('disabled')],
    ['not known since when', serves('on'), serves('on', { forDays: null })],
    ['one server apart', serves('on'), serves('on', { overrides: { 'fra/stage-1': 'off' } })],
    ['one report apart', serves('on', { observed: { 'nyc/nyc-1': 'off' } }), serves('on')],
  ])('%s: nothing', (_, production, staging) => {
    expect(constancyOf(everyWhere(production, staging), shopEnvironments)).toBeNull();
  });
});

it.each<[Serving, Serving | null]>([
  [servingOf('on'), servingOf('on')],
  [servingOf(10_000), servingOf('on')],
  [servingOf(0), servingOf('off')],
  [servingOf('disabled'), servingOf('disabled')],
  [targeted('disabled', 0), servingOf('disabled')],
  [targeted('on'), null],
  [servingOf(9_999), null],
])('everybody gets of %j: %j', (serving, same) => {
  const outcome = outcomeOf(serving);
  expect(outcome === null ? null : servingOfOutcome(outcome)).toEqual(same);
});
