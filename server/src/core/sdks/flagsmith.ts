import type { SdkDescriptor, SdkEntity, SdkType } from './sdk.ts';

const options = { argument: 1, path: ['fallback'] };

/** What an instance does; also behind the React hook. Traits (`getTrait`) are no flags. */
export const flagsmithTypes: { readonly [name: string]: SdkType } = {
  IFlagsmith: {
    members: {
      hasFeature: { kind: 'read', read: { key: 0, default: options, value: 'boolean' } },
      getValue: { kind: 'read', read: { key: 0, default: options } },
      getAllFlags: { kind: 'returns', type: 'AllFlags' },
      init: { kind: 'read', read: { key: 'defaultFlags', many: 'properties', role: 'definition' } },
    } satisfies { readonly [name: string]: SdkEntity },
  },
  AllFlags: { flags: { spelling: 'exact' } },
};

export const flagsmith: SdkDescriptor = {
  id: 'flagsmith',
  title: 'Flagsmith client (browser, Next.js, React Native)',
  packages: [
    'flagsmith',
    'flagsmith/isomorphic',
    'flagsmith/next-middleware',
    'flagsmith-es',
    'flagsmith-es/isomorphic',
    'flagsmith-es/next-middleware',
    'react-native-flagsmith',
  ],
  source: 'npm:flagsmith@10.0.0 index.d.ts, types.d.ts',
  exports: {
    default: { kind: 'value', type: 'IFlagsmith' },
    createFlagsmithInstance: { kind: 'returns', type: 'IFlagsmith' },
  },
  types: flagsmithTypes,
};
