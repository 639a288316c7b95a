import { reads, type SdkDescriptor } from './sdk.ts';

/** What scripts do. `<LDFlag flag="...">` stands in markup, which Sluice does not read. */
export const launchdarklySvelte: SdkDescriptor = {
  id: 'launchdarkly',
  title: 'LaunchDarkly Svelte',
  packages: ['@launchdarkly/svelte-client-sdk'],
  source: 'github:launchdarkly/js-core@1ff89ecac packages/sdk/svelte/src/lib/client/SvelteLDClient.ts',
  exports: { LD: { kind: 'value', type: 'LD' } },
  types: {
    LD: {
      members: {
        ...reads(['useFlag'], { key: 0, default: 1 }),
        ...reads(['watch'], { key: 0 }),
        // Until version 0.2.
        ...reads(['isOn'], { key: 0, value: 'boolean' }),
      },
    },
  },
};
