import { reads, type ReadSpec, type SdkDescriptor } from './sdk.ts';

/** A manager may be given something that knows the user. */
const places: ReadSpec = { key: 0, context: { at: 1, canBeSet: true }, async: true };

export const azureAppConfiguration: SdkDescriptor = {
  id: 'azure-app-configuration',
  title: 'Azure App Configuration (Microsoft.FeatureManagement)',
  packages: ['@microsoft/feature-management'],
  source: 'npm:@microsoft/feature-management@2.3.1 dist/types/index.d.ts',
  exports: {
    FeatureManager: { kind: 'class', type: 'FeatureManager' },
    IFeatureManager: { kind: 'class', type: 'FeatureManager' },
    ConfigurationObjectFeatureFlagProvider: {
      kind: 'class',
      type: 'Provider',
      read: {
        key: { argument: 0, path: ['feature_management', 'feature_flags'] },
        many: { elementsOf: 'id' },
        role: 'definition',
      },
    },
  },
  types: {
    FeatureManager: {
      members: { ...reads(['isEnabled'], { ...places, value: 'boolean' }), ...reads(['getVariant'], places) },
    },
    Provider: {},
  },
};

/** What a setting of a flag is called begins with this, in the service's own client. */
const prefix = '.appconfig.featureflag/';

export const azureAppConfigurationClient: SdkDescriptor = {
  id: 'azure-app-configuration',
  title: 'Azure App Configuration client',
  packages: ['@azure/app-configuration'],
  source: 'npm:@azure/app-configuration@1.12.1 dist/esm/appConfigurationClient.d.ts, dist/esm/featureFlag.d.ts',
  exports: {
    AppConfigurationClient: { kind: 'class', type: 'AppConfigurationClient' },
    featureFlagPrefix: { kind: 'text', text: prefix },
  },
  types: {
    AppConfigurationClient: {
      members: {
        ...reads(['getConfigurationSetting'], { key: 'key', keyPrefix: prefix, async: true }),
        ...reads(['addConfigurationSetting', 'setConfigurationSetting', 'deleteConfigurationSetting'], {
          key: 'key',
          keyPrefix: prefix,
          role: 'definition',
        }),
      },
    },
  },
};
