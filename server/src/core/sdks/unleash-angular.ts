import { reads, type SdkDescriptor } from './sdk.ts';
import { unleashProxyClient } from './unleash-proxy-client.ts';

/** The community's service and route guards. The directives (`*featureEnabled`) stand in templates, which are not read. */
export const unleashAngular: SdkDescriptor = {
  id: 'unleash',
  title: 'Unleash Angular (community)',
  isSync: true,
  packages: ['@karelics/angular-unleash-proxy-client'],
  source: 'npm:@karelics/angular-unleash-proxy-client@17.0.0 lib/unleash.service.d.ts, lib/guards/*.d.ts',
  exports: {
    UnleashService: { kind: 'class', type: 'UnleashService' },
    ...reads(['featureEnabled', 'featureDisabled'], { key: 0, value: 'boolean' }),
  },
  types: {
    ...unleashProxyClient.types,
    UnleashService: {
      members: {
        ...reads(['isEnabled', 'isDisabled', 'isEnabled$', 'isDisabled$'], { key: 0, value: 'boolean' }),
        unleash: { kind: 'value', type: 'UnleashClient' },
      },
    },
  },
};
