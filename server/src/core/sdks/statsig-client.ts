/** What Statsig's client-side SDKs share: the name of the gate, config, experiment or layer comes first. */
import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

/** Current clients. A parameter store is a collection like a list of flags; its name is no flag key. */
export const statsigClientReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['checkGate', 'getFeatureGate'], { key: 0, value: 'boolean' }),
  ...reads(['getDynamicConfig', 'getExperiment', 'getLayer'], { key: 0, value: 'object' }),
};

export const statsigClient: SdkDescriptor = {
  id: 'statsig',
  title: 'Statsig client (browser, on-device evaluation)',
  packages: ['@statsig/js-client', '@statsig/client-core', '@statsig/js-on-device-eval-client'],
  source: 'npm:@statsig/client-core@3.33.5 src/ClientInterfaces.d.ts',
  exports: {
    StatsigClient: {
      kind: 'class',
      type: 'StatsigClient',
      members: { instance: { kind: 'returns', type: 'StatsigClient' } },
    },
    StatsigOnDeviceEvalClient: {
      kind: 'class',
      type: 'StatsigClient',
      members: { instance: { kind: 'returns', type: 'StatsigClient' } },
    },
    PrecomputedEvaluationsInterface: { kind: 'class', type: 'StatsigClient' },
    OnDeviceEvaluationsInterface: { kind: 'class', type: 'StatsigClient' },
  },
  types: { StatsigClient: { members: statsigClientReads } },
};
