/** Reflag, called Bucket before: features became flags. */
import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const flags: SdkType = { flags: { spelling: 'exact' } };
const all: SdkEntity = { kind: 'returns', type: 'Flags' };

/** What a client falls back to; it had another name before. */
const fallback: ReadSpec = {
  key: 'fallbackFlags',
  alternative: 'fallbackFeatures',
  many: 'elements-or-properties',
  role: 'definition',
};

const browserTypes: { readonly [name: string]: SdkType } = {
  Client: {
    members: {
      ...reads(['getFlag', 'getFeature'], { key: 0, value: 'boolean' }),
      ...reads(['setOptIn'], { key: 0, role: 'override' }),
      getFlags: all,
      getFeatures: all,
    },
  },
  Flags: flags,
};

export const reflagBrowser: SdkDescriptor = {
  id: 'reflag',
  title: 'Reflag browser',
  isSync: true,
  packages: ['@reflag/browser-sdk', '@bucketco/browser-sdk'],
  source: 'npm:@reflag/browser-sdk@1.6.1 dist/src/client.d.ts, npm:@bucketco/browser-sdk@3.3.3 dist/src/client.d.ts',
  exports: {
    ReflagClient: { kind: 'class', type: 'Client', read: fallback },
    BucketClient: { kind: 'class', type: 'Client', read: fallback },
  },
  types: browserTypes,
};

/** React's hooks and Vue's composables have the same names. */
export const reflagReact: SdkDescriptor = {
  id: 'reflag',
  title: 'Reflag React and Vue',
  isSync: true,
  packages: ['@reflag/react-sdk', '@reflag/vue-sdk', '@bucketco/react-sdk', '@bucketco/vue-sdk'],
  source:
    'npm:@reflag/react-sdk@1.6.2 dist/src/index.d.ts, npm:@bucketco/react-sdk@3.3.2 dist/src/index.d.ts, github:reflagcom/javascript@065af8a packages/vue-sdk/src/hooks.ts',
  exports: {
    ...reads(['useFlag', 'useFeature'], { key: 0, value: 'boolean' }),
    useClient: { kind: 'returns', type: 'Client' },
    ReflagProvider: { kind: 'component', read: fallback },
    BucketProvider: { kind: 'component', read: fallback },
  },
  types: browserTypes,
};

const override: ReadSpec = { key: 0, many: 'properties', role: 'override' };

export const reflagNode: SdkDescriptor = {
  id: 'reflag',
  title: 'Reflag Node.js',
  isSync: true,
  packages: ['@reflag/node-sdk', '@bucketco/node-sdk'],
  source: 'npm:@reflag/node-sdk@1.7.1 dist/types/src/*.d.ts, npm:@bucketco/node-sdk@1.10.0 dist/types/src/client.d.ts',
  exports: {
    ReflagClient: { kind: 'class', type: 'Client', read: fallback },
    EdgeClient: { kind: 'class', type: 'Client', read: fallback },
    BoundReflagClient: { kind: 'class', type: 'BoundClient' },
    BucketClient: { kind: 'class', type: 'Client', read: fallback },
    BoundBucketClient: { kind: 'class', type: 'BoundClient' },
  },
  types: {
    Client: {
      members: {
        // The context comes first, except where the evaluation is remote.
        ...reads(['getFlag', 'getFeature'], { key: 1, context: { at: 0 }, value: 'boolean' }),
        ...reads(['getFlagRemote', 'getFeatureRemote'], { key: 0, context: { at: 1 }, async: true, value: 'boolean' }),
        getFlags: all,
        getFeatures: all,
        getFlagsRemote: all,
        getFeaturesRemote: all,
        ...reads(['setFlagOverrides', 'pushFlagOverrides'], override),
        flagOverrides: { kind: 'assigned', read: override },
        featureOverrides: { kind: 'assigned', read: override },
        bindClient: { kind: 'returns', type: 'BoundClient' },
      },
    },
    BoundClient: {
      members: {
        ...reads(['getFlag', 'getFeature'], { key: 0, value: 'boolean' }),
        ...reads(['getFlagRemote', 'getFeatureRemote'], { key: 0, async: true, value: 'boolean' }),
        getFlags: all,
        getFeatures: all,
        getFlagsRemote: all,
        getFeaturesRemote: all,
        bindClient: { kind: 'returns', type: 'BoundClient' },
      },
    },
    Flags: flags,
  },
};
