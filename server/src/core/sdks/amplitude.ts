import { reads, type SdkDescriptor, type SdkType } from './sdk.ts';

/** What evaluating all flags gives: variants by flag key. */
const variants: SdkType = { flags: { spelling: 'exact' } };

export const amplitude: SdkDescriptor = {
  id: 'amplitude',
  title: 'Amplitude Experiment client',
  packages: ['@amplitude/experiment-js-client', '@amplitude/experiment-react-native-client'],
  source: 'npm:@amplitude/experiment-js-client@1.23.1 dist/types/src/types/client.d.ts',
  exports: {
    Experiment: { kind: 'value', type: 'Experiment' },
    ExperimentClient: { kind: 'class', type: 'Client' },
    Client: { kind: 'class', type: 'Client' },
  },
  types: {
    Experiment: {
      members: {
        initialize: { kind: 'returns', type: 'Client' },
        initializeWithAmplitudeAnalytics: { kind: 'returns', type: 'Client' },
      },
    },
    Client: {
      members: {
        ...reads(['variant'], { key: 0, default: 1 }),
        ...reads(['exposure'], { key: 0, role: 'tracking' }),
        // Fetching gives the client back.
        fetch: {
          kind: 'read',
          read: { key: { argument: 1, path: ['flagKeys'] }, many: 'elements' },
          returns: 'Client',
        },
        all: { kind: 'returns', type: 'Variants' },
      },
    },
    Variants: variants,
  },
};

export const amplitudeNode: SdkDescriptor = {
  id: 'amplitude',
  title: 'Amplitude Experiment Node.js',
  packages: ['@amplitude/experiment-node-server'],
  source: 'npm:@amplitude/experiment-node-server@1.13.6 dist/src/local/client.d.ts',
  exports: {
    Experiment: { kind: 'value', type: 'Experiment' },
    LocalEvaluationClient: { kind: 'class', type: 'LocalEvaluationClient' },
    RemoteEvaluationClient: { kind: 'class', type: 'RemoteEvaluationClient' },
  },
  types: {
    Experiment: {
      members: {
        initializeLocal: { kind: 'returns', type: 'LocalEvaluationClient' },
        initializeRemote: { kind: 'returns', type: 'RemoteEvaluationClient' },
      },
    },
    LocalEvaluationClient: {
      members: {
        evaluate: { kind: 'read', read: { key: 1, many: 'elements' }, returns: 'Variants' },
        evaluateV2: { kind: 'read', read: { key: 1, many: 'elements' }, returns: 'Variants' },
      },
    },
    RemoteEvaluationClient: {
      members: { fetch: { kind: 'returns', type: 'Fetched' }, fetchV2: { kind: 'returns', type: 'Fetched' } },
    },
    Variants: variants,
    Fetched: variants,
  },
};
