import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const evaluations: { readonly [name: string]: SdkEntity } = {
  ...reads(['isOn', 'isOff'], { key: 0, value: 'boolean' }),
  ...reads(['getFeatureValue'], { key: 0, default: 1 }),
  ...reads(['evalFeature', 'feature'], { key: 0 }),
};

/** One client for many users. */
const userEvaluations: { readonly [name: string]: SdkEntity } = {
  ...reads(['isOn', 'isOff'], { key: 0, context: { at: 1 }, value: 'boolean' }),
  ...reads(['getFeatureValue'], { key: 0, default: 1, context: { at: 2 } }),
  ...reads(['evalFeature', 'feature'], { key: 0, context: { at: 1 } }),
};

const forced: { readonly [name: string]: SdkEntity } = reads(['setForcedFeatures'], {
  key: 0,
  many: 'properties',
  role: 'override',
});

/** Features that code carries with it, in options or as a payload. */
const features: ReadSpec = { key: 'features', many: 'properties', role: 'definition' };
const payload: ReadSpec = { ...features, key: { argument: 0, path: ['payload', 'features'] } };

const definitions: { readonly [name: string]: SdkEntity } = {
  ...reads(['setFeatures'], { ...features, key: 0 }),
  ...reads(['setPayload'], features),
  ...reads(['init'], payload),
};

/** Experiments (`run`, `triggerExperiment`, `setForcedVariations`) have keys of their own, which are no feature keys. */
export const growthbookTypes: { readonly [name: string]: SdkType } = {
  GrowthBook: {
    members: {
      ...evaluations,
      ...forced,
      ...definitions,
      initSync: { kind: 'read', read: payload, returns: 'GrowthBook' },
    },
  },
  GrowthBookClient: {
    members: {
      ...userEvaluations,
      ...definitions,
      initSync: { kind: 'read', read: payload, returns: 'GrowthBookClient' },
      createScopedInstance: { kind: 'returns', type: 'UserScopedGrowthBook' },
    },
  },
  UserScopedGrowthBook: { members: { ...evaluations, ...forced } },
};

export const growthbook: SdkDescriptor = {
  id: 'growthbook',
  title: 'GrowthBook',
  isSync: true,
  packages: ['@growthbook/growthbook'],
  source: 'npm:@growthbook/growthbook@1.8.0 dist/GrowthBook.d.ts, dist/GrowthBookClient.d.ts',
  globals: { growthbook: 'module', _growthbook: { kind: 'value', type: 'GrowthBook' } },
  exports: {
    GrowthBook: { kind: 'class', type: 'GrowthBook', read: features },
    GrowthBookClient: { kind: 'class', type: 'GrowthBookClient', read: features },
    GrowthBookMultiUser: { kind: 'class', type: 'GrowthBookClient', read: features },
    UserScopedGrowthBook: { kind: 'class', type: 'UserScopedGrowthBook' },
  },
  types: growthbookTypes,
};
