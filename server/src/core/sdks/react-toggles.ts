/** Small libraries that hand flags which the code itself knows to React components. */
import { reads, type SdkDescriptor } from './sdk.ts';

export const flagged: SdkDescriptor = {
  id: 'flagged',
  title: 'flagged',
  isSync: true,
  packages: ['flagged'],
  source: 'npm:flagged@3.0.0 build/index.d.ts',
  exports: {
    ...reads(['useFeature', 'withFeature'], { key: 0, value: 'boolean' }),
    useFeatures: { kind: 'returns', type: 'Features' },
    Feature: { kind: 'component', read: { key: 'name', value: 'boolean' } },
    FlagsProvider: {
      kind: 'component',
      read: { key: 'features', many: 'elements-or-properties', role: 'definition' },
    },
  },
  types: { Features: { flags: { spelling: 'exact' } } },
};

export const reactFeatureToggles: SdkDescriptor = {
  id: 'react-feature-toggles',
  title: 'react-feature-toggles',
  isSync: true,
  packages: ['react-feature-toggles'],
  source: 'npm:react-feature-toggles@3.0.3 src/*.jsx',
  exports: {
    FeatureToggle: { kind: 'component', read: { key: 'featureName', value: 'boolean' } },
    FeatureToggleProvider: {
      kind: 'component',
      read: { key: 'featureToggleList', many: 'properties', role: 'definition' },
    },
  },
  types: {},
};

export const paralleldrive: SdkDescriptor = {
  id: 'paralleldrive-feature-toggles',
  title: 'ParallelDrive feature toggles',
  isSync: true,
  packages: ['@paralleldrive/feature-toggles', '@paralleldrive/react-feature-toggles'],
  source:
    'npm:@paralleldrive/react-feature-toggles@2.3.1 typings/index.d.ts, npm:@paralleldrive/feature-toggles@1.0.4 README.md',
  exports: {
    ...reads(['isActiveFeatureName'], { key: 0, value: 'boolean' }),
    Feature: { kind: 'component', read: { key: 'name', value: 'boolean' } },
    FeatureToggles: { kind: 'component', read: { key: 'features', many: 'elements', role: 'definition' } },
  },
  types: {},
};
