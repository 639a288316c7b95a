import { reads, type ReadSpec, type SdkDescriptor, type SdkType } from './sdk.ts';

const request: ReadSpec = { key: 'flagKey', context: { at: 'entityId' }, async: true };

export const fliptRest: SdkDescriptor = {
  id: 'flipt',
  title: 'Flipt REST client',
  packages: ['@flipt-io/flipt'],
  source: 'npm:@flipt-io/flipt@1.5.0 dist/evaluation/*.d.ts',
  exports: {
    FliptClient: { kind: 'class', type: 'FliptClient' },
    FliptApiClient: { kind: 'class', type: 'FliptClient' },
    Evaluation: { kind: 'class', type: 'Evaluation' },
    // Evaluates, and says so to a monitoring tool.
    FliptMetrics: { kind: 'class', type: 'Evaluation' },
  },
  types: {
    FliptClient: { members: { evaluation: { kind: 'value', type: 'Evaluation' } } },
    Evaluation: {
      members: {
        ...reads(['boolean'], { ...request, value: 'boolean' }),
        ...reads(['variant'], request),
        ...reads(['batch'], { key: 'requests', many: { elementsOf: 'flagKey' }, async: true }),
      },
    },
  },
};

/** The first versions took the key itself. */
const clientType: SdkType = {
  members: {
    ...reads(['evaluateBoolean'], { key: 'flagKey', alternative: 0, value: 'boolean' }),
    ...reads(['evaluateVariant'], { key: 'flagKey', alternative: 0 }),
    ...reads(['evaluateBatch'], { key: 0, many: { elementsOf: 'flagKey' } }),
  },
};

export const fliptClient: SdkDescriptor = {
  id: 'flipt',
  title: 'Flipt client-side evaluation',
  isSync: true,
  packages: [
    '@flipt-io/flipt-client-js',
    '@flipt-io/flipt-client-js/node',
    '@flipt-io/flipt-client-js/browser',
    '@flipt-io/flipt-client-js/slim',
    '@flipt-io/flipt-client',
    '@flipt-io/flipt-client-browser',
  ],
  source: 'npm:@flipt-io/flipt-client-js@0.5.1 dist/types',
  exports: {
    BaseFliptClient: { kind: 'class', type: 'FliptClient' },
    FliptClient: { kind: 'class', type: 'FliptClient', members: { init: { kind: 'returns', type: 'FliptClient' } } },
    FliptEvaluationClient: {
      kind: 'class',
      type: 'FliptClient',
      members: { init: { kind: 'returns', type: 'FliptClient' } },
    },
  },
  types: { FliptClient: clientType },
};

export const fliptReact: SdkDescriptor = {
  id: 'flipt',
  title: 'Flipt React',
  isSync: true,
  packages: ['@flipt-io/flipt-client-react'],
  source: 'npm:@flipt-io/flipt-client-react@1.2.1 dist/types/index.d.ts',
  exports: {
    ...reads(['useFliptBoolean'], { key: 0, default: 1, value: 'boolean' }),
    ...reads(['useFliptVariant'], { key: 0, default: 1 }),
    useFliptContext: { kind: 'returns', type: 'Context' },
    useFliptSelector: { kind: 'calls-back', with: 'FliptClient' },
  },
  types: { FliptClient: clientType, Context: { members: { client: { kind: 'value', type: 'FliptClient' } } } },
};
