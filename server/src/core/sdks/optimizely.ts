/** Optimizely Feature Experimentation. Experiment keys of the legacy methods are rules of flags and read like flags. */
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

function decideForKeys(async: boolean): SdkEntity {
  return { kind: 'read', read: { key: 0, many: 'elements', async }, returns: 'Decisions' };
}

const decideAll: SdkEntity = { kind: 'returns', type: 'AllDecisions' };

const decisions: { readonly [name: string]: SdkEntity } = {
  ...reads(['decide'], { key: 0 }),
  ...reads(['decideAsync'], { key: 0, async: true }),
  decideForKeys: decideForKeys(false),
  decideForKeysAsync: decideForKeys(true),
  decideAll,
  decideAllAsync: decideAll,
  ...reads(['setForcedDecision', 'removeForcedDecision', 'getForcedDecision'], { key: 'flagKey', role: 'override' }),
};

const legacyReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['isFeatureEnabled'], { key: 0, value: 'boolean' }),
  ...reads(['activate', 'getVariation'], { key: 0, value: 'string' }),
  ...reads(['setForcedVariation', 'getForcedVariation'], { key: 0, role: 'override' }),
  // The second argument names a variable of the flag.
  ...reads(['getFeatureVariable'], { key: 0 }),
  ...reads(['getFeatureVariableBoolean'], { key: 0, value: 'boolean' }),
  ...reads(['getFeatureVariableDouble', 'getFeatureVariableInteger'], { key: 0, value: 'number' }),
  ...reads(['getFeatureVariableString'], { key: 0, value: 'string' }),
  ...reads(['getFeatureVariableJSON', 'getAllFeatureVariables'], { key: 0, value: 'object' }),
};

const types: { readonly [name: string]: SdkType } = {
  Client: { members: { ...legacyReads, createUserContext: { kind: 'returns', type: 'OptimizelyUserContext' } } },
  OptimizelyUserContext: { members: { ...decisions, getOptimizely: { kind: 'returns', type: 'Client' } } },
  Decisions: { flags: { spelling: 'exact' } },
  AllDecisions: { flags: { spelling: 'exact' } },
};

export const optimizely: SdkDescriptor = {
  id: 'optimizely',
  title: 'Optimizely JavaScript',
  isSync: true,
  packages: [
    '@optimizely/optimizely-sdk',
    '@optimizely/optimizely-sdk/browser',
    '@optimizely/optimizely-sdk/lite',
    '@optimizely/optimizely-sdk/node',
    '@optimizely/optimizely-sdk/react_native',
    '@optimizely/optimizely-sdk/universal',
    '@optimizely/optimizely-sdk/dist/optimizely.lite.es',
    'optimizely-client-sdk',
    'optimizely-server-sdk',
  ],
  source:
    'npm:@optimizely/optimizely-sdk@6.6.1 dist/optimizely_user_context/index.d.ts, dist/shared_types.d.ts, npm:@optimizely/optimizely-sdk@5.4.1 dist/index.lite.d.ts, npm:optimizely-client-sdk@1.6.0 index.js',
  globals: { optimizelySdk: 'module' },
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
  isSync: true,
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
    OptimizelyContext: { kind: 'token', type: 'OptimizelyContextInterface' },
    OptimizelyContextConsumer: {
      kind: 'returns',
      type: 'OptimizelyContextInterface',
      children: 'OptimizelyContextInterface',
    },
    withOptimizely: { kind: 'value', type: 'WithOptimizely' },
  },
  types: {
    ...types,
    // The React client knows its user: it decides by itself.
    ReactSDKClient: {
      members: {
        ...legacyReads,
        ...reads(['getFeatureVariables'], { key: 0, value: 'object' }),
        ...decisions,
        client: { kind: 'value', type: 'Client' },
        getUserContext: { kind: 'returns', type: 'OptimizelyUserContext' },
      },
    },
    OptimizelyContextInterface: { members: { optimizely: { kind: 'value', type: 'ReactSDKClient' } } },
    WithOptimizelyProps: { members: { optimizely: { kind: 'value', type: 'ReactSDKClient' } } },
    WithOptimizely: { injects: { optimizely: 'ReactSDKClient' } },
  },
};
