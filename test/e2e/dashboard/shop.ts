/** A web shop in full swing: what the dashboard is looked at with. */
import type { Seed } from '../../../server/src/embedded/seed.ts';

const on = { kind: 'static', variant: 'on' } as const;
const off = { kind: 'static', variant: 'off' } as const;
const percent = (share: number) => ({
  kind: 'fractional' as const,
  shares: [
    { variant: 'on', share: share * 100 },
    { variant: 'off', share: 10_000 - share * 100 },
  ],
});

const servers = (datacenter: string, count: number): { key: string; servers: string[] } => ({
  key: datacenter,
  servers: Array.from({ length: count }, (_, index) => `${datacenter}-${index + 1}`),
});

export const busyShop: Seed = {
  environments: [
    { key: 'production', critical: true, datacenters: [servers('fra', 4), servers('iad', 4)] },
    { key: 'staging', critical: false, datacenters: [servers('fra', 2)] },
    { key: 'development', critical: false, datacenters: [] },
  ],
  flags: [
    {
      key: 'new-checkout',
      kind: 'switch',
      purpose: 'release',
      owner: 'team-checkout',
      description: 'The one-page checkout. Falls back to the three-step checkout where it is off.',
      tags: ['checkout', 'q2'],
      createdAt: '-260d',
      createdBy: 'mia',
      changes: [
        { at: '-240d', by: 'mia', environment: 'development', serving: on },
        { at: '-231d', by: 'mia', environment: 'staging', serving: on },
        { at: '-203d', by: 'mia', environment: 'production', serving: on, reason: 'Conversion is up 2 %, no errors' },
      ],
    },
    {
      key: 'recommendations',
      kind: 'valve',
      purpose: 'release',
      owner: 'team-search',
      description: 'Recommendations below the basket, computed by the new ranking service.',
      tags: ['ranking'],
      createdAt: '-62d',
      createdBy: 'ben',
      changes: [
        { at: '-60d', by: 'ben', environment: 'development', serving: on },
        { at: '-48d', by: 'ben', environment: 'staging', serving: percent(50) },
        { at: '-40d', by: 'ben', environment: 'production', serving: percent(5), reason: 'First real users' },
        { at: '-33d', by: 'ben', environment: 'production', serving: percent(25), reason: 'p95 is unchanged' },
        {
          at: '-31d',
          by: 'ana',
          environment: 'production',
          datacenter: 'iad',
          serving: off,
          reason: 'Ranking service is not deployed in iad',
        },
      ],
    },
    {
      key: 'express-pay',
      kind: 'valve',
      purpose: 'release',
      owner: 'team-payments',
      description: 'Wallet buttons on the product page.',
      createdAt: '-21d',
      createdBy: 'ana',
      changes: [
        { at: '-19d', by: 'ana', environment: 'development', serving: on },
        { at: '-15d', by: 'ana', environment: 'staging', serving: on },
        {
          at: '-2d',
          by: 'ana',
          environment: 'production',
          datacenter: 'fra',
          serving: percent(10),
          reason: 'Opening fra first',
        },
        {
          at: '-42m',
          by: 'ana',
          environment: 'production',
          datacenter: 'fra',
          server: 'fra-1',
          serving: percent(50),
          reason: 'Canary',
        },
      ],
    },
    {
      key: 'button-color',
      kind: 'variant',
      purpose: 'experiment',
      owner: 'team-growth',
      description: 'Color of the buy button.',
      variants: [
        { name: 'blue', value: '#1d4ed8' },
        { name: 'green', value: '#15803d' },
        { name: 'orange', value: '#c2410c' },
      ],
      createdAt: '-16d',
      createdBy: 'kim',
      servings: {
        production: { kind: 'static', variant: 'blue' },
        staging: { kind: 'static', variant: 'green' },
        development: { kind: 'static', variant: 'orange' },
      },
      changes: [
        {
          at: '-9d',
          by: 'kim',
          environment: 'production',
          serving: {
            kind: 'fractional',
            shares: [
              { variant: 'blue', share: 3400 },
              { variant: 'green', share: 3300 },
              { variant: 'orange', share: 3300 },
            ],
          },
          reason: 'Start of the experiment',
        },
      ],
    },
    {
      key: 'stop-payments',
      kind: 'switch',
      purpose: 'kill-switch',
      owner: 'team-payments',
      description: 'Refuses new payments with a friendly page. For incidents at the payment provider.',
      permanent: true,
      createdAt: '-900d',
      createdBy: 'ana',
      changes: [
        { at: '-410d', by: 'ana', environment: 'production', serving: on, reason: 'Provider is down' },
        { at: '-409d', by: 'ana', environment: 'production', serving: off, reason: 'Provider is back' },
      ],
    },
    {
      key: 'search.typo-tolerance',
      kind: 'switch',
      purpose: 'release',
      owner: 'team-search',
      createdAt: '-120d',
      createdBy: 'ben',
      changes: [
        { at: '-118d', by: 'ben', environment: 'development', serving: on },
        { at: '-110d', by: 'ben', environment: 'staging', serving: on },
        { at: '-95d', by: 'ben', environment: 'production', serving: on },
        {
          at: '-6h',
          by: 'mia',
          environment: 'production',
          datacenter: 'iad',
          server: 'iad-3',
          serving: off,
          reason: 'iad-3 runs out of memory',
        },
      ],
    },
    {
      key: 'inventory-cache',
      kind: 'valve',
      purpose: 'ops',
      owner: 'platform',
      description: 'Share of stock look-ups answered from the cache.',
      permanent: true,
      createdAt: '-500d',
      createdBy: 'lee',
      changes: [
        { at: '-480d', by: 'lee', environment: 'production', serving: on },
        { at: '-480d', by: 'lee', environment: 'staging', serving: on },
      ],
    },
    {
      key: 'free-shipping-banner',
      kind: 'switch',
      purpose: 'release',
      description: 'The banner of the spring campaign.',
      createdAt: '-290d',
      expiresAt: '2026-05-31T00:00:00Z',
      createdBy: 'kim',
      changes: [
        { at: '-280d', by: 'kim', environment: 'production', serving: on },
        { at: '-176d', by: 'kim', environment: 'production', serving: off, reason: 'The campaign is over' },
      ],
    },
    {
      key: 'gift-cards',
      kind: 'switch',
      purpose: 'dark',
      owner: 'team-checkout',
      createdAt: '-12d',
      createdBy: 'mia',
      changes: [{ at: '-11d', by: 'mia', environment: 'development', serving: on }],
    },
    {
      key: 'beta-program',
      kind: 'switch',
      purpose: 'permission',
      owner: 'team-growth',
      description: 'Lets invited customers in.',
      permanent: true,
      createdAt: '-340d',
      createdBy: 'kim',
      changes: [{ at: '-330d', by: 'kim', environment: 'production', serving: on }],
    },
    {
      key: 'price-service-v2',
      kind: 'valve',
      purpose: 'release',
      owner: 'platform',
      description: 'Reads prices from the new service. Watch the error rate of price-service before opening further.',
      createdAt: '-75d',
      createdBy: 'lee',
      changes: [
        { at: '-70d', by: 'lee', environment: 'development', serving: on },
        { at: '-66d', by: 'lee', environment: 'staging', serving: on },
        { at: '-58d', by: 'lee', environment: 'production', serving: percent(1) },
        { at: '-57d', by: 'lee', environment: 'production', serving: percent(50) },
        { at: '-57d', by: 'lee', environment: 'production', serving: percent(1), reason: 'Timeouts' },
      ],
    },
    {
      key: 'legacy-invoice-renderer-with-a-very-long-name',
      kind: 'switch',
      purpose: 'release',
      owner: 'team-back-office',
      createdAt: '-700d',
      createdBy: 'lee',
      changes: [{ at: '-690d', by: 'lee', environment: 'production', serving: { kind: 'off' } }],
    },
    {
      key: 'order-export',
      kind: 'switch',
      purpose: 'ops',
      owner: 'team-back-office',
      createdAt: '-30d',
      createdBy: 'lee',
      servings: { production: on, staging: on, development: on },
    },
    {
      key: 'session-store',
      kind: 'variant',
      purpose: 'ops',
      owner: 'platform',
      variants: [
        { name: 'redis', value: 'redis' },
        { name: 'postgres', value: 'postgres' },
      ],
      createdAt: '-88d',
      createdBy: 'lee',
      servings: {
        production: { kind: 'static', variant: 'redis' },
        staging: { kind: 'static', variant: 'postgres' },
        development: { kind: 'static', variant: 'postgres' },
      },
    },
    {
      key: 'old-search',
      kind: 'switch',
      purpose: 'release',
      owner: 'team-search',
      createdAt: '-600d',
      archivedAt: '-200d',
    },
  ],
};

/** So many switches that are on, `shelf-0001` and so on, each on so many servers in each environment. */
export function manyFlags(flags: number, serversEach: number, environments: readonly string[] = ['production']): Seed {
  const datacenters = ['ams', 'fra', 'iad', 'sin'].map((key) => servers(key, serversEach / 4));
  return {
    environments: environments.map((key, index) => ({ key, critical: index === 0, datacenters })),
    flags: Array.from({ length: flags }, (_, index) => ({
      key: `shelf-${String(index + 1).padStart(4, '0')}`,
      kind: 'switch' as const,
      purpose: 'release' as const,
      createdAt: '-90d',
      servings: Object.fromEntries(environments.map((key) => [key, on])),
    })),
  };
}
