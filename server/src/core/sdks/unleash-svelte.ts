import { reads, type SdkDescriptor } from './sdk.ts';
import { unleashProxyClient } from './unleash-proxy-client.ts';

/** Functions that give a store; markup is not read. */
export const unleashSvelte: SdkDescriptor = {
  id: 'unleash',
  title: 'Unleash Svelte',
  packages: ['@unleash/proxy-client-svelte'],
  source: 'github:Unleash/proxy-client-svelte@7aa6574 src/lib/useFlag.ts, src/lib/useVariant.ts',
  exports: {
    ...unleashProxyClient.exports,
    ...reads(['useFlag'], { key: 0, value: 'boolean' }),
    ...reads(['useVariant'], { key: 0 }),
    useUnleashClient: { kind: 'returns', type: 'UnleashClient' },
  },
  types: unleashProxyClient.types,
};
