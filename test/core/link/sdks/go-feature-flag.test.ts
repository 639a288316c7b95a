import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('GO Feature Flag', () => {
  test('its JavaScript SDKs are providers: flags are read through OpenFeature', () => {
    expectCallSites(`
import { OpenFeature } from '@openfeature/server-sdk';
import { GoFeatureFlagProvider } from '@openfeature/go-feature-flag-provider';
OpenFeature.setProvider(new GoFeatureFlagProvider({ endpoint: 'http://relay.internal' }));
const client = OpenFeature.getClient();
await client.getBooleanValue('express-shipping', false, { targetingKey: 'reader' });
//                           ^^^^^^^^^^^^^^^^^^ express-shipping · openfeature getBooleanValue · default false
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { GoFeatureFlagProvider } from '@openfeature/go-feature-flag-provider';
const provider = new GoFeatureFlagProvider({ endpoint: '' });
provider.resolveBooleanEvaluation('express-shipping', false, {});
`);
  });
});
