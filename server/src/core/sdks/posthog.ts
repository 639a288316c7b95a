/** What PostHog's SDKs for browsers and apps share. Event names (`capture`) are no flag keys. */
import { reads, type ReadSpec, type SdkEntity, type SdkType } from './sdk.ts';

export const posthogReads: { readonly [name: string]: SdkEntity } = {
  ...reads(['isFeatureEnabled'], { key: 0, default: { argument: 1, path: ['defaultValue'] }, value: 'boolean' }),
  ...reads(['getFeatureFlag', 'getFeatureFlagPayload', 'getFeatureFlagResult', 'getRemoteConfigPayload'], { key: 0 }),
};

/** `false`, a list, values by key, or `{ flags, payloads }` of those. */
export const posthogOverride: ReadSpec = {
  key: 'flags',
  alternative: 0,
  many: 'elements-or-properties',
  role: 'override',
};

/** Values for the time before the first answer, in the options of the client. */
export const posthogBootstrap: ReadSpec = {
  key: { argument: 1, path: ['bootstrap', 'featureFlags'] },
  many: 'properties',
  role: 'definition',
};

export const posthogFlagTypes: { readonly [name: string]: SdkType } = {
  FlagValues: { flags: { spelling: 'exact' } },
  /** A list of the keys that are on. */
  FlagKeys: { members: reads(['includes', 'indexOf'], { key: 0, value: 'boolean' }) },
};
