/** Optimizely Feature Experimentation. Experiment keys of the legacy methods are rules of flags and read like flags. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const decisions: { readonly [name: string]: SdkEntity } = {
  ...reads(['decide', 'decideAsync'], { key: 0 }),
  ...reads(['decideForKeys', 'decideForKeysAsync'], { key: 0, many: 'elements' }),
  ...reads(['setForcedDecision', 'removeForcedDecision', 'getForcedDecision'], { key: 'flagKey', role: 'override' }),
};

const legacyReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['isFeatureEnabled'], { key: 0, value: 'boolean' }),
  ...reads(['activate', 'getVariation'], { key: 0, value: 'string' }),
  ...reads(['setForcedVariation'], { key: 0, role: 'override' }),
  // The second argument names a variable of the flag.
  ...reads(['getFeatureVariable'], { key: 0 }),
  ...reads(['getFeatureVariableBoolean'], { key: 0, value: 'boolean' }),
  ...reads(['getFeatureVariableDouble', 'getFeatureVariableInteger'], { key: 0, value: 'number' }),
  ...reads(['getFeatureVariableString'], { key: 0, value: 'string' }),
  ...reads(['getFeatureVariableJSON'], { key: 0, value: 'object' }),
};

const types: { readonly [name: string]: SdkType } = {
  Client: { members: { ...legacyReads, createUserContext: { kind: 'returns', type: 'OptimizelyUserContext' } } },
  OptimizelyUserContext: { members: decisions },
};

export const optimizely: SdkDescriptor = {
  id: 'optimizely',
  title: 'Optimizely JavaScript',
  packages: ['@optimizely/optimizely-sdk'],
  source: 'npm:@optimizely/optimizely-sdk@6.6.1 dist/optimizely_user_context/index.d.ts, dist/shared_types.d.ts',
  exports: {
    createInstance: { kind: 'returns', type: 'Client' },
    Client: { kind: 'class', type: 'Client' },
    OptimizelyUserContext: { kind: 'class', type: 'OptimizelyUserContext' },
  },
  types,
};

export const optimizelyReact: SdkDescriptor = {
  id: 'optimizely',
  title: 'Optimizely React',
  packages: ['@optimizely/react-sdk'],
  source: 'npm:@optimizely/react-sdk@3.4.0 dist/*.d.ts',
  exports: {
    ...reads(['useDecision'], { key: 0 }),
    ...reads(['useFeature'], { key: 0, value: 'boolean' }),
    ...reads(['useExperiment'], { key: 0, value: 'string' }),
    OptimizelyFeature: { kind: 'component', read: { key: 'feature', value: 'boolean' } },
    OptimizelyExperiment: { kind: 'component', read: { key: 'experiment', value: 'string' } },
    createInstance: { kind: 'returns', type: 'ReactSDKClient' },
    ReactSDKClient: { kind: 'class', type: 'ReactSDKClient' },
    OptimizelyContext: { kind: 'token', type: 'Context' },
    withOptimizely: { kind: 'value', type: 'WithOptimizely' },
  },
  types: {
    ...types,
    // The React client knows its user: it decides by itself.
    ReactSDKClient: {
      members: { ...legacyReads, ...decisions, createUserContext: { kind: 'returns', type: 'OptimizelyUserContext' } },
    },
    Context: { members: { optimizely: { kind: 'value', type: 'ReactSDKClient' } } },
    WithOptimizely: { injects: { optimizely: 'ReactSDKClient' } },
  },
};
