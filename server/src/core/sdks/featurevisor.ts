import { type Place, reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

/** Where the options of a call say what to do without a variation or variable. */
const variationDefault: Place = { argument: 2, path: ['defaultVariationValue'] };
const variableDefault: Place = { argument: 3, path: ['defaultVariableValue'] };

const instance: SdkType = {
  members: {
    ...reads(['isEnabled', 'evaluateFlag'], { key: 0, value: 'boolean' }),
    ...reads(['getVariation', 'evaluateVariation'], { key: 0, default: variationDefault, value: 'string' }),
    // Before version 2, a read that is counted.
    ...reads(['activate'], { key: 0, value: 'string' }),
    // The second argument names a variable of the feature.
    ...reads(['getVariable', 'evaluateVariable'], { key: 0, default: variableDefault }),
    ...reads(['getVariableBoolean'], { key: 0, default: variableDefault, value: 'boolean' }),
    ...reads(['getVariableString'], { key: 0, default: variableDefault, value: 'string' }),
    ...reads(['getVariableInteger', 'getVariableDouble'], { key: 0, default: variableDefault, value: 'number' }),
    ...reads(['getVariableArray', 'getVariableObject', 'getVariableJSON'], {
      key: 0,
      default: variableDefault,
      value: 'object',
    }),
    getAllEvaluations: { kind: 'read', read: { key: 1, many: 'elements' }, returns: 'Evaluations' },
    ...reads(['setSticky', 'setStickyFeatures'], { key: 0, many: 'properties', role: 'override' }),
    onReady: { kind: 'returns', type: 'FeaturevisorInstance' },
    spawn: { kind: 'returns', type: 'FeaturevisorInstance' },
  },
};

const types: { readonly [name: string]: SdkType } = {
  FeaturevisorInstance: instance,
  Evaluations: { flags: { spelling: 'exact' } },
};

export const featurevisor: SdkDescriptor = {
  id: 'featurevisor',
  title: 'Featurevisor JavaScript',
  isSync: true,
  packages: ['@featurevisor/sdk'],
  source:
    'npm:@featurevisor/sdk@2.0.0 dist/instance.d.ts, dist/child.d.ts, npm:@featurevisor/sdk@1.27.2 lib/instance.d.ts',
  exports: {
    // It may be given values that no rule can change.
    createInstance: {
      kind: 'read',
      read: { key: 'sticky', alternative: 'stickyFeatures', many: 'properties', role: 'override' },
      returns: 'FeaturevisorInstance',
    },
    FeaturevisorInstance: { kind: 'class', type: 'FeaturevisorInstance' },
    FeaturevisorChildInstance: { kind: 'class', type: 'FeaturevisorInstance' },
  },
  types,
};

/** React's hooks and Vue's composables have the same names. */
const hooks: { readonly [name: string]: SdkEntity } = {
  ...reads(['useFlag'], { key: 0, value: 'boolean' }),
  ...reads(['useVariation'], { key: 0, value: 'string' }),
  ...reads(['useVariable'], { key: 0 }),
  useSdk: { kind: 'returns', type: 'FeaturevisorInstance' },
};

/** Before version 2 in React, and in Vue. */
const activateFeature = reads(['activateFeature'], { key: 0, value: 'string' });

export const featurevisorReact: SdkDescriptor = {
  id: 'featurevisor',
  title: 'Featurevisor React',
  isSync: true,
  packages: ['@featurevisor/react'],
  source: 'npm:@featurevisor/react@2.0.0 lib/*.d.ts, npm:@featurevisor/react@1.27.2 lib/*.d.ts',
  exports: { ...hooks, ...activateFeature, FeaturevisorContext: { kind: 'token', type: 'FeaturevisorInstance' } },
  types,
};

export const featurevisorVue: SdkDescriptor = {
  id: 'featurevisor',
  title: 'Featurevisor Vue',
  isSync: true,
  packages: ['@featurevisor/vue'],
  source: 'npm:@featurevisor/vue@1.11.1 lib/*.d.ts',
  exports: { ...hooks, ...activateFeature },
  types,
};
