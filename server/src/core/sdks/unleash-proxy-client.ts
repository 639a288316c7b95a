import { reads, type ReadSpec, type SdkDescriptor } from './sdk.ts';

/** Toggles for the time before the first answer, in the options of the client. */
export const bootstrap: ReadSpec = { key: 'bootstrap', many: { elementsOf: 'name' }, role: 'definition' };

export const unleashProxyClient: SdkDescriptor = {
  id: 'unleash',
  title: 'Unleash browser (proxy client)',
  isSync: true,
  packages: ['unleash-proxy-client'],
  source: 'npm:unleash-proxy-client@3.8.2 build/cjs/index.d.ts',
  globals: { unleash: 'module' },
  exports: { UnleashClient: { kind: 'class', type: 'UnleashClient', read: bootstrap } },
  types: {
    UnleashClient: {
      members: { ...reads(['isEnabled'], { key: 0, value: 'boolean' }), ...reads(['getVariant'], { key: 0 }) },
    },
  },
};
