import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const instance: SdkType = {
  members: {
    ...reads(['isEnabled'], { key: 0, value: 'boolean' }),
    ...reads(['getVariation'], { key: 0, value: 'string' }),
    // The second argument names a variable of the feature.
    ...reads(['getVariable'], { key: 0 }),
    ...reads(['getVariableBoolean'], { key: 0, value: 'boolean' }),
    ...reads(['getVariableString'], { key: 0, value: 'string' }),
    ...reads(['getVariableInteger', 'getVariableDouble'], { key: 0, value: 'number' }),
    ...reads(['getVariableArray', 'getVariableObject', 'getVariableJSON'], { key: 0, value: 'object' }),
    ...reads(['getAllEvaluations'], { key: 1, many: 'elements' }),
    spawn: { kind: 'returns', type: 'FeaturevisorInstance' },
  },
};

export const featurevisor: SdkDescriptor = {
  id: 'featurevisor',
  title: 'Featurevisor JavaScript',
  packages: ['@featurevisor/sdk'],
  source: 'npm:@featurevisor/sdk@2.0.0 dist/instance.d.ts',
  exports: {
    createInstance: { kind: 'returns', type: 'FeaturevisorInstance' },
    FeaturevisorInstance: { kind: 'class', type: 'FeaturevisorInstance' },
    FeaturevisorChildInstance: { kind: 'class', type: 'FeaturevisorInstance' },
  },
  types: { FeaturevisorInstance: instance },
};

/** React's hooks and Vue's composables have the same names. */
const hooks: { readonly [name: string]: SdkEntity } = {
  ...reads(['useFlag'], { key: 0, value: 'boolean' }),
  ...reads(['useVariation'], { key: 0, value: 'string' }),
  ...reads(['useVariable'], { key: 0 }),
  useSdk: { kind: 'returns', type: 'FeaturevisorInstance' },
};

export const featurevisorReact: SdkDescriptor = {
  id: 'featurevisor',
  title: 'Featurevisor React',
  packages: ['@featurevisor/react'],
  source: 'npm:@featurevisor/react@2.0.0 lib/*.d.ts',
  exports: hooks,
  types: { FeaturevisorInstance: instance },
};

export const featurevisorVue: SdkDescriptor = {
  id: 'featurevisor',
  title: 'Featurevisor Vue',
  packages: ['@featurevisor/vue'],
  source: 'npm:@featurevisor/vue@1.11.1 lib/*.d.ts',
  exports: { ...hooks, ...reads(['activateFeature'], { key: 0, value: 'string' }) },
  types: { FeaturevisorInstance: instance },
};
