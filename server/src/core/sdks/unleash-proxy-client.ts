import { reads, type SdkDescriptor } from './sdk.ts';

export const unleashProxyClient: SdkDescriptor = {
  id: 'unleash',
  title: 'Unleash browser (proxy client)',
  packages: ['unleash-proxy-client'],
  source: 'npm:unleash-proxy-client@3.8.2 build/cjs/index.d.ts',
  exports: { UnleashClient: { kind: 'class', type: 'UnleashClient' } },
  types: {
    UnleashClient: {
      members: { ...reads(['isEnabled'], { key: 0, value: 'boolean' }), ...reads(['getVariant'], { key: 0 }) },
    },
  },
};
