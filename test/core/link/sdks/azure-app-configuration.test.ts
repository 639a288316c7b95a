import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Azure App Configuration', () => {
  test('feature manager', () => {
    expectCallSites(`
import { ConfigurationMapFeatureFlagProvider, FeatureManager } from '@microsoft/feature-management';
const features = new FeatureManager(new ConfigurationMapFeatureFlagProvider(map));
if (await features.isEnabled('NewCheckout', { userId: 'reader' })) show();
//                           ^^^^^^^^^^^^^ NewCheckout · azure-app-configuration isEnabled
features.getVariant('ButtonColor');
//                  ^^^^^^^^^^^^^ ButtonColor · azure-app-configuration getVariant
export const isBeta = (manager: FeatureManager) => manager.isEnabled('BetaShelf');
//                                                                   ^^^^^^^^^^^ BetaShelf · azure-app-configuration isEnabled
await features.listFeatureNames();
`);
  });

  test('flags defined in code', () => {
    expectCallSites(`
import * as management from '@microsoft/feature-management';
const provider = new management.ConfigurationObjectFeatureFlagProvider({
  feature_management: { feature_flags: [{ id: 'NewCheckout', enabled: true }, { id: 'GiftWrap', enabled: false }] },
  //                                          ^^^^^^^^^^^^^ NewCheckout · azure-app-configuration ConfigurationObjectFeatureFlagProvider · definition
  //                                                                                ^^^^^^^^^^ GiftWrap · azure-app-configuration ConfigurationObjectFeatureFlagProvider · definition
});
new management.FeatureManager(provider).isEnabled('GiftWrap');
//                                                ^^^^^^^^^^ GiftWrap · azure-app-configuration isEnabled
`);
  });

  test("the service's own client: settings with the prefix of flags", () => {
    expectCallSites(`
import { AppConfigurationClient, featureFlagPrefix } from '@azure/app-configuration';
import * as azure from '@azure/app-configuration';
import type { IFeatureManager } from '@microsoft/feature-management';
const client = new AppConfigurationClient('');
await client.getConfigurationSetting({ key: \`\${featureFlagPrefix}NewCheckout\` });
//                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ NewCheckout · azure-app-configuration getConfigurationSetting
await client.getConfigurationSetting({ key: '.appconfig.featureflag/GiftWrap', label: 'Production' });
//                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ GiftWrap · azure-app-configuration getConfigurationSetting
await client.setConfigurationSetting({ key: azure.featureFlagPrefix + 'BetaShelf', value: { enabled: true } });
//                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ BetaShelf · azure-app-configuration setConfigurationSetting · definition
await client.addConfigurationSetting({ key: featureFlagPrefix + 'WishList', value: {} });
//                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ WishList · azure-app-configuration addConfigurationSetting · definition
await client.deleteConfigurationSetting({ key: featureFlagPrefix + 'OldCart' });
//                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ OldCart · azure-app-configuration deleteConfigurationSetting · definition
client.listConfigurationSettings({ keyFilter: featureFlagPrefix + '*' });
export const isBeta = (manager: IFeatureManager) => manager.isEnabled('BetaShelf');
//                                                                    ^^^^^^^^^^^ BetaShelf · azure-app-configuration isEnabled
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { FeatureManager } from './map-features';
import { AppConfigurationClient } from '@azure/app-configuration';
new FeatureManager(map).isEnabled('Rivers');
new AppConfigurationClient('').getConfigurationSetting({ key: 'Shop:Title' });
settings.getConfigurationSetting({ key: '.appconfig.featureflag/NewCheckout' });
`);
  });
});
