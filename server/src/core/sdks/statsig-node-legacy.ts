import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

/** The user comes first, except in overrides. */
const legacyReads: { readonly [name: string]: SdkEntity } = {
  ...reads(
    [
      'checkGate',
      'checkGateSync',
      'checkGateWithExposureLoggingDisabled',
      'checkGateWithExposureLoggingDisabledSync',
      'getFeatureGate',
      'getFeatureGateSync',
      'getFeatureGateWithExposureLoggingDisabled',
    ],
    { key: 1, value: 'boolean' },
  ),
  ...reads(
    [
      'getConfig',
      'getConfigSync',
      'getConfigWithExposureLoggingDisabled',
      'getConfigWithExposureLoggingDisabledSync',
      'getExperiment',
      'getExperimentSync',
      'getExperimentWithExposureLoggingDisabled',
      'getExperimentWithExposureLoggingDisabledSync',
      'getLayer',
      'getLayerSync',
      'getLayerWithExposureLoggingDisabled',
      'getLayerWithExposureLoggingDisabledSync',
    ],
    { key: 1, value: 'object' },
  ),
  ...reads(['overrideGate', 'overrideConfig', 'overrideLayer'], { key: 0, role: 'override' }),
  ...reads(
    [
      'manuallyLogGateExposure',
      'manuallyLogConfigExposure',
      'manuallyLogExperimentExposure',
      'manuallyLogLayerParameterExposure',
    ],
    { key: 1, role: 'tracking' },
  ),
};

export const statsigNodeLegacy: SdkDescriptor = {
  id: 'statsig',
  title: 'Statsig Node.js (legacy)',
  packages: ['statsig-node', 'statsig-node-lite'],
  source: 'npm:statsig-node@6.5.2 dist/index.d.ts',
  // The default export and `Statsig` have the same functions as the module of CommonJS.
  exports: {
    ...legacyReads,
    Statsig: { kind: 'value', type: 'StatsigServer' },
    StatsigServer: { kind: 'class', type: 'StatsigServer' },
  },
  types: { StatsigServer: { members: legacyReads } },
};
