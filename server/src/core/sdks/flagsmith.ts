import { reads, type SdkDescriptor, type SdkType } from './sdk.ts';

/** What an instance does; also behind the React hook. Traits (`getTrait`) are no flags. */
export const flagsmithTypes: { readonly [name: string]: SdkType } = {
  IFlagsmith: {
    members: {
      ...reads(['hasFeature'], { key: 0, default: { argument: 1, path: ['fallback'] }, value: 'boolean' }),
      ...reads(['getValue'], { key: 0, default: { argument: 1, path: ['fallback'] } }),
      // Experiments are features here.
      ...reads(['getExperimentFlag'], { key: 0 }),
      ...reads(['trackExposureEvent'], { key: 0, role: 'tracking' }),
      getAllFlags: { kind: 'returns', type: 'AllFlags' },
      getState: { kind: 'returns', type: 'IState' },
      ...reads(['init'], { key: 'defaultFlags', many: 'properties', role: 'definition' }),
      ...reads(['setState'], { key: 'flags', many: 'properties', role: 'override' }),
    },
  },
  IState: { members: { flags: { kind: 'value', type: 'AllFlags' } } },
  AllFlags: { flags: { spelling: 'exact' } },
};

export const flagsmith: SdkDescriptor = {
  id: 'flagsmith',
  title: 'Flagsmith client (browser, Next.js, React Native)',
  isSync: true,
  packages: [
    '@flagsmith/flagsmith',
    '@flagsmith/flagsmith/isomorphic',
    '@flagsmith/flagsmith/next-middleware',
    '@flagsmith/flagsmith/types',
    'flagsmith',
    'flagsmith/isomorphic',
    'flagsmith/next-middleware',
    'flagsmith/types',
    'flagsmith-es',
    'flagsmith-es/isomorphic',
    'flagsmith-es/next-middleware',
    'flagsmith-es/types',
    '@flagsmith/react-native',
    '@flagsmith/react-native/types',
    'react-native-flagsmith',
    'react-native-flagsmith/types',
    'bullet-train-client',
    'bullet-train-client/isomorphic',
  ],
  source:
    'npm:@flagsmith/flagsmith@12.4.0 index.d.ts, types.d.ts, npm:flagsmith@10.0.0 index.d.ts, types.d.ts, npm:@flagsmith/react-native@11.0.0 index.d.ts, npm:bullet-train-client@0.2.5 index.d.ts',
  globals: { flagsmith: { kind: 'value', type: 'IFlagsmith' } },
  exports: {
    default: { kind: 'value', type: 'IFlagsmith' },
    createFlagsmithInstance: { kind: 'returns', type: 'IFlagsmith' },
  },
  types: flagsmithTypes,
};
