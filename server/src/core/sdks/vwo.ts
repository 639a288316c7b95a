import { reads, type SdkDescriptor } from './sdk.ts';

export const vwoFme: SdkDescriptor = {
  id: 'vwo',
  title: 'VWO Feature Experimentation',
  packages: ['vwo-fme-node-sdk', 'vwo-fme-react-sdk'],
  source: 'npm:vwo-fme-node-sdk@1.35.0 dist/types/*.d.ts, npm:vwo-fme-react-sdk@1.0.0 dist/*.d.ts',
  exports: {
    init: { kind: 'returns', type: 'IVWOClient' },
    onInit: { kind: 'returns', type: 'IVWOClient' },
    IVWOClient: { kind: 'class', type: 'IVWOClient' },
    useVWOClient: { kind: 'returns', type: 'IVWOClient' },
    // The state of the flag and its variables are read from the result.
    ...reads(['useGetFlag'], { key: 0, value: 'object' }),
  },
  types: { IVWOClient: { members: reads(['getFlag'], { key: 0, async: true, value: 'object' }) } },
};

/** Campaigns are tests and rollouts of features. */
export const vwoFullStack: SdkDescriptor = {
  id: 'vwo',
  title: 'VWO FullStack',
  packages: ['vwo-node-sdk'],
  source: 'npm:vwo-node-sdk@1.73.0 lib/index.js, lib/VWO.js',
  exports: { launch: { kind: 'returns', type: 'VWO' } },
  types: {
    VWO: {
      members: {
        ...reads(['isFeatureEnabled'], { key: 0, value: 'boolean' }),
        ...reads(['activate', 'getVariationName'], { key: 0, value: 'string' }),
        // The second argument names a variable of the feature.
        ...reads(['getFeatureVariableValue'], { key: 0 }),
      },
    },
  },
};
