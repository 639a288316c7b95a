import { expect, it } from 'vitest';
import { criticalEnvironments } from '../../server/src/config/critical-environments.ts';
import { shopEnvironments, shopSnapshot } from '../support/snapshots.ts';

const keys = (...args: Parameters<typeof criticalEnvironments>): readonly string[] =>
  criticalEnvironments(...args).environments.map(({ key }) => key);

const configured = (...critical: readonly string[]): Parameters<typeof criticalEnvironments>[1] => ({
  kind: 'sluice',
  project: 'shop',
  environments: { critical: [...critical] },
});

it('are those that the control plane marks', () => {
  expect(keys(shopSnapshot(), null)).toEqual(['production']);
});

it('are those in the configuration instead', () => {
  expect(keys(shopSnapshot(), configured('staging'))).toEqual(['staging']);
});

it('are all where nobody says', () => {
  const environments = shopEnvironments.map((environment) => ({ ...environment, critical: false }));
  expect(keys(shopSnapshot({ environments }), null)).toEqual(['production', 'staging']);
});

it('that do not exist are told, since nothing would be found on them', () => {
  const result = criticalEnvironments(shopSnapshot(), configured('prodution', 'staging'));
  expect(result.environments.map(({ key }) => key)).toEqual(['staging']);
  expect(result.problem).toBe(
    'controlPlane.environments.critical names "prodution", but sluice at http://127.0.0.1:4650 has production, staging. Did you mean "production"?',
  );
});
