import { describe, expect, it } from 'vitest';
import type { Environment } from '../../../server/src/core/model.ts';
import {
  criticalEnvironments,
  leavesOf,
  scopesOf,
  unlistedEnvironments,
} from '../../../server/src/core/state/environments.ts';
import { serves, shopEnvironments, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const [production] = shopEnvironments;
if (production === undefined) throw new Error('the shop has no production');
const name = ({ datacenter, server }: { datacenter: string | null; server: string | null }): string =>
  server ?? datacenter ?? 'everywhere';

describe('criticalEnvironments', () => {
  const keys = (configured: readonly string[] | null) =>
    criticalEnvironments(shopSnapshot(), configured).map((environment) => environment.key);

  it('takes what the control plane marks', () => expect(keys(null)).toEqual(['production']));
  it('takes what is configured instead', () => expect(keys(['staging', 'staging'])).toEqual(['staging']));
  it('keeps one that the snapshot does not have', () => {
    expect(criticalEnvironments(shopSnapshot(), ['production', 'preview'])).toEqual([
      production,
      { key: 'preview', critical: true, datacenters: [] },
    ]);
  });
});

describe('scopesOf', () => {
  it('goes from wide to narrow', () => {
    expect(scopesOf(production, serves('on')).map(name)).toEqual([
      'everywhere',
      'fra',
      'fra-1',
      'fra-2',
      'nyc',
      'nyc-1',
    ]);
  });

  it('adds overrides of places that are not listed', () => {
    const state = serves('on', { overrides: { 'nyc/nyc-9': 'off', ams: 'off' } });
    expect(scopesOf(production, state).map(name)).toEqual([
      'everywhere',
      'fra',
      'fra-1',
      'fra-2',
      'nyc',
      'nyc-1',
      'nyc-9',
      'ams',
    ]);
  });

  it('tells own servings from inherited ones', () => {
    const state = serves('on', { overrides: { fra: 'on', 'fra/fra-2': 'off' } });
    expect(
      scopesOf(production, state)
        .filter((scope) => scope.overridden)
        .map(name),
    ).toEqual(['everywhere', 'fra', 'fra-2']);
  });
});

describe('leavesOf', () => {
  const nowhere: Environment = { key: 'production', critical: true, datacenters: [] };
  const serverless: Environment = { key: 'production', critical: true, datacenters: [{ key: 'fra', servers: [] }] };
  it.each([
    ['servers', production, {}, ['fra-1', 'fra-2', 'nyc-1']],
    ['no known place', nowhere, {}, ['everywhere']],
    ['an override where nothing is listed', nowhere, { fra: 'off' }, ['everywhere', 'fra']],
    ['a datacenter without listed servers', serverless, { 'fra/fra-1': 'off' }, ['fra', 'fra-1']],
  ])('%s', (_, environment, overrides, expected) => {
    expect(leavesOf(environment, serves('on', { overrides })).map(name)).toEqual(expected);
  });
});

it('names environments that only the flag knows', () => {
  const flag = shopSwitch('new-checkout', {
    environments: { production: serves('on'), preview: serves('on'), beta: serves('on') },
  });
  expect(unlistedEnvironments(flag, shopSnapshot())).toEqual(['beta', 'preview']);
});
