import { launchdarklyNode } from './launchdarkly-node.ts';
import type { SdkDescriptor } from './sdk.ts';

/** Before version 8 `TestData` was a function: `const data = TestData()`. */
export const launchdarklyNodeTesting: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly server test data (before version 8)',
  packages: ['launchdarkly-node-server-sdk/integrations', 'launchdarkly-node-server-sdk/interfaces'],
  source: 'npm:launchdarkly-node-server-sdk@7.0.4 index.d.ts, integrations.js',
  exports: { TestData: { kind: 'returns', type: 'TestData' } },
  types: launchdarklyNode.types,
};
