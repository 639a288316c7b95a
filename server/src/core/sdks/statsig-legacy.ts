import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

const legacyReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['checkGate', 'checkGateWithExposureLoggingDisabled', 'getFeatureGate'], { key: 0, value: 'boolean' }),
  ...reads(
    [
      'getConfig',
      'getConfigWithExposureLoggingDisabled',
      'getExperiment',
      'getExperimentWithExposureLoggingDisabled',
      'getLayer',
      'getLayerWithExposureLoggingDisabled',
    ],
    { key: 0, value: 'object' },
  ),
  ...reads(['overrideGate', 'overrideConfig', 'overrideLayer'], {
    key: 0,
    role: 'override',
    sets: { kind: 'place', at: 1 },
  }),
  ...reads(
    [
      'manuallyLogGateExposure',
      'manuallyLogConfigExposure',
      'manuallyLogExperimentExposure',
      'manuallyLogLayerParameterExposure',
      'logGateExposure',
      'logConfigExposure',
      'logExperimentExposure',
      'logLayerParameterExposure',
    ],
    { key: 0, role: 'tracking' },
  ),
};

const statics: SdkEntity = { kind: 'class', type: 'StatsigClient', members: legacyReads };

export const statsigLegacy: SdkDescriptor = {
  id: 'statsig',
  title: 'Statsig browser and React (legacy)',
  isSync: true,
  packages: ['statsig-js', 'statsig-js-lite', 'statsig-react', 'statsig-react-native', 'statsig-react-native-expo'],
  source:
    'npm:statsig-js@5.1.0 dist/*.d.ts, npm:statsig-js-lite@1.6.0 dist/index.d.ts, npm:statsig-react@2.1.0 dist/Statsig.d.ts, dist/use*.d.ts',
  globals: { statsig: statics },
  exports: {
    // `statsig-js` exports the class as its default, the others by name.
    default: statics,
    Statsig: statics,
    StatsigClient: { kind: 'class', type: 'StatsigClient' },
    ...reads(['useGate', 'useFeatureGate', 'useGateWithExposureLoggingDisabled'], { key: 0, value: 'boolean' }),
    ...reads(
      [
        'useConfig',
        'useConfigWithExposureLoggingDisabled',
        'useExperiment',
        'useExperimentWithExposureLoggingDisabled',
        'useLayer',
        'useLayerWithExposureLoggingDisabled',
      ],
      { key: 0, value: 'object' },
    ),
  },
  types: { StatsigClient: { members: legacyReads } },
};
