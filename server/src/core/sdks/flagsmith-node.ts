import { reads, type SdkDescriptor } from './sdk.ts';

export const flagsmithNode: SdkDescriptor = {
  id: 'flagsmith',
  title: 'Flagsmith Node.js',
  packages: ['flagsmith-nodejs', 'bullet-train-nodejs'],
  source:
    'npm:flagsmith-nodejs@8.1.2 build/esm/sdk/index.d.ts, build/esm/sdk/models.d.ts, npm:bullet-train-nodejs@1.0.1 bullet-train-core.js',
  exports: {
    default: {
      kind: 'class',
      type: 'Flagsmith',
      // Before version 2 the module was one instance.
      members: {
        ...reads(['hasFeature'], { key: 0, async: true, value: 'boolean' }),
        ...reads(['getValue'], { key: 0, async: true }),
      },
    },
    Flagsmith: { kind: 'class', type: 'Flagsmith' },
    Flags: { kind: 'class', type: 'Flags' },
  },
  types: {
    Flagsmith: {
      members: {
        getEnvironmentFlags: { kind: 'returns', type: 'Flags' },
        getIdentityFlags: { kind: 'returns', type: 'Flags' },
      },
    },
    Flags: {
      members: {
        // Whoever has the flags has waited for them.
        ...reads(['isFeatureEnabled'], { key: 0, async: false, value: 'boolean' }),
        ...reads(['getFeatureValue', 'getFlag'], { key: 0, async: false }),
        flags: { kind: 'value', type: 'flags' },
      },
    },
    // Called as reports are to call it.
    flags: { flags: { spelling: 'exact' } },
  },
};
