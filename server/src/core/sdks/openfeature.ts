/** What the OpenFeature SDKs for JavaScript share: the evaluation API of the specification. */
import { reads, type ReadSpec, type SdkEntity, type SdkType } from './sdk.ts';

/** The eight accessors of an OpenFeature client: key first, default second. */
function clientWith(how: Pick<ReadSpec, 'async' | 'context'>): SdkType {
  const places: ReadSpec = { key: 0, default: 1, ...how };
  return {
    members: {
      ...reads(['getBooleanValue', 'getBooleanDetails'], { ...places, value: 'boolean' }),
      ...reads(['getStringValue', 'getStringDetails'], { ...places, value: 'string' }),
      ...reads(['getNumberValue', 'getNumberDetails'], { ...places, value: 'number' }),
      ...reads(['getObjectValue', 'getObjectDetails'], { ...places, value: 'object' }),
      addHooks: { kind: 'returns', type: 'Client' },
      clearHooks: { kind: 'returns', type: 'Client' },
      setLogger: { kind: 'returns', type: 'Client' },
      setContext: { kind: 'returns', type: 'Client' },
    },
  };
}

/** Flags with their variants. */
const definitions: ReadSpec = { key: 0, many: 'properties', role: 'definition', sets: { kind: 'default-variant' } };

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
    read: definitions,
  },
  TypedInMemoryProvider: {
    kind: 'class',
    type: 'InMemoryProvider',
    read: definitions,
  },
};

const sharedTypes: { readonly [name: string]: SdkType } = {
  InMemoryProvider: { members: reads(['putConfiguration'], definitions) },
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

/** Where one user sits in front of it: the context is the API's, and values are there at once. */
export const clientTypes: { readonly [name: string]: SdkType } = {
  ...sharedTypes,
  Client: clientWith({ async: false }),
};

/** Where many users are served: each evaluation may be given a context, which is merged with those of API, client and transaction. */
export const serverTypes: { readonly [name: string]: SdkType } = {
  ...sharedTypes,
  Client: clientWith({ async: true, context: { at: 2, targetingKey: 'targetingKey', canBeSet: true } }),
};
