import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Split (Harness FME)', () => {
  test('one package for server and browser: the call tells which', () => {
    expectCallSites(`
import { SplitFactory } from '@splitsoftware/splitio';
const client = SplitFactory({ core: { authorizationKey: 'key' } }).client();
const userId = session.userId;
client.getTreatment(userId, 'express-shipping');
//                          ^^^^^^^^^^^^^^^^^^ express-shipping · split getTreatment
client.getTreatment('reader', 'tax-engine', { country: 'nl' });
//                            ^^^^^^^^^^^^ tax-engine · split getTreatment
client.getTreatmentWithConfig(userId, 'stock-sync').config;
//                                    ^^^^^^^^^^^^ stock-sync · split getTreatmentWithConfig
client.getTreatments(userId, ['mail-queue', 'subject-line']);
//                            ^^^^^^^^^^^^ mail-queue · split getTreatments
//                                          ^^^^^^^^^^^^^^ subject-line · split getTreatments
client.getTreatment('new-checkout');
//                  ^^^^^^^^^^^^^^ new-checkout · split getTreatment
client.getTreatment('gift-wrap', { plan: 'gold' });
//                  ^^^^^^^^^^^ gift-wrap · split getTreatment
client.getTreatments(['cart-bundles', 'cart-upsell'], session.attributes);
//                    ^^^^^^^^^^^^^^ cart-bundles · split getTreatments
//                                    ^^^^^^^^^^^^^ cart-upsell · split getTreatments
client.getTreatmentsByFlagSet(userId, 'storefront');
client.track(userId, 'customer', 'order-placed');
const treatmentOf = (flag: string) => client.getTreatment(session.userId, flag);
//                                                                        ^^^^ dynamic: flag · split getTreatment
treatmentOf('price-watch');
//          ^^^^^^^^^^^^^ price-watch · split getTreatment · via treatmentOf
const shown = (flag: string) => client.getTreatment(flag);
//                                                  ^^^^ dynamic: flag · split getTreatment
shown('review-stars');
//    ^^^^^^^^^^^^^^ review-stars · split getTreatment · via shown
`);
  });

  test('subpaths and browser packages say which', () => {
    expectCallSites(`
import { SplitFactory as ServerFactory } from '@splitsoftware/splitio/server';
import { SplitFactory as ClientFactory } from '@splitsoftware/splitio/client';
import * as browser from '@splitsoftware/splitio-browserjs';
const { SplitFactory: NativeFactory } = require('@splitsoftware/splitio-react-native');
const flag = 'night-billing';
ServerFactory({}).client().getTreatment('reader', flag);
//                                                ^^^^ night-billing · split getTreatment
ClientFactory({}).client('reader').getTreatment(flag, { plan: 'gold' });
//                                              ^^^^ night-billing · split getTreatment
browser.SplitFactory({}).client().getTreatments(['lazy-images']);
//                                               ^^^^^^^^^^^^^ lazy-images · split getTreatments
NativeFactory({}).client().getTreatmentsWithConfig(['wish-list']);
//                                                  ^^^^^^^^^^^ wish-list · split getTreatmentsWithConfig
`);
  });

  test('React hooks', () => {
    expectCallSites(`
import { SplitSdk, useSplitClient, useSplitTreatments, useTrack, useTreatment, useTreatments, useTreatmentWithConfig } from '@splitsoftware/splitio-react';
export function Cart() {
  const { treatment } = useTreatment({ name: 'cart-bundles' });
  //                                         ^^^^^^^^^^^^^^ cart-bundles · split useTreatment
  useTreatmentWithConfig({ name: 'gift-wrap', attributes: {} });
  //                             ^^^^^^^^^^^ gift-wrap · split useTreatmentWithConfig
  useTreatments({ names: ['cart-upsell', 'cart-title'] });
  //                      ^^^^^^^^^^^^^ cart-upsell · split useTreatments
  //                                     ^^^^^^^^^^^^ cart-title · split useTreatments
  useTreatments({ flagSets: ['storefront'] });
  useTreatments(['cart-legacy']);
  //             ^^^^^^^^^^^^^ cart-legacy · split useTreatments
  useSplitTreatments({ names: ['cart-rows'] }).treatments['cart-rows'];
  //                           ^^^^^^^^^^^ cart-rows · split useSplitTreatments
//                                                        ^^^^^^^^^^^ cart-rows · split treatments
  const { client } = useSplitClient();
  client.getTreatment('one-click-buy');
  //                  ^^^^^^^^^^^^^^^ one-click-buy · split getTreatment
  const track = useTrack();
  track('user', 'cart-opened');
  SplitSdk({}).client().getTreatment('cart-banner');
  //                                 ^^^^^^^^^^^^^ cart-banner · split getTreatment
}
`);
  });

  test('React components, deprecated', () => {
    expectCallSites(`
import { useContext } from 'react';
import { SplitContext, SplitTreatments, withSplitClient, withSplitFactory, withSplitTreatments } from '@splitsoftware/splitio-react';
const Shelf = () => (
  <SplitTreatments names={['shelf-grid', 'shelf-video']}>{({ treatments }) => treatments['shelf-grid']}</SplitTreatments>
  //                       ^^^^^^^^^^^^ shelf-grid · split SplitTreatments
  //                                     ^^^^^^^^^^^^^ shelf-video · split SplitTreatments
//                                                                                       ^^^^^^^^^^^^ shelf-grid · split treatments
);
const Listed = withSplitTreatments(['shelf-order'])(Shelf);
//                                  ^^^^^^^^^^^^^ shelf-order · split withSplitTreatments
const Banner = ({ client }) => client.getTreatment('summer-sale');
//                                                 ^^^^^^^^^^^^^ summer-sale · split getTreatment
export const Sale = withSplitClient('reader')(Banner);
const Offers = ({ client }) => client.getTreatment('winter-sale');
//                                                 ^^^^^^^^^^^^^ winter-sale · split getTreatment
export const Winter = withSplitFactory({})(Offers);
export const useSpring = () => useContext(SplitContext).client?.getTreatment('spring-sale');
//                                                                           ^^^^^^^^^^^^^ spring-sale · split getTreatment
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { useTreatment } from './spa-treatments';
import { SplitFactory } from './bill-splitter';
SplitFactory({}).client().getTreatment('hot-stone');
useTreatment({ name: 'hot-stone' });
doctor.getTreatment(patient, 'rest');
text.split(',');
`);
  });
});

