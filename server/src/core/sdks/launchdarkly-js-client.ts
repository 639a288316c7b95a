import { clientTypes } from './launchdarkly-client.ts';
import type { SdkDescriptor } from './sdk.ts';

export const launchdarklyJsClient: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly client (browser, Electron, Node.js)',
  packages: [
    '@launchdarkly/js-client-sdk',
    '@launchdarkly/electron-client-sdk',
    '@launchdarkly/node-client-sdk',
    '@launchdarkly/browser',
    'launchdarkly-js-client-sdk',
    'launchdarkly-electron-client-sdk',
    'launchdarkly-node-client-sdk',
    'launchdarkly-js-sdk-common',
    'ldclient-js',
  ],
  source:
    'npm:@launchdarkly/js-client-sdk-common@1.32.1 dist/esm/api/LDClient.d.ts, npm:launchdarkly-js-sdk-common@5.8.3 typings.d.ts',
  exports: {
    createClient: { kind: 'returns', type: 'LDClient' },
    initialize: { kind: 'returns', type: 'LDClient' },
    LDClient: { kind: 'class', type: 'LDClient' },
  },
  types: clientTypes,
};
