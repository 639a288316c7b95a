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
