import { flagsmithTypes } from './flagsmith.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

export const flagsmithReact: SdkDescriptor = {
  id: 'flagsmith',
  title: 'Flagsmith React',
  isSync: true,
  packages: [
    '@flagsmith/flagsmith/react',
    '@flagsmith/react-native/react',
    'flagsmith/react',
    'flagsmith-es/react',
    'react-native-flagsmith/react',
  ],
  source:
    'npm:@flagsmith/flagsmith@12.4.0 react.d.ts, npm:flagsmith@10.0.0 react.d.ts, npm:@flagsmith/react-native@11.0.0 react.d.ts',
  exports: {
    useFlags: { kind: 'read', read: { key: 0, many: 'elements' }, returns: 'Flags' },
    ...reads(['useExperiment'], { key: 0 }),
    useFlagsmith: { kind: 'returns', type: 'IFlagsmith' },
    FlagsmithContext: { kind: 'token', type: 'IFlagsmith' },
    FlagsmithProvider: {
      kind: 'component',
      read: { key: { argument: 0, path: ['options', 'defaultFlags'] }, many: 'properties', role: 'definition' },
    },
  },
  types: {
    ...flagsmithTypes,
    // The result has the traits of the second argument as members too.
    Flags: { flags: { spelling: 'exact', listed: true } },
  },
};
