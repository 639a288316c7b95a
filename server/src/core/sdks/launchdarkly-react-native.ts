import { clientTypes, variationHooks } from './launchdarkly-client.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

export const launchdarklyReactNative: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly React Native',
  packages: ['@launchdarkly/react-native-client-sdk', 'launchdarkly-react-native-client-sdk'],
  source:
    'npm:@launchdarkly/react-native-client-sdk@10.20.3 dist/src/hooks/variation/*.d.ts, npm:launchdarkly-react-native-client-sdk@9.0.3 index.d.ts',
  exports: {
    ...variationHooks,
    ...reads(['useTypedVariation', 'useTypedVariationDetail'], { key: 0, default: 1, async: false }),
    useLDClient: { kind: 'returns', type: 'LDClient' },
    ReactNativeLDClient: { kind: 'class', type: 'LDClient' },
    // Before version 10, the default export of the package.
    default: { kind: 'class', type: 'LDClient' },
  },
  types: {
    ...clientTypes,
    LDClient: {
      members: { ...clientTypes['LDClient']?.members, ...reads(['registerFeatureFlagListener'], { key: 0 }) },
    },
  },
};
