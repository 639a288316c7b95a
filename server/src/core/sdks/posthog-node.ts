import { posthogFlagTypes, posthogOverride } from './posthog.ts';
import { type ReadSpec, reads, type SdkDescriptor, type SdkType } from './sdk.ts';

/** `(options)` or `(distinctId, options)`. */
const flagKeys: ReadSpec = { key: { argument: -1, path: ['flagKeys'] }, many: 'elements' };

const client: SdkType = {
  members: {
    ...reads(['isFeatureEnabled'], { key: 0, value: 'boolean' }),
    ...reads(['getFeatureFlag', 'getFeatureFlagPayload', 'getFeatureFlagResult', 'getRemoteConfigPayload'], { key: 0 }),
    ...reads(['overrideFeatureFlags'], posthogOverride),
    getAllFlags: { kind: 'read', read: flagKeys, returns: 'FlagValues' },
    getAllFlagsAndPayloads: { kind: 'read', read: flagKeys, returns: 'FlagsAndPayloads' },
    evaluateFlags: { kind: 'read', read: flagKeys, returns: 'FeatureFlagEvaluations' },
  },
};

export const posthogNode: SdkDescriptor = {
  id: 'posthog',
  title: 'PostHog Node.js',
  packages: ['posthog-node', 'posthog-node/edge'],
  source: 'npm:posthog-node@5.70.0 dist/client.d.ts, dist/feature-flag-evaluations.d.ts',
  exports: {
    PostHog: { kind: 'class', type: 'PostHog' },
    FeatureFlagEvaluations: { kind: 'class', type: 'FeatureFlagEvaluations' },
    // Before version 3.
    default: { kind: 'class', type: 'PostHog' },
  },
  types: {
    ...posthogFlagTypes,
    PostHog: client,
    IPostHog: client,
    FlagsAndPayloads: {
      members: {
        featureFlags: { kind: 'value', type: 'FlagValues' },
        featureFlagPayloads: { kind: 'value', type: 'FlagValues' },
      },
    },
    FeatureFlagEvaluations: {
      members: {
        ...reads(['isEnabled'], { key: 0, value: 'boolean' }),
        ...reads(['getFlag', 'getFlagPayload'], { key: 0 }),
        only: { kind: 'read', read: { key: 0, many: 'elements' }, returns: 'FeatureFlagEvaluations' },
        onlyAccessed: { kind: 'returns', type: 'FeatureFlagEvaluations' },
      },
    },
  },
};
