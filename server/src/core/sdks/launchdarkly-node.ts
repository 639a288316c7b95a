import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity } from './sdk.ts';

/** key, context, default. */
const places: ReadSpec = { key: 0, default: 2, context: { at: 1 }, async: true };

const serverReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['variation', 'variationDetail'], places),
  ...reads(['boolVariation', 'boolVariationDetail'], { ...places, value: 'boolean' }),
  ...reads(['stringVariation', 'stringVariationDetail', 'migrationVariation'], { ...places, value: 'string' }),
  ...reads(['numberVariation', 'numberVariationDetail'], { ...places, value: 'number' }),
  ...reads(['jsonVariation', 'jsonVariationDetail'], places),
};

export const launchdarklyNode: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly server (Node.js, edge)',
  packages: [
    '@launchdarkly/node-server-sdk',
    '@launchdarkly/node-server-sdk/integrations',
    '@launchdarkly/js-server-sdk-common',
    '@launchdarkly/js-server-sdk-common-edge',
    'launchdarkly-node-server-sdk',
    'ldclient-node',
    '@launchdarkly/vercel-server-sdk',
    '@launchdarkly/cloudflare-server-sdk',
    'launchdarkly-cloudflare-edge-sdk',
    '@launchdarkly/fastly-server-sdk',
    '@launchdarkly/akamai-server-base-sdk',
    '@launchdarkly/akamai-server-edgekv-sdk',
    '@launchdarkly/shopify-oxygen-sdk',
  ],
  source:
    'npm:@launchdarkly/js-server-sdk-common@2.21.5 dist/index.d.ts, npm:launchdarkly-node-server-sdk@7.0.4 index.d.ts, npm:ldclient-node@5.8.0 index.d.ts, github:launchdarkly/cloudflare-edge-sdk index.d.ts',
  exports: {
    init: { kind: 'returns', type: 'LDClient' },
    LDClient: { kind: 'class', type: 'LDClient' },
    LDClientImpl: { kind: 'class', type: 'LDClient' },
    createMigration: { kind: 'returns', type: 'LDMigration' },
    TestData: { kind: 'class', type: 'TestData' },
    integrations: { kind: 'value', type: 'Integrations' },
  },
  types: {
    LDClient: {
      members: {
        ...serverReads,
        // Who waits for changes of one flag reads it.
        ...reads(['on', 'once'], { key: 0, keyPrefix: 'update:' }),
        waitForInitialization: { kind: 'returns', type: 'LDClient' },
        allFlagsState: { kind: 'returns', type: 'LDFlagsState' },
        // Before version 6.
        allFlags: { kind: 'returns', type: 'AllFlags' },
      },
    },
    // The stage of a migration is a flag.
    LDMigration: { members: reads(['read', 'write'], { ...places, value: 'string' }) },
    LDFlagsState: {
      members: {
        ...reads(['getFlagValue', 'getFlagReason'], { key: 0, async: false }),
        allValues: { kind: 'returns', type: 'FlagValues' },
      },
    },
    FlagValues: { flags: { spelling: 'exact' } },
    AllFlags: { flags: { spelling: 'exact' } },
    Integrations: { members: { TestData: { kind: 'class', type: 'TestData' } } },
    TestData: {
      members: {
        ...reads(['flag'], {
          key: 0,
          role: 'override',
          sets: { kind: 'chain', last: ['variationForAll', 'valueForAll'], between: ['booleanFlag'] },
        }),
        ...reads(['usePreconfiguredFlag'], { key: 'key', role: 'override' }),
      },
    },
  },
};
