import { typedReads } from './launchdarkly-client.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

/** A session has its context bound to it: key, then default, unlike the server client it is made from. */
export const launchdarklyReactServer: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly React server components',
  packages: ['@launchdarkly/react-sdk/server'],
  source: 'npm:@launchdarkly/react-sdk@4.1.5 dist/server.d.ts',
  exports: {
    createLDServerSession: { kind: 'returns', type: 'LDServerSession' },
    createLDServerWrapper: { kind: 'returns', type: 'LDServerSession' },
    useLDServerSession: { kind: 'returns', type: 'LDServerSession' },
  },
  types: {
    LDServerSession: {
      members: { ...typedReads({ async: true }), allFlagsState: { kind: 'returns', type: 'LDFlagsState' } },
    },
    LDFlagsState: {
      members: {
        ...reads(['getFlagValue', 'getFlagReason'], { key: 0, async: false }),
        allValues: { kind: 'returns', type: 'FlagValues' },
      },
    },
    FlagValues: { flags: { spelling: 'exact' } },
  },
};
