import { clientTypes } from './launchdarkly-client.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

export const launchdarklyReact: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly React',
  packages: ['launchdarkly-react-client-sdk', '@launchdarkly/react-sdk', '@launchdarkly/react-native-client-sdk'],
  source:
    'npm:launchdarkly-react-client-sdk@3.9.4 lib/types/*.d.ts, npm:@launchdarkly/react-sdk@4.1.5 dist/index.d.ts, npm:@launchdarkly/react-native-client-sdk@10.20.3',
  exports: {
    useFlags: { kind: 'returns', type: 'Flags' },
    withLDConsumer: { kind: 'returns', type: 'Consumer' },
    useLDClient: { kind: 'returns', type: 'LDClient' },
    LDClient: { kind: 'class', type: 'LDClient' },
    ReactNativeLDClient: { kind: 'class', type: 'LDClient' },
    ...reads(['useBoolVariation', 'useBoolVariationDetail'], { key: 0, default: 1, value: 'boolean' }),
    ...reads(['useStringVariation', 'useStringVariationDetail'], { key: 0, default: 1, value: 'string' }),
    ...reads(['useNumberVariation', 'useNumberVariationDetail'], { key: 0, default: 1, value: 'number' }),
    ...reads(['useJsonVariation', 'useJsonVariationDetail'], { key: 0, default: 1 }),
    ...reads(['useTypedVariation', 'useTypedVariationDetail'], { key: 0, default: 1 }),
  },
  types: {
    ...clientTypes,
    // The hook's result is a proxy: each member read is an evaluation, under the camel-cased key unless
    // `reactOptions.useCamelCaseFlagKeys` is false.
    Consumer: { injects: { flags: 'Flags', ldClient: 'LDClient' } },
    Flags: { flags: { spelling: 'camelCase' } },
  },
};
