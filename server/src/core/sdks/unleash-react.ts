import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';
import { bootstrap, unleashProxyClient } from './unleash-proxy-client.ts';

/** Also of the packages for other frameworks. */
export const flagProvider: SdkEntity = {
  kind: 'component',
  read: { ...bootstrap, key: { argument: 0, path: ['config', 'bootstrap'] } },
};

export const unleashReact: SdkDescriptor = {
  id: 'unleash',
  title: 'Unleash React and React Native',
  isSync: true,
  packages: ['@unleash/proxy-client-react', '@nunogois/unleash-react-native'],
  source: 'npm:@unleash/proxy-client-react@5.1.0 dist/*.d.ts, npm:@nunogois/unleash-react-native@0.1.1 dist/index.d.ts',
  exports: {
    ...unleashProxyClient.exports,
    ...reads(['useFlag'], { key: 0, value: 'boolean' }),
    ...reads(['useVariant'], { key: 0 }),
    useUnleashClient: { kind: 'returns', type: 'UnleashClient' },
    FlagContext: { kind: 'token', type: 'IFlagContextValue' },
    FlagProvider: flagProvider,
    default: flagProvider,
  },
  types: {
    ...unleashProxyClient.types,
    // The context holds the client and two of its methods beside it.
    IFlagContextValue: {
      members: {
        ...unleashProxyClient.types['UnleashClient']?.members,
        client: { kind: 'value', type: 'UnleashClient' },
      },
    },
  },
};
