import { reads, type SdkDescriptor } from './sdk.ts';
import { unleashProxyClient } from './unleash-proxy-client.ts';
import { flagProvider } from './unleash-react.ts';

/** Server and client: both entries export the hooks, the first also the functions for server components. */
export const unleashNextjs: SdkDescriptor = {
  id: 'unleash',
  title: 'Unleash Next.js',
  isSync: true,
  packages: ['@unleash/nextjs', '@unleash/nextjs/client'],
  source: 'npm:@unleash/nextjs@1.6.7 dist/*.d.ts',
  exports: {
    ...unleashProxyClient.exports,
    ...reads(['flag'], { key: 0, context: { at: 1 }, async: true }),
    ...reads(['useFlag'], { key: 0, value: 'boolean' }),
    ...reads(['useVariant'], { key: 0 }),
    FlagProvider: flagProvider,
    flagsClient: { kind: 'returns', type: 'UnleashClient' },
    useUnleashClient: { kind: 'returns', type: 'UnleashClient' },
  },
  types: unleashProxyClient.types,
};
