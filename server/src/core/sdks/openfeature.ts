/** What the OpenFeature SDKs for JavaScript share: the evaluation API of the specification. */
import { reads, type SdkEntity, type SdkType } from './sdk.ts';

/** The eight accessors of an OpenFeature client: key first, default second. */
export const accessors: { readonly [name: string]: SdkEntity } = {
  ...reads(['getBooleanValue', 'getBooleanDetails'], { key: 0, default: 1, value: 'boolean' }),
  ...reads(['getStringValue', 'getStringDetails'], { key: 0, default: 1, value: 'string' }),
  ...reads(['getNumberValue', 'getNumberDetails'], { key: 0, default: 1, value: 'number' }),
  ...reads(['getObjectValue', 'getObjectDetails'], { key: 0, default: 1, value: 'object' }),
};

const client: SdkType = {
  members: {
    ...accessors,
    addHooks: { kind: 'returns', type: 'Client' },
    clearHooks: { kind: 'returns', type: 'Client' },
    setLogger: { kind: 'returns', type: 'Client' },
    setContext: { kind: 'returns', type: 'Client' },
  },
};

/** `OpenFeature` and `Client`, as every OpenFeature package exports them. */
export const clientExports: { readonly [name: string]: SdkEntity } = {
  OpenFeature: { kind: 'value', type: 'OpenFeatureAPI' },
  OpenFeatureAPI: {
    kind: 'class',
    type: 'OpenFeatureAPI',
    members: { getInstance: { kind: 'returns', type: 'OpenFeatureAPI' } },
  },
  Client: { kind: 'class', type: 'Client' },
  OpenFeatureClient: { kind: 'class', type: 'Client' },
  Features: { kind: 'class', type: 'Client' },
  InMemoryProvider: {
    kind: 'class',
    type: 'InMemoryProvider',
    read: { key: 0, many: 'properties', role: 'definition' },
  },
  TypedInMemoryProvider: {
    kind: 'class',
    type: 'InMemoryProvider',
    read: { key: 0, many: 'properties', role: 'definition' },
  },
};

export const clientTypes: { readonly [name: string]: SdkType } = {
  Client: client,
  InMemoryProvider: { members: reads(['putConfiguration'], { key: 0, many: 'properties', role: 'definition' }) },
  OpenFeatureAPI: {
    members: {
      getClient: { kind: 'returns', type: 'Client' },
      setLogger: { kind: 'returns', type: 'OpenFeatureAPI' },
      addHooks: { kind: 'returns', type: 'OpenFeatureAPI' },
      setProvider: { kind: 'returns', type: 'OpenFeatureAPI' },
      // On a server; in a browser it gives a promise of nothing.
      setContext: { kind: 'returns', type: 'OpenFeatureAPI' },
    },
  },
};
