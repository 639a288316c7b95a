import { reads, type SdkDescriptor } from './sdk.ts';
import { unleashProxyClient } from './unleash-proxy-client.ts';

/** Composables; templates are not read. */
export const unleashVue: SdkDescriptor = {
  id: 'unleash',
  title: 'Unleash Vue',
  isSync: true,
  packages: ['@unleash/proxy-client-vue'],
  source: 'npm:@unleash/proxy-client-vue@0.1.6 dist/*.d.ts',
  exports: {
    ...unleashProxyClient.exports,
    ...reads(['useFlag'], { key: 0, value: 'boolean' }),
    ...reads(['useVariant'], { key: 0 }),
    useUnleashClient: { kind: 'returns', type: 'UnleashClient' },
  },
  types: unleashProxyClient.types,
};
