/** Prefab: flags and other configuration are read in the same way. */
import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

const browserReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['isEnabled'], { key: 0, value: 'boolean' }),
  ...reads(['get'], { key: 0 }),
  ...reads(['getDuration'], { key: 0, value: 'object' }),
};

const prefabEntity: SdkEntity = { kind: 'value', type: 'Prefab' };

export const prefabBrowser: SdkDescriptor = {
  id: 'prefab',
  title: 'Prefab browser and React',
  isSync: true,
  packages: ['@prefab-cloud/prefab-cloud-js', '@prefab-cloud/prefab-cloud-react'],
  source:
    'npm:@prefab-cloud/prefab-cloud-js@0.4.7 dist/index.d.ts, npm:@prefab-cloud/prefab-cloud-react@0.4.8 dist/index.d.ts',
  exports: {
    prefab: prefabEntity,
    Prefab: { kind: 'class', type: 'Prefab' },
    usePrefab: { kind: 'returns', type: 'ProvidedContext' },
    usePrefabTypesafe: { kind: 'returns', type: 'ProvidedContext' },
    PrefabTestProvider: { kind: 'component', read: { key: 'config', many: 'properties', role: 'override' } },
  },
  types: {
    Prefab: {
      members: {
        ...browserReads,
        ...reads(['setConfig', 'hydrate'], { key: 0, many: 'properties', role: 'override' }),
        extract: { kind: 'returns', type: 'Values' },
      },
    },
    ProvidedContext: { members: { ...browserReads, prefab: prefabEntity } },
    Values: { flags: { spelling: 'exact' } },
  },
};

const serverReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['isFeatureEnabled'], { key: 0, value: 'boolean' }),
  // The contexts come between.
  ...reads(['get'], { key: 0, default: 2 }),
  withContext: { kind: 'returns', type: 'Resolver' },
};

export const prefabNode: SdkDescriptor = {
  id: 'prefab',
  title: 'Prefab Node.js',
  isSync: true,
  packages: ['@prefab-cloud/prefab-cloud-node'],
  source: 'npm:@prefab-cloud/prefab-cloud-node@0.4.9 dist/prefab.d.ts',
  exports: { Prefab: { kind: 'class', type: 'Prefab' }, Resolver: { kind: 'class', type: 'Resolver' } },
  types: { Prefab: { members: serverReads }, Resolver: { members: serverReads } },
};
