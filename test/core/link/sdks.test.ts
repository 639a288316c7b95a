import { describe, test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

describe('OpenFeature', () => {
  test('server client', () => {
    expectCallSites(`
import { OpenFeature } from '@openfeature/server-sdk';
const client = OpenFeature.getClient('checkout');
async function checkout(context) {
  if (await client.getBooleanValue('new-checkout', false, context)) return;
  //                               ^^^^^^^^^^^^^^ new-checkout · openfeature getBooleanValue · default false
  await client.getStringValue('checkout-button-color', "blue");
  //                          ^^^^^^^^^^^^^^^^^^^^^^^ checkout-button-color · openfeature getStringValue · default "blue"
  await client.getNumberDetails(\`recommendations-share\`, 25);
  //                            ^^^^^^^^^^^^^^^^^^^^^^^ recommendations-share · openfeature getNumberDetails · default 25
  await client.getObjectValue('shipping-rates', { flat: 5 });
  //                          ^^^^^^^^^^^^^^^^ shipping-rates · openfeature getObjectValue · default {}
  client.track('order-placed', context, { value: 1 });
}
`);
  });

  test('CommonJS, namespaces and aliases', () => {
    expectCallSites({
      'worker.cjs': `
const { OpenFeature: Flags } = require('@openfeature/server-sdk');
Flags.getClient().getBooleanValue('night-billing', false);
  //                              ^^^^^^^^^^^^^^^ night-billing · openfeature getBooleanValue · default false
`,
      'jobs.mjs': `
import * as sdk from '@openfeature/server-sdk';
const flags = sdk.OpenFeature.getClient();
flags.getBooleanValue('weekly-digest', true);
  //                  ^^^^^^^^^^^^^^^ weekly-digest · openfeature getBooleanValue · default true
`,
      'lazy.ts': `
export async function lazily() {
  const { OpenFeature } = await import('@openfeature/web-sdk');
  return OpenFeature.getClient().getBooleanValue('lazy-images', false);
  //                                             ^^^^^^^^^^^^^ lazy-images · openfeature getBooleanValue · default false
}
`,
    });
  });

  test('React hooks and component', () => {
    expectCallSites(`
import { FeatureFlag, useBooleanFlagValue, useFlag, useOpenFeatureClient } from '@openfeature/react-sdk';
export function Cart() {
  const { value: bundles } = useFlag('cart-bundles', false);
  //                                 ^^^^^^^^^^^^^^ cart-bundles · openfeature useFlag · default false
  const gift = useBooleanFlagValue('gift-wrap', false);
  //                               ^^^^^^^^^^^ gift-wrap · openfeature useBooleanFlagValue · default false
  const client = useOpenFeatureClient();
  const banner = client.getStringValue('cart-banner', 'none');
  //                                   ^^^^^^^^^^^^^ cart-banner · openfeature getStringValue · default "none"
  return (
    <FeatureFlag flagKey="one-click-buy" defaultValue={false}>{gift}</FeatureFlag>
    //                   ^^^^^^^^^^^^^^^ one-click-buy · openfeature FeatureFlag · default false
  );
}
`);
  });
});

describe('LaunchDarkly', () => {
  test('server client: the default is the third argument', () => {
    expectCallSites(`
import * as LaunchDarkly from '@launchdarkly/node-server-sdk';
import { init } from 'launchdarkly-node-server-sdk';
const client = LaunchDarkly.init(process.env.LD_SDK_KEY);
const legacy = init('');
export async function quote(context) {
  await client.boolVariation('express-shipping', context, false);
  //                         ^^^^^^^^^^^^^^^^^^ express-shipping · launchdarkly boolVariation · default false
  return legacy.variation('tax-engine', context, 'v1');
  //                      ^^^^^^^^^^^^ tax-engine · launchdarkly variation · default "v1"
}
`);
  });

  test('browser client', () => {
    expectCallSites(`
import { initialize } from 'launchdarkly-js-client-sdk';
const client = initialize('', { kind: 'user', key: 'reader' });
client.variation('search-suggestions', false);
  //             ^^^^^^^^^^^^^^^^^^^^ search-suggestions · launchdarkly variation · default false
const all = client.allFlags();
show(all['wish-list']);
  //     ^^^^^^^^^^^ wish-list · launchdarkly allFlags
`);
  });

  test('React: members of useFlags() are camel-cased keys', () => {
    expectCallSites(`
import { useFlags, useLDClient } from 'launchdarkly-react-client-sdk';
export function Search() {
  const { newSearch, oldSearch: old = false } = useFlags();
  //      ^^^^^^^^^ newSearch · launchdarkly useFlags · camelCase
  //                 ^^^^^^^^^ oldSearch · launchdarkly useFlags · camelCase
  const flags = useFlags();
  const client = useLDClient();
  if (flags.searchFacets && client?.variation('search-boost', 1)) return null;
  //        ^^^^^^^^^^^^ searchFacets · launchdarkly useFlags · camelCase
  //                                          ^^^^^^^^^^^^^^ search-boost · launchdarkly variation · default 1
  return flags['searchHistory'];
  //           ^^^^^^^^^^^^^^^ searchHistory · launchdarkly useFlags · camelCase
}
`);
  });

  test('React: useCamelCaseFlagKeys false anywhere leaves keys as they are', () => {
    expectCallSites({
      'provider.tsx': `
import { asyncWithLDProvider } from 'launchdarkly-react-client-sdk';
export const provider = asyncWithLDProvider({ clientSideID: '', reactOptions: { useCamelCaseFlagKeys: false } });
`,
      'search.tsx': `
import { useFlags } from 'launchdarkly-react-client-sdk';
export const useFacets = () => useFlags()['search-facets'];
  //                                      ^^^^^^^^^^^^^^^ search-facets · launchdarkly useFlags
`,
    });
  });

  test('test data is an override', () => {
    expectCallSites(`
import { TestData } from '@launchdarkly/node-server-sdk';
const data = new TestData();
data.update(data.flag('express-shipping').variationForAll(true));
  //                  ^^^^^^^^^^^^^^^^^^ express-shipping · launchdarkly flag · override
`);
  });
});

describe('Unleash', () => {
  test('Node.js: instance, functions and startUnleash', () => {
    expectCallSites(`
import { initialize, isEnabled, startUnleash, Unleash } from 'unleash-client';
const unleash = initialize({ url: '' });
unleash.isEnabled('stock-sync', { userId: '1' }, true);
  //              ^^^^^^^^^^^^ stock-sync · unleash isEnabled · default true
isEnabled('mail-queue');
  //      ^^^^^^^^^^^^ mail-queue · unleash isEnabled
new Unleash({ url: '' }).getVariant('subject-line');
  //                                ^^^^^^^^^^^^^^ subject-line · unleash getVariant
async function start() {
  const started = await startUnleash({ url: '' });
  return started.isEnabled('price-watch');
  //                       ^^^^^^^^^^^^^ price-watch · unleash isEnabled
}
`);
  });

  test('browser and React', () => {
    expectCallSites(`
import { UnleashClient } from 'unleash-proxy-client';
import { useFlag, useUnleashClient, useVariant } from '@unleash/proxy-client-react';
const unleash = new UnleashClient({ url: '', clientKey: '', appName: 'web' });
unleash.isEnabled('cookie-banner');
  //              ^^^^^^^^^^^^^^^ cookie-banner · unleash isEnabled
export function Reviews() {
  const stars = useFlag('review-stars');
  //                    ^^^^^^^^^^^^^^ review-stars · unleash useFlag
  const variant = useVariant('review-sorting');
  //                         ^^^^^^^^^^^^^^^^ review-sorting · unleash useVariant
  return useUnleashClient().isEnabled('review-photos');
  //                                  ^^^^^^^^^^^^^^^ review-photos · unleash isEnabled
}
`);
  });
});

describe('look-alikes stay silent', () => {
  test('same method names on something else', () => {
    expectCallSites(`
import { Client } from './search-client';
import { useFlag } from './country-flags';
import { isEnabled } from './plan';
import express from 'express';
const client = new Client();
client.getBooleanValue('express-shipping', false);
client.variation('express-shipping', 1);
isEnabled('express-shipping');
useFlag('nl');
express().get('/flags', (request) => request.isEnabled('express-shipping'));
plan.entitlements.isEnabled('express-shipping');
class Plan { isEnabled(name) { return this.names.has(name); } }
new Plan().isEnabled('express-shipping');
const sample = \`client.getBooleanValue('express-shipping', false)\`;
// client.getBooleanValue('express-shipping', false)
`);
  });

  test('a parameter or a local of the same name hides the client', () => {
    expectCallSites(`
import { OpenFeature } from '@openfeature/server-sdk';
const client = OpenFeature.getClient();
function shelf(client) { return client.getBooleanValue('new-shelf', false); }
{
  const client = new ShelfClient();
  client.getBooleanValue('new-shelf', false);
}
client.getBooleanValue('new-shelf', false);
  //                   ^^^^^^^^^^^ new-shelf · openfeature getBooleanValue · default false
client.constructor('new-shelf');
client.toString('new-shelf');
`);
  });

  test('members of the flags object that are other things', () => {
    expectCallSites(`
import { useFlags } from '@unleash/proxy-client-react';
export const names = () => useFlags().map((toggle) => toggle.name);
`);
  });
});

test('definitions and overrides in tests', () => {
  expectCallSites(`
import { InMemoryProvider } from '@openfeature/server-sdk';
import { OpenFeatureTestProvider } from '@openfeature/react-sdk';
import { integrations } from '@launchdarkly/node-server-sdk';
const provider = new InMemoryProvider({
  'new-checkout': { variants: { on: true, off: false }, defaultVariant: 'off', disabled: false },
//^^^^^^^^^^^^^^ new-checkout · openfeature InMemoryProvider · definition
});
const page = <OpenFeatureTestProvider flagValueMap={{ 'gift-wrap': true }} />;
//                                                    ^^^^^^^^^^^ gift-wrap · openfeature OpenFeatureTestProvider · override
const data = new integrations.TestData();
data.flag('express-shipping').booleanFlag();
//        ^^^^^^^^^^^^^^^^^^ express-shipping · launchdarkly flag · override
`);
});

test('properties that an SDK passes to a component', () => {
  expectCallSites(`
import { withLDConsumer } from 'launchdarkly-react-client-sdk';
const Banner = ({ flags, ldClient }) => (flags.summerSale ? ldClient.variation('sale-text', '') : null);
//                                             ^^^^^^^^^^ summerSale · launchdarkly useFlags · camelCase
//                                                                             ^^^^^^^^^^^ sale-text · launchdarkly variation · default ""
export default withLDConsumer()(Banner);
`);
});
