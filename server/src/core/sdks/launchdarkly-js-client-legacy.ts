import { clientTypes } from './launchdarkly-client.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

/** The SDKs before `@launchdarkly/js-client-sdk`. In Electron's main process an adapter speaks like a server's client. */
export const launchdarklyJsClientLegacy: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly client (browser, Electron, Node.js; before version 4)',
  isSync: true,
  packages: [
    'launchdarkly-js-client-sdk',
    'launchdarkly-electron-client-sdk',
    'launchdarkly-node-client-sdk',
    'launchdarkly-js-sdk-common',
    'ldclient-js',
    'ldclient-js-common',
  ],
  source:
    'npm:launchdarkly-js-client-sdk@3.9.5 typings.d.ts, npm:launchdarkly-js-sdk-common@5.8.3 typings.d.ts, npm:launchdarkly-electron-client-sdk@1.7.0 typings.d.ts',
  globals: { LDClient: 'module' },
  exports: {
    initialize: { kind: 'returns', type: 'LDClient' },
    LDClient: { kind: 'class', type: 'LDClient' },
    LDClientBase: { kind: 'class', type: 'LDClient' },
    initializeInMain: { kind: 'returns', type: 'LDElectronMainClient' },
    initializeInRenderer: { kind: 'returns', type: 'LDClient' },
    LDElectronRendererClient: { kind: 'class', type: 'LDClient' },
    createNodeSdkAdapter: { kind: 'returns', type: 'LDElectronNodeAdapterClient' },
  },
  types: {
    LDClient: {
      // Who identifies somebody gets the flags for them.
      members: { ...clientTypes['LDClient']?.members, identify: { kind: 'returns', type: 'FlagValues' } },
    },
    LDElectronMainClient: {
      members: { ...clientTypes['LDClient']?.members, identify: { kind: 'returns', type: 'FlagValues' } },
    },
    LDElectronNodeAdapterClient: {
      members: {
        ...reads(['variation', 'variationDetail'], { key: 0, default: 2, async: true }),
        allFlags: { kind: 'returns', type: 'FlagValues' },
      },
    },
    FlagValues: { flags: { spelling: 'exact' } },
  },
};
