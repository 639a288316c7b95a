import { reads, type SdkDescriptor, type SdkType } from './sdk.ts';

/** A visitor and a key, or an object with both. */
const client: SdkType = {
  members: {
    ...reads(['isFeatureFlagActive'], { key: 1, alternative: 'featureKey', value: 'boolean' }),
    ...reads(['getVariation'], { key: 'featureKey', value: 'object' }),
    ...reads(['getFeatureFlagVariationKey'], { key: 1, value: 'string' }),
    // The variable is named beside the flag.
    ...reads(['getFeatureFlagVariable'], { key: 'featureKey' }),
    ...reads(['getFeatureFlagVariables'], { key: 1, value: 'object' }),
  },
};

export const kameleoon: SdkDescriptor = {
  id: 'kameleoon',
  title: 'Kameleoon',
  isSync: true,
  packages: ['@kameleoon/javascript-sdk', '@kameleoon/nodejs-sdk', '@kameleoon/react-sdk'],
  source:
    'npm:@kameleoon/javascript-sdk-core@5.17.1 dist/**/*.d.ts, npm:@kameleoon/javascript-sdk@4.17.1 dist/kameleoonClient.d.ts, npm:@kameleoon/react-sdk@10.19.1 dist/interfaces/useFeatureFlag.d.ts',
  exports: {
    KameleoonClient: { kind: 'class', type: 'KameleoonClient' },
    createClient: { kind: 'returns', type: 'KameleoonClient' },
    useFeatureFlag: { kind: 'returns', type: 'IUseFeatureFlag' },
  },
  types: { KameleoonClient: client, IUseFeatureFlag: client },
};