test('localhost mode, types, and React before version 2', () => {
  expectCallSites(`
import { SplitFactory } from '@splitsoftware/splitio-browserjs/full';
import type SplitIO from '@splitsoftware/splitio/types/splitio';
import { SplitFactoryProvider, useClient } from '@splitsoftware/splitio-react';
import { SplitFactory as Woodwork } from './woodwork';
const factory = SplitFactory({ core: {}, features: { 'gift-wrap': 'on', 'cart-banner': { treatment: 'sale' } } });
//                                                   ^^^^^^^^^^^ gift-wrap · split SplitFactory · definition
//                                                                      ^^^^^^^^^^^^^ cart-banner · split SplitFactory · definition
const client: SplitIO.IBrowserClient = factory.client();
client.getTreatmentWithConfig('cart-banner');
//                            ^^^^^^^^^^^^^ cart-banner · split getTreatmentWithConfig
export const stock = (server: SplitIO.IAsyncClient) => server.getTreatment('user-1', 'stock-sync');
//                                                                                   ^^^^^^^^^^^^ stock-sync · split getTreatment
export function Shop() {
  useClient('reader').getTreatment('new-shelf');
  //                               ^^^^^^^^^^^ new-shelf · split getTreatment
  return <SplitFactoryProvider config={{ core: {}, features: { 'wish-list': 'off' } }} />;
  //                                                           ^^^^^^^^^^^ wish-list · split SplitFactoryProvider · definition
}
Woodwork({ features: { 'not-a-flag': 'on' } }).client().getTreatment('not-a-flag');
`);
});

