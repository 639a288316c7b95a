import { reads, type SdkDescriptor } from './sdk.ts';

export const flagsGg: SdkDescriptor = {
  id: 'flags-gg',
  title: 'Flags.gg React',
  isSync: true,
  packages: ['@flags-gg/react-library'],
  source: 'npm:@flags-gg/react-library@1.14.7 dist/index.d.ts',
  exports: { useFlags: { kind: 'returns', type: 'Flags' } },
  types: {
    Flags: {
      members: {
        // What comes back says whether it is enabled.
        ...reads(['is'], { key: 0 }),
        ...reads(['initialize'], { key: 0, default: 1, role: 'definition' }),
      },
    },
  },
};
