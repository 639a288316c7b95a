import { reads, type SdkDescriptor } from './sdk.ts';

/** An AI Config is a flag: its key is a flag key. The trackers that come with it know the key by themselves. */
export const launchdarklyAi: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly AI (server)',
  packages: ['@launchdarkly/server-sdk-ai'],
  source: 'npm:@launchdarkly/server-sdk-ai@0.16.8 dist/index.d.ts',
  exports: { initAi: { kind: 'returns', type: 'LDAIClient' } },
  types: {
    LDAIClient: {
      members: {
        ...reads(['completionConfig', 'agentConfig', 'judgeConfig', 'createChat', 'createJudge'], {
          key: 0,
          default: 2,
          value: 'object',
        }),
        ...reads(['agentConfigs'], {
          key: 0,
          many: { elementsOf: 'key', default: 'defaultValue' },
          value: 'object',
        }),
        // Deprecated.
        ...reads(['config', 'agent', 'initChat'], { key: 0, default: 2, value: 'object' }),
        // The first versions.
        ...reads(['modelConfig'], { key: 0, default: 2, value: 'object' }),
        ...reads(['agents'], { key: 0, many: { elementsOf: 'key', default: 'defaultValue' }, value: 'object' }),
      },
    },
  },
};
