import { clientTypes } from './launchdarkly-client.ts';
import { reads, type ReadSpec, type SdkDescriptor } from './sdk.ts';

/** The `flags` option limits which flags are fetched: its names are keys as they are, its values first values. */
const wanted: ReadSpec = { key: 'flags', many: 'properties', role: 'definition' };

export const launchdarklyReact: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly React (before version 4)',
  isSync: true,
  packages: ['launchdarkly-react-client-sdk'],
  source: 'npm:launchdarkly-react-client-sdk@3.9.4 lib/types/*.d.ts',
  exports: {
    useFlags: { kind: 'returns', type: 'Flags' },
    withLDConsumer: { kind: 'returns', type: 'Consumer' },
    LDFlagSet: { kind: 'value', type: 'Flags' },
    LDProps: { kind: 'value', type: 'Props' },
    useLDClient: { kind: 'returns', type: 'LDClient' },
    // What `client.allFlags()` gives, renamed as the hook does it.
    camelCaseKeys: { kind: 'returns', type: 'Flags' },
    reactSdkContextFactory: { kind: 'returns', type: 'ReactSdkContextToken' },
    LDProvider: { kind: 'component', read: wanted },
    ...reads(['withLDProvider', 'asyncWithLDProvider'], wanted),
  },
  types: {
    ...clientTypes,
    // The hook's result is a proxy: each member read is an evaluation, under the camel-cased key unless
    // `reactOptions.useCamelCaseFlagKeys` is false.
    Consumer: { injects: { flags: 'Flags', ldClient: 'LDClient' } },
    Props: { members: { flags: { kind: 'value', type: 'Flags' }, ldClient: { kind: 'value', type: 'LDClient' } } },
    Flags: { flags: { spelling: 'camelCase' } },
    ReactSdkContextToken: { token: 'ReactSdkContext' },
    ReactSdkContext: {
      members: { flags: { kind: 'value', type: 'Flags' }, ldClient: { kind: 'value', type: 'LDClient' } },
    },
  },
};
