/** What Split's SDKs share. A flag set's name is no flag key. */
import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

type Places = Pick<ReadSpec, 'key' | 'alternative' | 'context'>;

/** Where flags lie in a store of the workspace's own (`async`), answers come in promises; the code that makes a client does not tell. */
function treatments(places: Places, how: Pick<ReadSpec, 'async'> = {}): { readonly [name: string]: SdkEntity } {
  return {
    ...reads(['getTreatment', 'getTreatmentWithConfig'], { ...places, ...how, value: 'string' }),
    ...reads(['getTreatments', 'getTreatmentsWithConfig'], { ...places, ...how, many: 'elements' }),
  };
}

function typesOf(places: Places, browserPlaces: Places = places): { readonly [name: string]: SdkType } {
  const client: SdkType = { members: treatments(places) };
  const browserFactory: SdkType = { members: { client: { kind: 'returns', type: 'IBrowserClient' } } };
  const either: SdkType = { members: { client: { kind: 'returns', type: 'Client' } } };
  return {
    Factory: either,
    Client: client,
    // As the types are called in `SplitIO`, a namespace that the packages declare.
    ISDK: either,
    IAsyncSDK: either,
    IClient: { members: treatments(places, { async: false }) },
    IAsyncClient: { members: treatments(places, { async: true }) },
    IBrowserSDK: browserFactory,
    IBrowserAsyncSDK: browserFactory,
    IBrowserClient: { members: treatments(browserPlaces, { async: false }) },
    IBrowserAsyncClient: { members: treatments(browserPlaces, { async: true }) },
  };
}

/** In localhost mode the flags and what they serve stand in the settings. */
const factory: SdkEntity = {
  kind: 'read',
  read: { key: 'features', many: 'properties', role: 'definition' },
  returns: 'Factory',
};

/** The browser's client is made for one user: the flag comes first. */
export const splitBrowserTypes = typesOf({ key: 0 });
export const splitExports: { readonly [name: string]: SdkEntity } = {
  SplitFactory: factory,
  SplitSdk: factory,
};

/** One client for many users, or for the one it was made for. */
export const splitEitherTypes = typesOf({ key: 1, alternative: 0 }, { key: 0 });

export const splitBrowser: SdkDescriptor = {
  id: 'split',
  title: 'Split browser and React Native',
  packages: [
    '@splitsoftware/splitio/client',
    '@splitsoftware/splitio-browserjs',
    '@splitsoftware/splitio-browserjs/full',
    '@splitsoftware/splitio-browserjs/types/splitio',
    '@splitsoftware/splitio-react-native',
  ],
  source: 'npm:@splitsoftware/splitio-commons@3.1.0 types/splitio.d.ts',
  globals: { splitio: factory },
  exports: splitExports,
  types: splitBrowserTypes,
};

export const splitServer: SdkDescriptor = {
  id: 'split',
  title: 'Split Node.js',
  packages: ['@splitsoftware/splitio/server'],
  source: 'npm:@splitsoftware/splitio-commons@3.1.0 types/splitio.d.ts',
  exports: splitExports,
  types: typesOf({ key: 1, context: { at: 0 } }, { key: 0 }),
};

/** The package holds both; on the server the user comes first. */
export const split: SdkDescriptor = {
  id: 'split',
  title: 'Split JavaScript',
  packages: [
    '@splitsoftware/splitio',
    '@splitsoftware/splitio/types/splitio',
    '@splitsoftware/splitio-commons/types/splitio',
  ],
  source: 'npm:@splitsoftware/splitio-commons@3.1.0 types/splitio.d.ts',
  globals: { SplitIO: 'module' },
  exports: splitExports,
  types: splitEitherTypes,
};
