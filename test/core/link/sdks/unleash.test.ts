import { test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

test('Node.js: metrics and definitions name flags too', () => {
  expectCallSites(`
const { initialize, getFeatureToggleDefinition } = require('unleash-client');
const unleash = initialize({ url: '' });
unleash.count('stock-sync', true);
//            ^^^^^^^^^^^^ stock-sync · unleash count · tracking
unleash.countVariant('subject-line', 'short');
//                   ^^^^^^^^^^^^^^ subject-line · unleash countVariant · tracking
getFeatureToggleDefinition('mail-queue');
//                         ^^^^^^^^^^^^ mail-queue · unleash getFeatureToggleDefinition
statistics.count('not-a-flag', true);
`);
});

test('Vue and Svelte', () => {
  expectCallSites({
    'Reviews.vue': `
<script setup>
import { UnleashClient, useFlag, useUnleashClient, useVariant } from '@unleash/proxy-client-vue';
import { useFlag as useCountry } from './countries';
const stars = useFlag('review-stars');
//                    ^^^^^^^^^^^^^^ review-stars · unleash useFlag
const sorting = useVariant('review-sorting');
//                         ^^^^^^^^^^^^^^^^ review-sorting · unleash useVariant
useUnleashClient().isEnabled('review-photos');
//                           ^^^^^^^^^^^^^^^ review-photos · unleash isEnabled
new UnleashClient({}).getVariant('review-form');
//                               ^^^^^^^^^^^^^ review-form · unleash getVariant
useCountry('nl');
</script>
`,
    'Reviews.svelte': `
<script>
  import { useFlag, useUnleashClient, useVariant } from '@unleash/proxy-client-svelte';
  const stars = useFlag('review-stars');
  //                    ^^^^^^^^^^^^^^ review-stars · unleash useFlag
  const sorting = useVariant('review-sorting');
  //                         ^^^^^^^^^^^^^^^^ review-sorting · unleash useVariant
  useUnleashClient().isEnabled('review-photos');
  //                           ^^^^^^^^^^^^^^^ review-photos · unleash isEnabled
</script>
`,
  });
});

test('Next.js, server and client', () => {
  expectCallSites({
    'page.tsx': `
import { evaluateFlags, flag, flagsClient, getDefinitions, getFrontendFlags } from '@unleash/nextjs';
import { flag as marker } from './map';
export default async function Page() {
  const { enabled, variant } = await flag('new-home', { userId: '1' });
  //                                      ^^^^^^^^^^ new-home · unleash flag
  const { toggles } = evaluateFlags(await getDefinitions(), {});
  const flags = flagsClient(toggles);
  flags.isEnabled('home-banner');
  //              ^^^^^^^^^^^^^ home-banner · unleash isEnabled
  flagsClient((await getFrontendFlags()).toggles).getVariant('home-layout');
  //                                                         ^^^^^^^^^^^^^ home-layout · unleash getVariant
  return marker('not-a-flag');
}
`,
    'banner.tsx': `
import { useFlag, useUnleashClient, useVariant } from '@unleash/nextjs/client';
export function Banner() {
  useVariant('home-layout');
  //         ^^^^^^^^^^^^^ home-layout · unleash useVariant
  useUnleashClient().isEnabled('home-video');
  //                           ^^^^^^^^^^^^ home-video · unleash isEnabled
  return useFlag('home-banner');
  //             ^^^^^^^^^^^^^ home-banner · unleash useFlag
}
`,
  });
});

test('Angular: service and guards', () => {
  expectCallSites(`
import { inject } from '@angular/core';
import { featureDisabled, featureEnabled, UnleashService } from '@karelics/angular-unleash-proxy-client';
export const routes = [{ path: 'outlet', canActivate: [featureEnabled('outlet'), featureDisabled('outlet-closed')] }];
//                                                                    ^^^^^^^^ outlet · unleash featureEnabled
//                                                                                               ^^^^^^^^^^^^^^^ outlet-closed · unleash featureDisabled
export class OutletComponent {
  private readonly flags = inject(UnleashService);
  readonly sale$ = this.flags.isEnabled$('outlet-sale');
  //                                     ^^^^^^^^^^^^^ outlet-sale · unleash isEnabled$
  constructor(unleash: UnleashService, plan: PlanService) {
    unleash.isDisabled('outlet-map');
    //                 ^^^^^^^^^^^^ outlet-map · unleash isDisabled
    unleash.unleash.getVariant('outlet-layout');
    //                         ^^^^^^^^^^^^^^^ outlet-layout · unleash getVariant
    plan.isEnabled$('not-a-flag');
  }
}
`);
});

test('React: the context; toggles that code carries with it', () => {
  expectCallSites(`
import { useContext } from 'react';
import FlagRoot, { FlagContext, FlagProvider, UnleashClient } from '@unleash/proxy-client-react';
import { FlagProvider as NativeProvider, useFlag } from '@nunogois/unleash-react-native';
import { Unleash } from 'unleash-client';
import { FlagProvider as Flagpole } from './flagpole';
const client = new UnleashClient({ url: '', bootstrap: [{ name: 'gift-wrap', enabled: true }] });
//                                                              ^^^^^^^^^^^ gift-wrap · unleash UnleashClient · definition
const server = new Unleash({ url: '', bootstrap: { data: [{ name: 'stock-sync', enabled: true }] } });
//                                                                ^^^^^^^^^^^^ stock-sync · unleash Unleash · definition
export function Cart({ toggles }) {
  const { client, isEnabled } = useContext(FlagContext);
  isEnabled('cart-bundles');
  //        ^^^^^^^^^^^^^^ cart-bundles · unleash isEnabled
  client.getVariant('cart-banner');
  //                ^^^^^^^^^^^^^ cart-banner · unleash getVariant
  useContext(Basket).isEnabled('not-a-flag');
  useFlag('app-cart');
  //      ^^^^^^^^^^ app-cart · unleash useFlag
  return (
    <FlagProvider config={{ bootstrap: [{ name: 'wish-list', enabled: false }] }}>
    //                                          ^^^^^^^^^^^ wish-list · unleash FlagProvider · definition
      <FlagRoot config={{ bootstrap: toggles }} />
      <NativeProvider config={{ url: '' }} />
      <Flagpole config={{ bootstrap: [{ name: 'not-a-flag' }] }} />
    </FlagProvider>
  );
}
`);
});

test('the rest of the calls', () => {
  expectCallSites(`
import { forceGetVariant, Unleash } from 'unleash-client';
import { UnleashService } from '@karelics/angular-unleash-proxy-client';
import { forceGetVariant as force } from './press';
forceGetVariant('subject-line', context);
//              ^^^^^^^^^^^^^^ subject-line · unleash forceGetVariant
Unleash.getInstance({ url: '' }).isEnabled('stock-sync');
//                                         ^^^^^^^^^^^^ stock-sync · unleash isEnabled
inject(UnleashService).isDisabled$('old-cart');
//                                 ^^^^^^^^^^ old-cart · unleash isDisabled$
force('not-a-flag', context);
`);
});
