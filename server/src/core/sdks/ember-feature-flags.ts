import { reads, type SdkDescriptor } from './sdk.ts';

/** A service; where it is injected by its name alone (`@service features`), only the type of the member tells. */
export const emberFeatureFlags: SdkDescriptor = {
  id: 'ember-feature-flags',
  title: 'ember-feature-flags',
  isSync: true,
  packages: ['ember-feature-flags/services/features', 'ember-feature-flags/test-support'],
  source: 'npm:ember-feature-flags@8.0.0 addon/services/features.js, addon-test-support/index.js',
  exports: {
    default: { kind: 'class', type: 'FeaturesService' },
    ...reads(['enableFeature'], { key: 0, role: 'override', sets: { kind: 'value', value: true } }),
    ...reads(['disableFeature'], { key: 0, role: 'override', sets: { kind: 'value', value: false } }),
  },
  types: {
    // Methods that switch have names which any object may have; tests use the functions above.
    FeaturesService: { members: reads(['isEnabled'], { key: 0, value: 'boolean' }) },
  },
};
