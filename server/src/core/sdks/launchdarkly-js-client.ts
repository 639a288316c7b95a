import { clientTypes } from './launchdarkly-client.ts';
import type { SdkDescriptor } from './sdk.ts';

export const launchdarklyJsClient: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly client (browser, Electron, Node.js)',
  isSync: true,
  packages: [
    '@launchdarkly/js-client-sdk',
    '@launchdarkly/js-client-sdk-common',
    '@launchdarkly/electron-client-sdk',
    '@launchdarkly/node-client-sdk',
  ],
  source:
    'npm:@launchdarkly/js-client-sdk@4.10.3 dist/index.d.ts, npm:@launchdarkly/js-client-sdk-common@1.32.1 dist/esm/api/LDClient.d.ts',
  exports: {
    // Before version 1.
    initialize: { kind: 'returns', type: 'LDClient' },
    createClient: { kind: 'returns', type: 'LDClient' },
    LDClient: { kind: 'class', type: 'LDClient' },
  },
  types: clientTypes,
};
