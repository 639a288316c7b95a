import { reads, type SdkDescriptor } from './sdk.ts';
import { unleashProxyClient } from './unleash-proxy-client.ts';

export const unleashReact: SdkDescriptor = {
  id: 'unleash',
  title: 'Unleash React',
  packages: ['@unleash/proxy-client-react'],
  source: 'npm:@unleash/proxy-client-react@5.1.0 dist/*.d.ts',
  exports: {
    ...reads(['useFlag'], { key: 0, value: 'boolean' }),
    ...reads(['useVariant'], { key: 0 }),
    useUnleashClient: { kind: 'returns', type: 'UnleashClient' },
    UnleashClient: { kind: 'class', type: 'UnleashClient' },
  },
  types: unleashProxyClient.types,
};
