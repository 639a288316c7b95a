/** Reflag, called Bucket before: features became flags. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const flags: SdkType = { flags: { spelling: 'exact' } };

export const reflagReact: SdkDescriptor = {
  id: 'reflag',
  title: 'Reflag React',
  packages: ['@reflag/react-sdk', '@bucketco/react-sdk'],
  source: 'npm:@reflag/react-sdk@1.6.2 dist/src/index.d.ts',
  exports: reads(['useFlag', 'useFeature'], { key: 0, value: 'boolean' }),
  types: {},
};

const all: SdkEntity = { kind: 'returns', type: 'Flags' };

export const reflagNode: SdkDescriptor = {
  id: 'reflag',
  title: 'Reflag Node.js',
  packages: ['@reflag/node-sdk', '@bucketco/node-sdk'],
  source: 'npm:@reflag/node-sdk@1.7.1 dist/types/src/client.d.ts',
  exports: {
    ReflagClient: { kind: 'class', type: 'Client' },
    BoundReflagClient: { kind: 'class', type: 'BoundClient' },
    BucketClient: { kind: 'class', type: 'Client' },
    BoundBucketClient: { kind: 'class', type: 'BoundClient' },
  },
  types: {
    Client: {
      members: {
        // The context comes first, except where the evaluation is remote.
        ...reads(['getFlag', 'getFeature'], { key: 1, value: 'boolean' }),
        ...reads(['getFlagRemote', 'getFeatureRemote'], { key: 0, value: 'boolean' }),
        getFlags: all,
        getFeatures: all,
        bindClient: { kind: 'returns', type: 'BoundClient' },
      },
    },
    BoundClient: {
      members: {
        ...reads(['getFlag', 'getFlagRemote', 'getFeature', 'getFeatureRemote'], { key: 0, value: 'boolean' }),
        getFlags: all,
        getFeatures: all,
        bindClient: { kind: 'returns', type: 'BoundClient' },
      },
    },
    Flags: flags,
  },
};
