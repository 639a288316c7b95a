import { clientExports, clientTypes } from './openfeature.ts';
import { reads, type SdkDescriptor } from './sdk.ts';

/** The service. The structural directives (`*booleanFeatureFlag`) stand in templates, which Sluice does not read. */
export const openfeatureAngular: SdkDescriptor = {
  id: 'openfeature',
  title: 'OpenFeature Angular',
  packages: ['@openfeature/angular-sdk'],
  source: 'npm:@openfeature/angular-sdk@1.2.0 types/openfeature-angular-sdk.d.ts',
  exports: {
    ...clientExports,
    FeatureFlagService: { kind: 'class', type: 'FeatureFlagService' },
  },
  types: {
    ...clientTypes,
    FeatureFlagService: {
      members: {
        ...reads(['getBooleanDetails'], { key: 0, default: 1, value: 'boolean' }),
        ...reads(['getStringDetails'], { key: 0, default: 1, value: 'string' }),
        ...reads(['getNumberDetails'], { key: 0, default: 1, value: 'number' }),
        ...reads(['getObjectDetails'], { key: 0, default: 1, value: 'object' }),
      },
    },
  },
};
