import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity } from './sdk.ts';

/** The user comes first, except in overrides. Before version 6 most of them answered with promises. */
const places: ReadSpec = { key: 1, context: { at: 0 } };

const legacyReads: { readonly [name: string]: SdkEntity } = {
  ...reads(
    [
      'checkGate',
      'checkGateWithExposureLoggingDisabled',
      'getFeatureGate',
      'getFeatureGateWithExposureLoggingDisabled',
    ],
    { ...places, value: 'boolean' },
  ),
  ...reads(['checkGateSync', 'checkGateWithExposureLoggingDisabledSync', 'getFeatureGateSync'], {
    ...places,
    async: false,
    value: 'boolean',
  }),
  ...reads(
    [
      'getConfig',
      'getConfigWithExposureLoggingDisabled',
      'getExperiment',
      'getExperimentWithExposureLoggingDisabled',
      'getLayer',
      'getLayerWithExposureLoggingDisabled',
    ],
    { ...places, value: 'object' },
  ),
  ...reads(
    [
      'getConfigSync',
      'getConfigWithExposureLoggingDisabledSync',
      'getExperimentSync',
      'getExperimentWithExposureLoggingDisabledSync',
      'getLayerSync',
      'getLayerWithExposureLoggingDisabledSync',
    ],
    { ...places, async: false, value: 'object' },
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
