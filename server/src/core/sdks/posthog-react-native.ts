import { posthogBootstrap, posthogFlagTypes, posthogReads } from './posthog.ts';
import { reads, type SdkDescriptor, type SdkEntity } from './sdk.ts';

const client: SdkEntity = {
  kind: 'class',
  type: 'PostHog',
  read: posthogBootstrap,
  // Before version 3.
  members: { initAsync: { kind: 'read', read: posthogBootstrap, returns: 'PostHog' } },
};

export const posthogReactNative: SdkDescriptor = {
  id: 'posthog',
  title: 'PostHog React Native, browser lite',
  isSync: true,
  packages: ['posthog-react-native', 'posthog-js-lite'],
  source:
    'npm:posthog-js-lite@4.12.1 dist/index.d.ts, npm:posthog-react-native@4.78.0 dist/posthog-rn.d.ts, dist/hooks/*.d.ts, npm:@posthog/core@1.67.3 dist/posthog-core.d.ts',
  exports: {
    default: client,
    PostHog: client,
    ...reads(['useFeatureFlag', 'useFeatureFlagWithPayload', 'useFeatureFlagResult'], { key: 0 }),
    useFeatureFlags: { kind: 'returns', type: 'FlagValues' },
    usePostHog: { kind: 'returns', type: 'PostHog' },
    PostHogProvider: {
      kind: 'component',
      read: { ...posthogBootstrap, key: { argument: 0, path: ['options', 'bootstrap', 'featureFlags'] } },
    },
  },
  types: {
    ...posthogFlagTypes,
    PostHog: {
      members: {
        ...posthogReads,
        ...reads(['onFeatureFlag'], { key: 0 }),
        ...reads(['overrideFeatureFlag', 'updateFlags'], { key: 0, many: 'properties', role: 'override' }),
        onFeatureFlags: { kind: 'calls-back', with: 'CurrentFlagValues' },
        getFeatureFlagDetails: { kind: 'returns', type: 'FlagsAndPayloads' },
        getFeatureFlags: { kind: 'returns', type: 'CurrentFlagValues' },
        getFeatureFlagPayloads: { kind: 'returns', type: 'CurrentFlagValues' },
        getFeatureFlagsAndPayloads: { kind: 'returns', type: 'FlagsAndPayloads' },
        reloadFeatureFlagsAsync: { kind: 'returns', type: 'CurrentFlagValues' },
      },
    },
    // Apart from what the hook gives, so that each goes by its own name in reports.
    CurrentFlagValues: { flags: { spelling: 'exact' } },
    FlagsAndPayloads: {
      members: {
        flags: { kind: 'value', type: 'CurrentFlagValues' },
        payloads: { kind: 'value', type: 'CurrentFlagValues' },
      },
    },
  },
};
