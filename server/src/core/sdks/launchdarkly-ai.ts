import { reads, type ReadSpec, type SdkDescriptor } from './sdk.ts';

/** key, context, default. */
const ofOne: ReadSpec = { key: 0, default: 2, context: { at: 1 }, async: true, value: 'object' };
const ofMany: ReadSpec = {
  key: 0,
  many: { elementsOf: 'key', default: 'defaultValue' },
  context: { at: 1 },
  async: true,
  value: 'object',
};

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
        ...reads(['completionConfig', 'agentConfig', 'judgeConfig', 'createChat', 'createJudge'], ofOne),
        ...reads(['agentConfigs'], ofMany),
        // Deprecated.
        ...reads(['config', 'agent', 'initChat'], ofOne),
        // The first versions.
        ...reads(['modelConfig'], ofOne),
        ...reads(['agents'], ofMany),
      },
    },
  },
};
