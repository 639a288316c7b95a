import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

/** What evaluating all flags gives: variants by flag key. */
const variants: SdkType = { flags: { spelling: 'exact' } };

/** A client may be given variants to start with. */
const initialize: SdkEntity = {
  kind: 'read',
  read: { key: { argument: 1, path: ['initialVariants'] }, many: 'properties', role: 'definition' },
  returns: 'Client',
};

export const amplitude: SdkDescriptor = {
  id: 'amplitude',
  title: 'Amplitude Experiment client',
  isSync: true,
  packages: ['@amplitude/experiment-js-client', '@amplitude/experiment-react-native-client', '@amplitude/unified'],
  source:
    'npm:@amplitude/experiment-js-client@1.23.1 dist/types/src/*.d.ts, npm:@amplitude/experiment-react-native-client@1.8.0 lib/typescript/*.d.ts, npm:@amplitude/unified@1.1.35 lib/esm/index.d.ts',
  exports: {
    Experiment: { kind: 'value', type: 'Experiment' },
    initialize,
    initializeWithAmplitudeAnalytics: initialize,
    experiment: { kind: 'returns', type: 'Client' },
    ExperimentClient: { kind: 'class', type: 'Client' },
    StubExperimentClient: { kind: 'class', type: 'Client' },
    Client: { kind: 'class', type: 'Client' },
  },
  types: {
    Experiment: {
      members: { initialize, initializeWithAmplitudeAnalytics: initialize },
    },
    Client: {
      members: {
        ...reads(['variant'], { key: 0, default: 1 }),
        ...reads(['exposure'], { key: 0, role: 'tracking' }),
        // Fetching gives the client back.
        fetch: {
          kind: 'read',
          read: { key: { argument: 1, path: ['flagKeys'] }, many: 'elements', async: true },
          returns: 'Client',
        },
        all: { kind: 'returns', type: 'Variants' },
        cacheReady: { kind: 'returns', type: 'Client' },
        setUserProvider: { kind: 'returns', type: 'Client' },
      },
    },
    Variants: variants,
  },
};

/** The user comes first. */
function evaluate(async: boolean): SdkEntity {
  return { kind: 'read', read: { key: 1, many: 'elements', context: { at: 0 }, async }, returns: 'Variants' };
}

/** Its options may name the flags to fetch. */
const remoteFetch: SdkEntity = {
  kind: 'read',
  read: { key: { argument: 1, path: ['flagKeys'] }, many: 'elements', context: { at: 0 }, async: true },
  returns: 'Fetched',
};

export const amplitudeNode: SdkDescriptor = {
  id: 'amplitude',
  title: 'Amplitude Experiment Node.js',
  packages: ['@amplitude/experiment-node-server'],
  source: 'npm:@amplitude/experiment-node-server@1.13.6 dist/src/**/*.d.ts',
  exports: {
    Experiment: { kind: 'value', type: 'Experiment' },
    LocalEvaluationClient: { kind: 'class', type: 'LocalEvaluationClient' },
    RemoteEvaluationClient: { kind: 'class', type: 'RemoteEvaluationClient' },
    ExperimentClient: { kind: 'class', type: 'RemoteEvaluationClient' },
  },
  types: {
    Experiment: {
      members: {
        initializeLocal: { kind: 'returns', type: 'LocalEvaluationClient' },
        initialize: { kind: 'returns', type: 'RemoteEvaluationClient' },
        initializeRemote: { kind: 'returns', type: 'RemoteEvaluationClient' },
      },
    },
    LocalEvaluationClient: {
      members: {
        evaluate: evaluate(true),
        evaluateV2: evaluate(false),
      },
    },
    RemoteEvaluationClient: {
      members: { fetch: remoteFetch, fetchV2: remoteFetch },
    },
    Variants: variants,
    Fetched: variants,
  },
};
