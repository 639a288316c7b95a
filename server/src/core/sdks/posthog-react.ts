import { posthogTypes } from './posthog-js.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

export const posthogReact: SdkDescriptor = {
  id: 'posthog',
  title: 'PostHog React',
  isSync: true,
  packages: ['@posthog/react', '@posthog/react/slim', 'posthog-js/react', 'posthog-js/react/slim'],
  source: 'npm:@posthog/react@1.11.1 dist/types/index.d.ts',
  exports: {
    ...reads(['useFeatureFlagEnabled'], { key: 0, default: 1, value: 'boolean' }),
    ...reads(['useFeatureFlagVariantKey', 'useFeatureFlagPayload', 'useFeatureFlagResult'], { key: 0 }),
    ...reads(['captureFeatureInteraction', 'captureFeatureView'], { key: 'flag', role: 'tracking' }),
    useActiveFeatureFlags: { kind: 'returns', type: 'FlagKeys' },
    usePostHog: { kind: 'returns', type: 'PostHog' },
    PostHogContext: { kind: 'token', type: 'PostHogContextValue' },
    PostHogFeature: { kind: 'component', read: { key: 'flag' } },
    PostHogProvider: {
      kind: 'component',
      read: {
        key: { argument: 0, path: ['options', 'bootstrap', 'featureFlags'] },
        many: 'properties',
        role: 'definition',
      },
    },
  },
  types: {
    ...posthogTypes,
    PostHogContextValue: { members: { client: { kind: 'value', type: 'PostHog' } } },
  },
};
