import { reads, type SdkDescriptor } from './sdk.ts';

export const statsigNode: SdkDescriptor = {
  id: 'statsig',
  title: 'Statsig Node.js (server core)',
  isSync: true,
  packages: ['@statsig/statsig-node-core'],
  source: 'npm:@statsig/statsig-node-core@0.23.2 index.d.ts, statsig-generated.d.ts',
  exports: {
    Statsig: {
      kind: 'class',
      type: 'Statsig',
      members: { shared: { kind: 'returns', type: 'Statsig' }, newShared: { kind: 'returns', type: 'Statsig' } },
    },
  },
  types: {
    Statsig: {
      members: {
        // The user comes first.
        ...reads(['checkGate', 'getFeatureGate'], { key: 1, context: { at: 0 }, value: 'boolean' }),
        ...reads(['getDynamicConfig', 'getExperiment', 'getLayer'], { key: 1, context: { at: 0 }, value: 'object' }),
        // Names of groups in an experiment come second.
        ...reads(['getExperimentByGroupName', 'getExperimentByGroupIdAdvanced'], { key: 0, value: 'object' }),
        ...reads(
          [
            'manuallyLogFeatureGateExposure',
            'manuallyLogDynamicConfigExposure',
            'manuallyLogExperimentExposure',
            'manuallyLogLayerParamExposure',
          ],
          { key: 1, role: 'tracking' },
        ),
        ...reads(
          [
            'overrideGate',
            'overrideDynamicConfig',
            'overrideExperiment',
            'overrideExperimentByGroupName',
            'overrideLayer',
          ],
          {
            key: 0,
            role: 'override',
            sets: { kind: 'place', at: 1 },
          },
        ),
      },
    },
  },
};
