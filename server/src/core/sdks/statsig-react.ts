import { reads, type SdkDescriptor } from './sdk.ts';
import { statsigClient, statsigClientReads } from './statsig-client.ts';

export const statsigReact: SdkDescriptor = {
  id: 'statsig',
  title: 'Statsig React, React Native, Expo',
  packages: ['@statsig/react-bindings', '@statsig/react-native-bindings', '@statsig/expo-bindings'],
  source: 'npm:@statsig/react-bindings@3.33.5 src/*.d.ts',
  exports: {
    ...statsigClient.exports,
    StatsigClientRN: { kind: 'class', type: 'StatsigClient' },
    StatsigClientExpo: { kind: 'class', type: 'StatsigClient' },
    ...reads(['useGateValue', 'useFeatureGate'], { key: 0, value: 'boolean' }),
    ...reads(['useDynamicConfig', 'useExperiment', 'useLayer'], { key: 0, value: 'object' }),
    useStatsigClient: { kind: 'returns', type: 'StatsigHook' },
    useClientAsyncInit: { kind: 'returns', type: 'StatsigHook' },
    useClientBootstrapInit: { kind: 'returns', type: 'StatsigClient' },
  },
  types: {
    ...statsigClient.types,
    // The hook gives the client and its methods side by side.
    StatsigHook: { members: { ...statsigClientReads, client: { kind: 'value', type: 'StatsigClient' } } },
  },
};
