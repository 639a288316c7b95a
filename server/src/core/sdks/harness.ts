import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity } from './sdk.ts';

export const harnessClient: SdkDescriptor = {
  id: 'harness',
  title: 'Harness Feature Flags browser',
  isSync: true,
  packages: ['@harnessio/ff-javascript-client-sdk'],
  source: 'npm:@harnessio/ff-javascript-client-sdk@1.32.0 dist/types.d.ts',
  exports: { initialize: { kind: 'returns', type: 'Result' } },
  types: {
    Result: {
      members: {
        ...reads(['variation'], { key: 0, default: 1 }),
        ...reads(['setEvaluations'], { key: 0, many: { elementsOf: 'flag' }, role: 'override' }),
      },
    },
  },
};

/** identifier, target, default. */
const nodePlaces: ReadSpec = { key: 0, default: 2, context: { at: 1 }, async: true };

const nodeReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['boolVariation'], { ...nodePlaces, value: 'boolean' }),
  ...reads(['stringVariation'], { ...nodePlaces, value: 'string' }),
  ...reads(['numberVariation'], { ...nodePlaces, value: 'number' }),
  ...reads(['jsonVariation'], { ...nodePlaces, value: 'object' }),
};

const ready: SdkEntity = { kind: 'returns', type: 'Client' };

export const harnessNode: SdkDescriptor = {
  id: 'harness',
  title: 'Harness Feature Flags Node.js',
  packages: ['@harnessio/ff-nodejs-server-sdk'],
  source: 'npm:@harnessio/ff-nodejs-server-sdk@1.8.12 dist/*.d.ts',
  // The default export has the methods of one shared client.
  exports: { ...nodeReads, waitForInitialization: ready, Client: { kind: 'class', type: 'Client' } },
  types: { Client: { members: { ...nodeReads, waitForInitialization: ready } } },
};

export const harnessReact: SdkDescriptor = {
  id: 'harness',
  title: 'Harness Feature Flags React',
  isSync: true,
  packages: [
    '@harnessio/ff-react-client-sdk',
    '@harnessio/ff-react-client-sdk/dist/cjs/test-utils',
    '@harnessio/ff-react-client-sdk/dist/esm/test-utils',
  ],
  source: 'npm:@harnessio/ff-react-client-sdk@2.4.0 dist/esm/**/*.d.ts',
  exports: {
    ...reads(['useFeatureFlag'], { key: 0, default: 1 }),
    // Without an argument it gives every flag.
    useFeatureFlags: { kind: 'read', read: { key: 0, many: 'elements-or-properties' }, returns: 'Flags' },
    ...reads(['ifFeatureFlag'], { key: 0 }),
    withFeatureFlags: { kind: 'value', type: 'WithFlags' },
    withFeatureFlagsClient: { kind: 'value', type: 'WithClient' },
    FFContext: { kind: 'token', type: 'FFContextValue' },
    FFContextProvider: {
      kind: 'component',
      read: { key: 'initialEvaluations', many: { elementsOf: 'flag' }, role: 'definition' },
    },
    useFeatureFlagsClient: { kind: 'returns', type: 'Result' },
    TestWrapper: { kind: 'component', read: { key: 'flags', many: 'properties', role: 'override' } },
  },
  types: {
    ...harnessClient.types,
    Flags: { flags: { spelling: 'exact' } },
    FFContextValue: { members: { flags: { kind: 'value', type: 'Flags' }, client: { kind: 'value', type: 'Result' } } },
    WithFlags: { injects: { flags: 'Flags' } },
    WithClient: { injects: { featureFlagsClient: 'Result' } },
  },
};

/** The default export is the one client there is; the target is its own. */
export const harnessReactNative: SdkDescriptor = {
  id: 'harness',
  title: 'Harness Feature Flags React Native',
  packages: ['@harnessio/ff-react-native-client-sdk'],
  source: 'npm:@harnessio/ff-react-native-client-sdk@1.0.2 index.d.ts',
  exports: {
    default: { kind: 'value', type: 'CfClient' },
    CfClient: {
      kind: 'class',
      type: 'CfClient',
      members: { cfClientInstance: { kind: 'value', type: 'CfClient' } },
    },
  },
  types: {
    CfClient: {
      members: {
        ...reads(['boolVariation'], { key: 0, default: 1, value: 'boolean' }),
        ...reads(['stringVariation'], { key: 0, default: 1, value: 'string' }),
        ...reads(['numberVariation'], { key: 0, default: 1, value: 'number' }),
        ...reads(['jsonVariation'], { key: 0, default: 1, value: 'object' }),
      },
    },
  },
};
