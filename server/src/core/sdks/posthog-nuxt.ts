import { posthogReact } from './posthog-react.ts';
import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

const composables: { readonly [name: string]: SdkEntity } = {
  ...reads(['useFeatureFlagEnabled'], { key: 0, value: 'boolean' }),
  ...reads(['useFeatureFlagVariantKey', 'useFeatureFlagPayload'], { key: 0 }),
  usePostHog: { kind: 'returns', type: 'PostHog' },
};

/** Composables, which Nuxt puts in reach of every file. */
export const posthogNuxt: SdkDescriptor = {
  id: 'posthog',
  title: 'PostHog Nuxt',
  isSync: true,
  packages: ['@posthog/nuxt'],
  source: 'npm:@posthog/nuxt@1.7.91 dist/runtime/composables/*.d.ts',
  globals: composables,
  exports: composables,
  types: posthogReact.types,
};