test('Redux: selectors, connectors, actions', () => {
  expectCallSites(`
import { connectToggler, getTreatments, mapTreatmentToProps, selectTreatmentAndStatus, selectTreatmentValue, selectTreatmentWithConfig, splitSdk } from '@splitsoftware/splitio-redux';
import { selectTreatmentValue as selectCure } from './pharmacy';
store.dispatch(getTreatments({ splitNames: ['gift-wrap', 'cart-banner'] }));
//                                          ^^^^^^^^^^^ gift-wrap · split getTreatments
//                                                       ^^^^^^^^^^^^^ cart-banner · split getTreatments
store.dispatch(getTreatments({ splitNames: 'wish-list' }));
//                                         ^^^^^^^^^^^ wish-list · split getTreatments
const gift = selectTreatmentValue(state.splitio, 'gift-wrap', 'reader', 'off');
//                                               ^^^^^^^^^^^ gift-wrap · split selectTreatmentValue · default "off"
const banner = selectTreatmentWithConfig(state.splitio, 'cart-banner');
//                                                      ^^^^^^^^^^^^^ cart-banner · split selectTreatmentWithConfig
const { treatment } = selectTreatmentAndStatus(state.splitio, 'cart-text');
//                                                            ^^^^^^^^^^^ cart-text · split selectTreatmentAndStatus
export const Cart = connectToggler('new-cart')(NewCart, OldCart);
//                                 ^^^^^^^^^^ new-cart · split connectToggler
connect(mapTreatmentToProps('cart-size'))(Cart);
//                          ^^^^^^^^^^^ cart-size · split mapTreatmentToProps
splitSdk.factory.client('reader').getTreatment('new-shelf');
//                                             ^^^^^^^^^^^ new-shelf · split getTreatment
selectCure(state, 'not-a-flag');
`);
});

test('Angular: the service, with and without a key', () => {
  expectCallSites(`
import { inject } from '@angular/core';
import { SplitService } from '@splitsoftware/splitio-angular';
export class ShelfComponent {
  private readonly wood = inject(WoodService);
  constructor(private readonly split: SplitService) {}
  show(attributes) {
    this.split.getTreatment('new-shelf');
    //                      ^^^^^^^^^^^ new-shelf · split getTreatment
    this.split.getTreatment('shelf-order', attributes);
    //                      ^^^^^^^^^^^^^ shelf-order · split getTreatment
    this.split.getTreatment('reader', 'shelf-size');
    //                                ^^^^^^^^^^^^ shelf-size · split getTreatment
    this.split.getTreatments(['shelf-light']);
    //                        ^^^^^^^^^^^^^ shelf-light · split getTreatments
    this.split.getSDKClient().getTreatmentWithConfig('shelf-copy');
    //                                               ^^^^^^^^^^^^ shelf-copy · split getTreatmentWithConfig
    this.wood.getTreatment('not-a-flag');
  }
}
`);
});

test('the rest of the calls', () => {
  expectCallSites(`
import { SplitSdk } from '@splitsoftware/splitio-react';
import { SplitFactory } from '@splitsoftware/splitio/server';
import { useTreatmentsWithConfig } from '@splitsoftware/splitio-react';
import { getSplit, mapIsFeatureOnToProps, selectTreatmentWithConfigAndStatus } from '@splitsoftware/splitio-redux';
import { SplitService } from '@splitsoftware/splitio-angular';
import { getSplit as getBanana } from './desserts';
SplitSdk({ core: {} }).client().getTreatmentsWithConfig(['gift-wrap']);
//                                                       ^^^^^^^^^^^ gift-wrap · split getTreatmentsWithConfig
SplitFactory({ core: {} }).client().getTreatments('reader', ['stock-sync', 'tax-engine']);
//                                                           ^^^^^^^^^^^^ stock-sync · split getTreatments
//                                                                         ^^^^^^^^^^^^ tax-engine · split getTreatments
const { treatments } = useTreatmentsWithConfig({ names: ['cart-banner'] });
//                                                       ^^^^^^^^^^^^^ cart-banner · split useTreatmentsWithConfig
connect(mapIsFeatureOnToProps('new-cart'))(Cart);
//                            ^^^^^^^^^^ new-cart · split mapIsFeatureOnToProps
selectTreatmentWithConfigAndStatus(state.splitio, 'cart-copy');
//                                                ^^^^^^^^^^^ cart-copy · split selectTreatmentWithConfigAndStatus
getSplit('cart-size');
//       ^^^^^^^^^^^ cart-size · split getSplit
inject(SplitService).getSplit('shelf-size');
//                            ^^^^^^^^^^^^ shelf-size · split getSplit
inject(SplitService).getSDKFactory().client().getTreatment('shelf-light');
//                                                         ^^^^^^^^^^^^^ shelf-light · split getTreatment
getBanana('not-a-flag');
`);
});
