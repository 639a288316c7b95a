import { reads, type SdkDescriptor } from './sdk.ts';
import { statsigClient, statsigClientClass, statsigClientReads } from './statsig-client.ts';

export const statsigReact: SdkDescriptor = {
  id: 'statsig',
  title: 'Statsig React, React Native, Expo',
  isSync: true,
  packages: [
    '@statsig/react-bindings',
    '@statsig/react-native-bindings',
    '@statsig/expo-bindings',
    '@statsig/react-bindings-on-device-eval',
    '@statsig/react-native-bindings-on-device-eval',
    '@statsig/expo-bindings-on-device-eval',
  ],
  source:
    'npm:@statsig/react-bindings@3.33.5 src/*.d.ts, npm:@statsig/react-native-bindings@3.33.4, npm:@statsig/expo-bindings@3.33.5, npm:@statsig/expo-bindings-on-device-eval@3.33.5 src/index.d.ts',
  exports: {
    ...statsigClient.exports,
    StatsigClientRN: statsigClientClass,
    StatsigClientExpo: statsigClientClass,
    StatsigOnDeviceEvalClientRN: statsigClientClass,
    StatsigOnDeviceEvalClientExpo: statsigClientClass,
    ...reads(['useGateValue', 'useFeatureGate', 'useGate'], { key: 0, value: 'boolean' }),
    ...reads(['useDynamicConfig', 'useExperiment', 'useLayer'], { key: 0, value: 'object' }),
    useStatsigClient: { kind: 'returns', type: 'StatsigHook' },
    StatsigContext: { kind: 'token', type: 'ClientHolder' },
    useClientAsyncInit: { kind: 'returns', type: 'ClientHolder' },
    useClientAsyncInitRN: { kind: 'returns', type: 'ClientHolder' },
    useClientAsyncInitExpo: { kind: 'returns', type: 'ClientHolder' },
    useStatsigInternalClientFactoryAsync: { kind: 'returns', type: 'ClientHolder' },
    useClientBootstrapInit: { kind: 'returns', type: 'StatsigClient' },
    useClientBootstrapInitRN: { kind: 'returns', type: 'StatsigClient' },
    useClientBootstrapInitExpo: { kind: 'returns', type: 'StatsigClient' },
    useStatsigInternalClientFactoryBootstrap: { kind: 'returns', type: 'StatsigClient' },
  },
  types: {
    ...statsigClient.types,
    ClientHolder: { members: { client: { kind: 'value', type: 'StatsigClient' } } },
    // The hook gives the client and its methods side by side.
    StatsigHook: { members: { ...statsigClientReads, client: { kind: 'value', type: 'StatsigClient' } } },
  },
};
