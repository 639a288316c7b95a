import { clientTypes, variationHooks } from './launchdarkly-client.ts';
import type { SdkDescriptor } from './sdk.ts';

export const launchdarklyReactSdk: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly React',
  isSync: true,
  packages: ['@launchdarkly/react-sdk'],
  source: 'npm:@launchdarkly/react-sdk@4.1.5 dist/index.d.ts',
  exports: {
    ...variationHooks,
    // Deprecated, and still there for those who come from the older package.
    useFlags: { kind: 'returns', type: 'Flags' },
    useLDClient: { kind: 'returns', type: 'LDClient' },
    createClient: { kind: 'returns', type: 'LDClient' },
    LDReactContext: { kind: 'token', type: 'LDReactClientContextValue' },
    initLDReactContext: { kind: 'returns', type: 'LDReactClientContext' },
    LDReactClient: { kind: 'class', type: 'LDClient' },
  },
  types: {
    ...clientTypes,
    LDReactClientContext: { token: 'LDReactClientContextValue' },
    LDReactClientContextValue: { members: { client: { kind: 'value', type: 'LDClient' } } },
    Flags: { flags: { spelling: 'camelCase' } },
  },
};
