/** What Split's SDKs share. A flag set's name is no flag key. */
import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

type Places = Pick<ReadSpec, 'key' | 'alternative'>;

function treatments(places: Places): { readonly [name: string]: SdkEntity } {
  return {
    ...reads(['getTreatment', 'getTreatmentWithConfig'], { ...places, value: 'string' }),
    ...reads(['getTreatments', 'getTreatmentsWithConfig'], { ...places, many: 'elements' }),
  };
}

function typesOf(places: Places): { readonly [name: string]: SdkType } {
  return {
    Factory: { members: { client: { kind: 'returns', type: 'Client' } } },
    Client: { members: treatments(places) },
  };
}

const factory: SdkEntity = { kind: 'returns', type: 'Factory' };

/** The browser's client is made for one user: the flag comes first. */
export const splitBrowserTypes = typesOf({ key: 0 });
export const splitExports: { readonly [name: string]: SdkEntity } = {
  SplitFactory: factory,
  SplitSdk: factory,
};

export const splitBrowser: SdkDescriptor = {
  id: 'split',
  title: 'Split browser and React Native',
  packages: [
    '@splitsoftware/splitio/client',
    '@splitsoftware/splitio-browserjs',
    '@splitsoftware/splitio-react-native',
  ],
  source: 'npm:@splitsoftware/splitio-commons@3.1.0 types/splitio.d.ts',
  exports: splitExports,
  types: splitBrowserTypes,
};

export const splitServer: SdkDescriptor = {
  id: 'split',
  title: 'Split Node.js',
  packages: ['@splitsoftware/splitio/server'],
  source: 'npm:@splitsoftware/splitio-commons@3.1.0 types/splitio.d.ts',
  exports: splitExports,
  types: typesOf({ key: 1 }),
};

/** The package holds both; on the server the user comes first. */
export const split: SdkDescriptor = {
  id: 'split',
  title: 'Split JavaScript',
  packages: ['@splitsoftware/splitio'],
  source: 'npm:@splitsoftware/splitio-commons@3.1.0 types/splitio.d.ts',
  exports: splitExports,
  types: typesOf({ key: 1, alternative: 0 }),
};
