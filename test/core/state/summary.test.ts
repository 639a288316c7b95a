import { expect, it } from 'vitest';
import type { FlagSummary } from '../../../server/src/protocol.ts';
import { flagSummary, type FlagSummaryData } from '../../../server/src/core/state/summary.ts';
import { daysAgo, serves, shopSnapshot, shopSwitch, shopValve } from '../../support/snapshots.ts';

/** `production fra/fra-2: 25 % (2500) own critical`. */
function scopeLines({ scopes }: FlagSummaryData): readonly string[] {
  return scopes.map((scope) => {
    const place = [scope.environment, [scope.datacenter, scope.server].filter((part) => part !== null).join('/')]
      .join(' ')
      .trim();
    return `${place}: ${scope.serving} (${scope.share})${scope.overridden ? ' own' : ''}${scope.critical ? ' critical' : ''}`;
  });
}

it('has the shape that clients expect', () => {
  const flag = shopSwitch('new-checkout', {
    owner: 'team-checkout',
    description: 'the new form',
    archivedAt: daysAgo(1),
  });
  const summary: FlagSummary = flagSummary(flag, shopSnapshot());
  expect(summary).toMatchObject({
    key: 'new-checkout',
    kind: 'switch',
    description: 'the new form',
    owner: 'team-checkout',
    archived: true,
    revision: '5',
  });
});

it('lists every scope from wide to narrow', () => {
  const environments = { production: serves(2_500, { overrides: { 'fra/fra-2': 'on' } }), staging: serves('disabled') };
  expect(scopeLines(flagSummary(shopValve('new-search', { environments }), shopSnapshot()))).toEqual([
    'production: 25 % (2500) own critical',
    'production fra: 25 % (2500) critical',
    'production fra/fra-1: 25 % (2500) critical',
    'production fra/fra-2: 100 % (10000) own critical',
    'production nyc: 25 % (2500) critical',
    'production nyc/nyc-1: 25 % (2500) critical',
    'staging: off (0) own',
    'staging fra: off (0)',
    'staging fra/stage-1: off (0)',
  ]);
});

it('leaves out environments without a state and is careful with those nobody lists', () => {
  const flag = shopSwitch('new-checkout', { environments: { preview: serves('on') } });
  expect(scopeLines(flagSummary(flag, shopSnapshot()))).toEqual(['preview: on (10000) own critical']);
});

it('takes critical environments from the configuration where there are some', () => {
  const flag = shopSwitch('new-checkout');
  const critical = flagSummary(flag, shopSnapshot(), ['staging']).scopes.filter((scope) => scope.critical);
  expect(new Set(critical.map((scope) => scope.environment))).toEqual(new Set(['staging']));
});
