import { posthogFlagTypes, posthogOverride } from './posthog.ts';
import { type ReadSpec, reads, type SdkDescriptor, type SdkType } from './sdk.ts';

/** `(options)` or `(distinctId, options)`. */
const flagKeys: ReadSpec = { key: { argument: -1, path: ['flagKeys'] }, many: 'elements', async: true };

/** Whose flag it is comes second. */
const places: ReadSpec = { key: 0, context: { at: 1 }, async: true };

const client: SdkType = {
  members: {
    ...reads(['isFeatureEnabled'], { ...places, value: 'boolean' }),
    ...reads(['getFeatureFlag', 'getFeatureFlagPayload'], places),
    // The first may leave it to the context around it, the second asks for nobody.
    ...reads(['getFeatureFlagResult', 'getRemoteConfigPayload'], { key: 0, async: true }),
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
        ...reads(['isEnabled'], { key: 0, async: false, value: 'boolean' }),
        ...reads(['getFlag', 'getFlagPayload'], { key: 0, async: false }),
        only: { kind: 'read', read: { key: 0, many: 'elements' }, returns: 'FeatureFlagEvaluations' },
        onlyAccessed: { kind: 'returns', type: 'FeatureFlagEvaluations' },
      },
    },
  },
};
