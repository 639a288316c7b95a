import { test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

test('Angular: the service, however it is injected', () => {
  expectCallSites(`
import { Component, inject } from '@angular/core';
import { FeatureFlagService, InMemoryProvider, OpenFeature } from '@openfeature/angular-sdk';
const provider = new InMemoryProvider({ 'gift-wrap': { variants: { on: true }, defaultVariant: 'on', disabled: false } });
//                                      ^^^^^^^^^^^ gift-wrap · openfeature InMemoryProvider · definition
@Component({ selector: 'shop-cart', template: '' })
class CartComponent {
  private readonly flags = inject(FeatureFlagService);
  readonly gift$ = this.flags.getBooleanDetails('gift-wrap', false, 'cart');
  //                                            ^^^^^^^^^^^ gift-wrap · openfeature getBooleanDetails · default false
  constructor(private readonly injected: FeatureFlagService, private readonly cart: CartService) {
    this.injected.getStringDetails('cart-banner', 'none');
    //                             ^^^^^^^^^^^^^ cart-banner · openfeature getStringDetails · default "none"
    this.injected.getNumberDetails('max-items', 10);
    //                             ^^^^^^^^^^^ max-items · openfeature getNumberDetails · default 10
    this.injected.getObjectDetails('shipping-rates', {});
    //                             ^^^^^^^^^^^^^^^^ shipping-rates · openfeature getObjectDetails · default {}
    this.cart.getBooleanDetails('not-a-flag', false);
    inject(CartService).getBooleanDetails('not-a-flag', false);
  }
}
OpenFeature.getClient().getBooleanValue('one-page-checkout', true);
//                                      ^^^^^^^^^^^^^^^^^^^ one-page-checkout · openfeature getBooleanValue · default true
`);
});

test('NestJS: decorators and the injected client', () => {
  expectCallSites(`
import { Controller, Get } from '@nestjs/common';
import { BooleanFeatureFlag, NumberFeatureFlag, ObjectFeatureFlag, OpenFeatureClient, RequireFlagsEnabled, StringFeatureFlag } from '@openfeature/nestjs-sdk';
import type { Client } from '@openfeature/server-sdk';
import { BooleanFeatureFlag as CountryFlag } from './country-flags';
@RequireFlagsEnabled({ flags: [{ flagKey: 'orders-api' }, { flagKey: 'orders-v2', defaultValue: true }] })
//                                        ^^^^^^^^^^^^ orders-api · openfeature RequireFlagsEnabled
//                                                                   ^^^^^^^^^^^ orders-v2 · openfeature RequireFlagsEnabled · default true
@Controller('orders')
export class OrdersController {
  constructor(@OpenFeatureClient({ domain: 'orders' }) private readonly client: Client) {}
  @Get()
  @RequireFlagsEnabled({ flags: [{ flagKey: 'order-list' }] })
  //                                        ^^^^^^^^^^^^ order-list · openfeature RequireFlagsEnabled
  list(
    @BooleanFeatureFlag({ flagKey: 'fast-list', defaultValue: false }) fast,
    //                             ^^^^^^^^^^^ fast-list · openfeature BooleanFeatureFlag · default false
    @StringFeatureFlag({ flagKey: 'list-order', defaultValue: 'newest' }) order,
    //                            ^^^^^^^^^^^^ list-order · openfeature StringFeatureFlag · default "newest"
    @NumberFeatureFlag({ flagKey: 'page-size', defaultValue: 20 }) size,
    //                            ^^^^^^^^^^^ page-size · openfeature NumberFeatureFlag · default 20
    @ObjectFeatureFlag({ flagKey: 'columns', defaultValue: {} }) columns,
    //                            ^^^^^^^^^ columns · openfeature ObjectFeatureFlag · default {}
    @CountryFlag({ flagKey: 'not-a-flag', defaultValue: false }) country,
  ) {
    return this.client.getBooleanValue('order-cache', false);
    //                                 ^^^^^^^^^^^^^ order-cache · openfeature getBooleanValue · default false
  }
}
`);
});

test('server: however the client is obtained', () => {
  expectCallSites(`
import { OpenFeature, OpenFeatureAPI, type Client, type Features } from '@openfeature/server-sdk';
import { OpenFeature as First } from '@openfeature/nodejs-sdk';
import { OpenFeature as Second } from '@openfeature/js-sdk';
import { OpenFeature as Door } from './doors';
OpenFeature.setLogger(logger).addHooks(timing).setProvider(provider).getClient('orders').getStringDetails('order-copy', 'Hi');
//                                                                                                        ^^^^^^^^^^^^ order-copy · openfeature getStringDetails · default "Hi"
OpenFeatureAPI.getInstance().getClient().getNumberValue('page-size', 20);
//                                                      ^^^^^^^^^^^ page-size · openfeature getNumberValue · default 20
First.getClient().getObjectDetails('shipping-rates', {});
//                                 ^^^^^^^^^^^^^^^^ shipping-rates · openfeature getObjectDetails · default {}
Second.getClient().setContext({ country: 'nl' }).getBooleanDetails('free-shipping', false);
//                                                                 ^^^^^^^^^^^^^^^ free-shipping · openfeature getBooleanDetails · default false
export class Orders {
  constructor(private readonly client: Client, private readonly reads: Features) {}
  async list() {
    await this.client.getBooleanValue('order-list', false);
    //                                ^^^^^^^^^^^^ order-list · openfeature getBooleanValue · default false
    return this.reads.getStringValue('order-sort', 'newest');
    //                               ^^^^^^^^^^^^ order-sort · openfeature getStringValue · default "newest"
  }
}
Door.getClient().getBooleanValue('not-a-flag', false);
OpenFeature.getProvider().getBooleanValue('not-a-flag', false);
`);
});

test('React: every hook', () => {
  expectCallSites(`
import {
  InMemoryProvider, OpenFeature, OpenFeatureTestProvider, TypedInMemoryProvider,
  useBooleanFlagDetails, useNumberFlagDetails, useNumberFlagValue, useObjectFlagDetails, useObjectFlagValue,
  useStringFlagDetails, useStringFlagValue, useSuspenseFlag, useTrack,
} from '@openfeature/react-sdk';
import { useStringFlagValue as useCountry } from './countries';
const provider = new TypedInMemoryProvider({ 'night-mode': { variants: { on: true }, defaultVariant: 'on', disabled: false } });
//                                           ^^^^^^^^^^^^ night-mode · openfeature TypedInMemoryProvider · definition
provider.putConfiguration({ 'day-mode': { variants: { on: true }, defaultVariant: 'on', disabled: false } });
//                          ^^^^^^^^^^ day-mode · openfeature putConfiguration · definition
export function Shelf() {
  const { value } = useSuspenseFlag('new-shelf', false);
  //                                ^^^^^^^^^^^ new-shelf · openfeature useSuspenseFlag · default false
  useBooleanFlagDetails('gift-wrap', false);
  //                    ^^^^^^^^^^^ gift-wrap · openfeature useBooleanFlagDetails · default false
  useStringFlagValue('cart-banner', 'none');
  //                 ^^^^^^^^^^^^^ cart-banner · openfeature useStringFlagValue · default "none"
  useStringFlagDetails('cart-text', 'Cart');
  //                   ^^^^^^^^^^^ cart-text · openfeature useStringFlagDetails · default "Cart"
  useNumberFlagValue('max-items', 10);
  //                 ^^^^^^^^^^^ max-items · openfeature useNumberFlagValue · default 10
  useNumberFlagDetails('page-size', 20);
  //                   ^^^^^^^^^^^ page-size · openfeature useNumberFlagDetails · default 20
  useObjectFlagValue('shipping-rates', {});
  //                 ^^^^^^^^^^^^^^^^ shipping-rates · openfeature useObjectFlagValue · default {}
  useObjectFlagDetails('columns', {});
  //                   ^^^^^^^^^ columns · openfeature useObjectFlagDetails · default {}
  useTrack().track('order-placed');
  useCountry('nl', 'Nederland');
}
`);
});
