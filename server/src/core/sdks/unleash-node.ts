import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

/** name, context, fallback. */
const nodeReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['isEnabled'], { key: 0, default: 2, context: { at: 1 }, value: 'boolean' }),
  ...reads(['getVariant', 'forceGetVariant'], { key: 0, default: 2, context: { at: 1 } }),
  ...reads(['getFeatureToggleDefinition'], { key: 0 }),
  ...reads(['count', 'countVariant'], { key: 0, role: 'tracking' }),
};

export const unleashNode: SdkDescriptor = {
  id: 'unleash',
  title: 'Unleash Node.js',
  isSync: true,
  packages: ['unleash-client'],
  source: 'npm:unleash-client@6.12.1 lib/unleash.d.ts, lib/index.d.ts',
  exports: {
    ...nodeReads,
    initialize: { kind: 'returns', type: 'Unleash' },
    startUnleash: { kind: 'returns', type: 'Unleash' },
    Unleash: {
      kind: 'class',
      type: 'Unleash',
      members: { getInstance: { kind: 'returns', type: 'Unleash' } },
      // Toggles for the time before the first answer.
      read: { key: { argument: 0, path: ['bootstrap', 'data'] }, many: { elementsOf: 'name' }, role: 'definition' },
    },
  },
  types: { Unleash: { members: nodeReads } },
};
