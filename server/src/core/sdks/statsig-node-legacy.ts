import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

/** The user comes first, except in overrides. */
const legacyReads: { readonly [name: string]: SdkEntity } = {
  ...reads(
    [
      'checkGate',
      'checkGateSync',
      'checkGateWithExposureLoggingDisabled',
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
      'getExperiment',
      'getExperimentSync',
      'getExperimentWithExposureLoggingDisabled',
      'getLayer',
      'getLayerSync',
      'getLayerWithExposureLoggingDisabled',
    ],
    { key: 1, value: 'object' },
  ),
  ...reads(['overrideGate', 'overrideConfig', 'overrideLayer'], { key: 0, role: 'override' }),
};

export const statsigNodeLegacy: SdkDescriptor = {
  id: 'statsig',
  title: 'Statsig Node.js (legacy)',
  packages: ['statsig-node', 'statsig-node-lite'],
  source: 'npm:statsig-node@6.5.2 dist/index.d.ts',
  // The default export has the same functions as the module.
  exports: { ...legacyReads, StatsigServer: { kind: 'class', type: 'StatsigServer' } },
  types: { StatsigServer: { members: legacyReads } },
};
