import type { SdkDescriptor, SdkEntity } from './sdk.ts';

/** `const sale = flag({ key })` defines; calling `sale` reads. An adapter says where the value comes from, not what it is called. */
const define: SdkEntity = {
  kind: 'read',
  read: { key: 'key', default: 'defaultValue', role: 'definition' },
  returns: 'Flag',
};

/** These take a list of such flags. */
const evaluate: SdkEntity = { kind: 'read', read: { key: 0, many: 'elements', async: true } };

export const vercelFlags: SdkDescriptor = {
  id: 'vercel-flags',
  title: 'Vercel Flags SDK',
  packages: ['flags/next', 'flags/sveltekit', '@vercel/flags/next', '@vercel/flags/sveltekit'],
  source:
    'npm:flags@4.3.1 dist/next.d.ts, dist/sveltekit.d.ts, dist/types-*.d.ts, npm:@vercel/flags@3.1.1 dist/sveltekit.d.ts',
  exports: {
    flag: define,
    unstable_flag: define,
    evaluate,
    precompute: evaluate,
    getPrecomputed: evaluate,
  },
  types: { Flag: { callReads: { async: true }, ownReads: { run: [] }, keyMember: 'key' } },
};
