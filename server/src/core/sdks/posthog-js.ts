import { posthogBootstrap, posthogFlagTypes, posthogOverride, posthogReads } from './posthog.ts';
import { reads, type SdkDescriptor, type SdkEntity, type SdkType } from './sdk.ts';

const members: { readonly [name: string]: SdkEntity } = {
  ...posthogReads,
  ...reads(['updateFlags'], { key: 0, many: 'properties', role: 'override' }),
  onFeatureFlags: { kind: 'calls-back', with: 'FlagKeys' },
  // Enrolls the person; whether the flag is on is not asked.
  ...reads(['updateEarlyAccessFeatureEnrollment'], { key: 0, role: 'tracking' }),
};

export const posthogTypes: { readonly [name: string]: SdkType } = {
  ...posthogFlagTypes,
  PostHog: {
    members: {
      ...members,
      init: { kind: 'read', read: posthogBootstrap, returns: 'PostHog' },
      featureFlags: { kind: 'value', type: 'PostHogFeatureFlags' },
    },
  },
  PostHogFeatureFlags: {
    members: {
      ...members,
      ...reads(['getFeatureFlagDetails'], { key: 0 }),
      ...reads(['override', 'overrideFeatureFlags'], posthogOverride),
      getFlags: { kind: 'returns', type: 'FlagKeys' },
      getFlagVariants: { kind: 'returns', type: 'FlagValues' },
      getFlagPayloads: { kind: 'returns', type: 'FlagValues' },
      getFlagsWithDetails: { kind: 'returns', type: 'FlagValues' },
    },
  },
};

export const posthogJs: SdkDescriptor = {
  id: 'posthog',
  title: 'PostHog browser',
  isSync: true,
  packages: [
    'posthog-js',
    'posthog-js/dist/module.full',
    'posthog-js/dist/module.full.no-external',
    'posthog-js/dist/module.no-external',
    'posthog-js/dist/module.slim',
    'posthog-js/dist/module.slim.no-external',
    '@posthog/types',
  ],
  source:
    'npm:posthog-js@1.449.2 dist/module.d.ts, npm:@posthog/browser-common@0.11.0 dist/feature-flags.d.ts, npm:@posthog/types@1.425.1 dist/posthog.d.ts',
  globals: { posthog: { kind: 'value', type: 'PostHog' } },
  exports: {
    default: { kind: 'value', type: 'PostHog' },
    posthog: { kind: 'value', type: 'PostHog' },
    PostHog: { kind: 'class', type: 'PostHog' },
  },
  types: posthogTypes,
};
