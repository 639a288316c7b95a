import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

/** key, context, default. */
const serverReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['variation', 'variationDetail'], { key: 0, default: 2 }),
  ...reads(['boolVariation', 'boolVariationDetail'], { key: 0, default: 2, value: 'boolean' }),
  ...reads(['stringVariation', 'stringVariationDetail', 'migrationVariation'], { key: 0, default: 2, value: 'string' }),
  ...reads(['numberVariation', 'numberVariationDetail'], { key: 0, default: 2, value: 'number' }),
  ...reads(['jsonVariation', 'jsonVariationDetail'], { key: 0, default: 2 }),
};

export const launchdarklyNode: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly server (Node.js, edge)',
  packages: [
    '@launchdarkly/node-server-sdk',
    'launchdarkly-node-server-sdk',
    '@launchdarkly/vercel-server-sdk',
    '@launchdarkly/cloudflare-server-sdk',
    '@launchdarkly/fastly-server-sdk',
    '@launchdarkly/akamai-server-base-sdk',
    '@launchdarkly/akamai-server-edgekv-sdk',
    '@launchdarkly/shopify-oxygen-sdk',
  ],
  source:
    'npm:@launchdarkly/js-server-sdk-common@2.21.5 dist/index.d.ts, npm:launchdarkly-node-server-sdk@7.0.4 index.d.ts',
  exports: {
    init: { kind: 'returns', type: 'LDClient' },
    LDClient: { kind: 'class', type: 'LDClient' },
    TestData: { kind: 'class', type: 'TestData' },
    integrations: { kind: 'value', type: 'Integrations' },
  },
  types: {
    LDClient: {
      members: {
        ...serverReads,
        waitForInitialization: { kind: 'returns', type: 'LDClient' },
        allFlagsState: { kind: 'returns', type: 'LDFlagsState' },
      },
    },
    LDFlagsState: {
      members: {
        ...reads(['getFlagValue', 'getFlagReason'], { key: 0 }),
        allValues: { kind: 'returns', type: 'FlagValues' },
      },
    },
    FlagValues: { flags: { spelling: 'exact' } },
    Integrations: { members: { TestData: { kind: 'class', type: 'TestData' } } },
    TestData: { members: reads(['flag'], { key: 0, role: 'override' }) },
  },
};
