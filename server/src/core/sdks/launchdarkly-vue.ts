import { clientTypes, variationHooks } from './launchdarkly-client.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

/** Composables of both lines. `$ldFlag` in templates is not read. */
export const launchdarklyVue: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly Vue',
  isSync: true,
  packages: ['launchdarkly-vue-client-sdk', '@launchdarkly/vue-client-sdk'],
  source:
    'npm:launchdarkly-vue-client-sdk@2.5.2 dist/src/hooks.d.ts, github:launchdarkly/js-core@1ff89ecac packages/sdk/vue/src/client/composables/*.ts',
  exports: {
    ...reads(['useLDFlag'], { key: 0, default: 1 }),
    ...variationHooks,
    useLDClient: { kind: 'returns', type: 'LDClient' },
    ldInit: { kind: 'returns', type: 'Started' },
    LD_CLIENT: { kind: 'token', type: 'LDClient' },
  },
  types: {
    ...clientTypes,
    // `const [ready, client] = ldInit()`
    Started: { members: { 1: { kind: 'value', type: 'LDClient' } } },
  },
};
