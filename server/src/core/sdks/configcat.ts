import { reads, type ReadSpec, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

/** key, default, user; a client may have one of its own. */
const places: ReadSpec = { key: 0, default: 1, context: { at: 2, canBeSet: true } };

const client: SdkType = {
  members: {
    ...reads(['getValueAsync', 'getValueDetailsAsync'], { ...places, async: true }),
    // Before version 8, with a callback.
    ...reads(['getValue'], { key: 0, default: 1 }),
    snapshot: { kind: 'returns', type: 'IConfigCatClientSnapshot' },
  },
};

export const configcatTypes: { readonly [name: string]: SdkType } = {
  IConfigCatClient: client,
  ConfigCatClient: client,
  IConfigCatClientSnapshot: { members: reads(['getValue', 'getValueDetails'], { ...places, async: false }) },
};

/** Flags that the code itself defines, in place of or beside those of the service. */
export const configcatOverrides: { readonly [name: string]: SdkEntity } = reads(['createFlagOverridesFromMap'], {
  key: 0,
  many: 'properties',
  role: 'definition',
});

export const configcat: SdkDescriptor = {
  id: 'configcat',
  title: 'ConfigCat',
  packages: [
    '@configcat/sdk',
    '@configcat/sdk/browser',
    '@configcat/sdk/bun',
    '@configcat/sdk/chromium-extension',
    '@configcat/sdk/cloudflare-worker',
    '@configcat/sdk/deno',
    '@configcat/sdk/node',
    'configcat-common',
    'configcat-js',
    'configcat-js-ssr',
    'configcat-node',
    // Its markup component stands in templates; the client is `inject`ed under its type.
    'configcat-vue',
  ],
  source:
    'npm:configcat-common@9.4.1 lib/ConfigCatClient.d.ts, lib/FlagOverrides.d.ts, npm:@configcat/sdk@1.1.0 lib/esm, npm:configcat-vue@2.6.4 dist/index.d.ts',
  globals: { configcat: 'module' },
  exports: {
    ...configcatOverrides,
    FeatureWrapper: { kind: 'component', read: { key: 'featureKey', value: 'boolean' } },
    getClient: { kind: 'returns', type: 'IConfigCatClient' },
    // Before version 8.
    createClient: { kind: 'returns', type: 'IConfigCatClient' },
    createClientWithAutoPoll: { kind: 'returns', type: 'IConfigCatClient' },
    createClientWithLazyLoad: { kind: 'returns', type: 'IConfigCatClient' },
    createClientWithManualPoll: { kind: 'returns', type: 'IConfigCatClient' },
  },
  types: configcatTypes,
};
