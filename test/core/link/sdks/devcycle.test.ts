import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('DevCycle', () => {
  test('browser: key, then default', () => {
    expectCallSites(`
import { initializeDevCycle } from '@devcycle/js-client-sdk';
import { initialize } from '@devcycle/devcycle-js-sdk';
const client = initializeDevCycle('client-key', { user_id: 'reader' });
client.variable('search-boost', 1).value;
//              ^^^^^^^^^^^^^^ search-boost · devcycle variable · default 1
client.variableValue('search-suggestions', false);
//                   ^^^^^^^^^^^^^^^^^^^^ search-suggestions · devcycle variableValue · default false
initialize('client-key', {}).variable('search-legacy', 'v1');
//                                    ^^^^^^^^^^^^^^^ search-legacy · devcycle variable · default "v1"
client.subscribe('variableUpdated:search-order', redraw);
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ search-order · devcycle subscribe
client.subscribe('variableUpdated:*', redraw);
client.subscribe('configUpdated', redraw);
client.subscribe('featureUpdated:search', redraw);
client.track({ type: 'search-opened' });
client.allVariables()['search-history'].value;
//                    ^^^^^^^^^^^^^^^^ search-history · devcycle allVariables
client.allFeatures()['search'];
`);
  });

  test('React', () => {
    expectCallSites(`
import { RenderIfEnabled, SwapComponents, useDevCycleClient, useDVCVariable, useVariable, useVariableValue } from '@devcycle/react-client-sdk';
export function Cart() {
  const bundles = useVariableValue('cart-bundles', false);
  //                               ^^^^^^^^^^^^^^ cart-bundles · devcycle useVariableValue · default false
  useVariable('cart-title', 'Cart').value;
  //          ^^^^^^^^^^^^ cart-title · devcycle useVariable · default "Cart"
  useDVCVariable('cart-legacy', false);
  //             ^^^^^^^^^^^^^ cart-legacy · devcycle useDVCVariable · default false
  useDevCycleClient().variableValue('gift-wrap', true);
  //                                ^^^^^^^^^^^ gift-wrap · devcycle variableValue · default true
  return <RenderIfEnabled variableKey="one-click-buy" defaultValue={false}><Buy /></RenderIfEnabled>;
  //                                  ^^^^^^^^^^^^^^^ one-click-buy · devcycle RenderIfEnabled · default false
}
export const Row = SwapComponents(OldRow, NewRow, 'cart-rows');
//                                                ^^^^^^^^^^^ cart-rows · devcycle SwapComponents
`);
  });

  test("Next.js, the server's functions handed on by a module of our own", () => {
    expectCallSites({
      'flags.ts': `
import { setupDevCycle } from '@devcycle/nextjs-sdk/server';
export const { getVariableValue, getClientContext } = setupDevCycle({ serverSDKKey: '' });
`,
      'page.tsx': `
import { renderIfEnabled, useVariableValue } from '@devcycle/nextjs-sdk';
import { getVariableValue } from './flags';
export async function Page() {
  const sale = await getVariableValue('summer-sale', false);
  //                                  ^^^^^^^^^^^^^ summer-sale · devcycle getVariableValue · default false
  return useVariableValue('page-size', 20);
  //                      ^^^^^^^^^^^ page-size · devcycle useVariableValue · default 20
}
export const Lazy = renderIfEnabled('lazy-images', () => import('./images'));
//                                  ^^^^^^^^^^^^^ lazy-images · devcycle renderIfEnabled
`,
    });
  });

  test('Node.js: the user comes first', () => {
    expectCallSites(`
import { initializeDevCycle } from '@devcycle/nodejs-server-sdk';
const DevCycle = require('@devcycle/nodejs-server-sdk');
const user = { user_id: 'reader' };
const client = await initializeDevCycle('server-key').onClientInitialized();
const direct = initializeDevCycle('server-key');
client.variableValue(user, 'express-shipping', false);
//                         ^^^^^^^^^^^^^^^^^^ express-shipping · devcycle variableValue · default false
direct.variable(user, 'tax-engine', 'v1').value;
//                    ^^^^^^^^^^^^ tax-engine · devcycle variable · default "v1"
DevCycle.initialize('server-key').variable(user, 'stock-sync', true);
//                                               ^^^^^^^^^^^^ stock-sync · devcycle variable · default true
direct.track(user, { type: 'order-placed' });
`);
  });

  test('NestJS', () => {
    expectCallSites(`
import { DevCycleService, MockDevCycleClient, RequireVariableValue, VariableValue } from '@devcycle/nestjs-server-sdk';
class OrderController {
  constructor(private readonly devcycle: DevCycleService) {}
  @RequireVariableValue({ 'new-orders': true })
  //                      ^^^^^^^^^^^^ new-orders · devcycle RequireVariableValue
  list(@VariableValue({ key: 'page-size', default: 20 }) size: number) {
  //                         ^^^^^^^^^^^ page-size · devcycle VariableValue · default 20
    if (this.devcycle.isEnabled('order-export')) return [];
    //                          ^^^^^^^^^^^^^^ order-export · devcycle isEnabled
    return this.devcycle.variableValue('order-sorting', 'date');
    //                                 ^^^^^^^^^^^^^^^ order-sorting · devcycle variableValue · default "date"
  }
}
const mock = new MockDevCycleClient('server-key');
mock.variableValue(user, 'order-pages', 5);
//                       ^^^^^^^^^^^^^ order-pages · devcycle variableValue · default 5
new MockDevCycleClient().mockVariables({ 'page-size': 5 });
//                                       ^^^^^^^^^^^ page-size · devcycle mockVariables · override
`);
  });

  test('clients known by their type, through providers and in other frameworks', () => {
    expectCallSites(`
import type { DVCClient } from '@devcycle/react-client-sdk';
import { useDVCClient, useVariable as useNative } from '@devcycle/devcycle-react-native-sdk';
import { useVariableValue as usePageValue } from '@devcycle/nextjs-sdk/pages';
import { useAllVariables, type DevCycleNextClient } from '@devcycle/nextjs-sdk';
import { setupDevCycle } from '@devcycle/nextjs-sdk/server';
import { initializeDevCycle as initializeCloud } from '@devcycle/js-cloud-server-sdk';
import { DevCycleProvider, initializeDevCycle } from '@devcycle/nodejs-server-sdk';
import { DevCycleClient } from '@devcycle/nestjs-server-sdk';
import WebProvider from '@devcycle/openfeature-web-provider';
import { MockDevCycleClient } from '@devcycle/nestjs-server-sdk/mocks';

export const boost = (client: DVCClient) => client.variableValue('typed-boost', 1);
//                                                               ^^^^^^^^^^^^^ typed-boost · devcycle variableValue · default 1
export const next = (client: DevCycleNextClient) => client.variableValue('typed-next', 1);
//                                                                       ^^^^^^^^^^^^ typed-next · devcycle variableValue · default 1
useDVCClient().variable('native-cart', false);
//                      ^^^^^^^^^^^^^ native-cart · devcycle variable · default false
useNative('native-title', 'Cart');
//        ^^^^^^^^^^^^^^ native-title · devcycle useVariable · default "Cart"
usePageValue('page-banner', true);
//           ^^^^^^^^^^^^^ page-banner · devcycle useVariableValue · default true
useAllVariables()['page-footer'];
//                ^^^^^^^^^^^^^ page-footer · devcycle useAllVariables
const { getAllVariables } = setupDevCycle({ serverSDKKey: '' });
(await getAllVariables())['server-footer'];
//                        ^^^^^^^^^^^^^^^ server-footer · devcycle useAllVariables
(await initializeCloud('server-key').variable(user, 'edge-cache', true)).value;
//                                                  ^^^^^^^^^^^^ edge-cache · devcycle variable · default true
const provider = await initializeDevCycle('server-key').getOpenFeatureProvider();
provider.devcycleClient.variableValue(user, 'wrapped-sale', false);
//                                          ^^^^^^^^^^^^^^ wrapped-sale · devcycle variableValue · default false
new DevCycleProvider('server-key').devcycleClient.allVariables(user)['server-sale'];
//                                                                   ^^^^^^^^^^^^^ server-sale · devcycle allVariables
new WebProvider('client-key').devcycleClient?.variableValue('web-sale', false);
//                                                          ^^^^^^^^^^ web-sale · devcycle variableValue · default false
class OrderGuard {
  constructor(private readonly devcycle: DevCycleClient) {}
  check(user) { return this.devcycle.variableValue(user, 'order-guard', false); }
  //                                                     ^^^^^^^^^^^^^ order-guard · devcycle variableValue · default false
}
new MockDevCycleClient('key').mockVariables({ 'mocked-orders': true });
//                                            ^^^^^^^^^^^^^^^ mocked-orders · devcycle mockVariables · override
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { useVariable } from './stylesheet';
import { initialize } from './search-engine';
initialize('key').variable('left', 1);
useVariable('--color', 'blue');
scope.variable('x', 0);
client.variableValue(user, 'x', 0);
events.subscribe('variableUpdated:x', run);
catalog.allVariables()['x'];
`);
  });
});
