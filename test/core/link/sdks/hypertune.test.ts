import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Hypertune', () => {
  test('methods of the generated client that take a fallback', () => {
    expectCallSites({
      'cart.tsx': `
import { useHypertune } from '../generated/hypertune.react';
export function Cart() {
  const hypertune = useHypertune();
  const bundles = hypertune.cartBundles({ fallback: false });
  //                        ^^^^^^^^^^^ cartBundles · hypertune useHypertune · default false
  const title = hypertune.cartTitle({ args: { plan: 'gold' }, fallback: 'Cart' });
  //                      ^^^^^^^^^ cartTitle · hypertune useHypertune · default "Cart"
  const checkout = hypertune.checkout();
  hypertune.close();
  return checkout.isOpen;
}
export function Checkout() {
  const hypertune = useHypertune();
  const shop = hypertune.shop({ args: { country: 'NO' } });
  const isNew = shop.newCheckout({ fallback: false });
  //                 ^^^^^^^^^^^ shop.newCheckout · hypertune useHypertune · default false
  hypertune.shop().delivery().express({ fallback: true });
  //                          ^^^^^^^ shop.delivery.express · hypertune useHypertune · default true
  hypertune.sections({ itemFallback: false });
  //        ^^^^^^^^ sections · hypertune useHypertune · default false
  hypertune.prices().get({ fallback: { gold: 1 } });
//^^^^^^^^^^^^^^^^^^ prices · hypertune useHypertune · default {}
  hypertune.events().pageView({ args: { href: '' } });
  hypertune.prices().get();
  hypertune.get({ fallback: {} });
  hypertune.isReady();
}
`,
      'hypertune-client.ts': `
import { createSource } from './generated/hypertune';
const source = createSource({ token: '' });
export default async function getHypertune() {
  await source.initIfNeeded();
  return source.root({ args: {} });
}
`,
      'page.ts': `
import getHypertune from './hypertune-client';
export async function page() {
  const root = await getHypertune();
  return root.summerSale({ fallback: true });
  //          ^^^^^^^^^^ summerSale · hypertune useHypertune · default true
}
`,
    });
  });

  test('typed by what was generated, and in Vue', () => {
    expectCallSites({
      'pages.ts': `
import { createSourceForServerOnly, type RootNode } from '~/generated/hypertune';
import * as generated from './generated/hypertune';
export const pages = (root: RootNode) => root.pages({ itemFallback: 'home' });
//                                            ^^^^^ pages · hypertune useHypertune · default "home"
createSourceForServerOnly({ token: '' }).root({ args: {} }).summerSale({ fallback: true });
//                                                          ^^^^^^^^^^ summerSale · hypertune useHypertune · default true
generated.createSource({ token: '' }).root().getFlagValues({ flagFallbacks, flagPaths: ['summerSale', 'shop.newCheckout'] });
//                                                                                      ^^^^^^^^^^^^ summerSale · hypertune getFlagValues
//                                                                                                    ^^^^^^^^^^^^^^^^^^ shop.newCheckout · hypertune getFlagValues
`,
      'Banner.vue': `
<script setup lang="ts">
import { useHypertune } from './generated/hypertune.vue';
const hypertune = useHypertune();
const text = computed(() => hypertune.value.bannerText({ fallback: '' }));
//                                          ^^^^^^^^^^ bannerText · hypertune root · default ""
</script>
`,
    });
  });

  test('before version 2 a flag was read in a second step', () => {
    expectCallSites(`
import { initializeHypertune } from './generated/hypertune';
const root = initializeHypertune({}).root({ context: {} });
const sale = root.summerSale().get(false);
//           ^^^^^^^^^^^^^^^^^ summerSale · hypertune useHypertune · default false
`);
  });

  test("declarations for Vercel's SDK", () => {
    expectCallSites(`
import { createHypertuneAdapter } from '@flags-sdk/hypertune';
import { flag } from 'flags/next';
import { createSource, flagFallbacks, vercelFlagDefinitions as flagDefinitions } from './generated/hypertune';
const adapter = createHypertuneAdapter({ createSource, flagFallbacks, flagDefinitions, identify });
export const sale = flag(adapter.declarations.summerSale);
//                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ summerSale · vercel-flags flag · definition
export const checkout = flag(adapter.declarations['shop.newCheckout']);
//                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shop.newCheckout · vercel-flags flag · definition
const isOn = await sale();
//                 ^^^^ summerSale · vercel-flags flag
`);
  });

  test('the untyped way', () => {
    expectCallSites(`
import { Node } from 'hypertune';
export const read = (node: Node) => node.getFieldNode('lazyImages').getValue({ fallback: false });
//                                                    ^^^^^^^^^^^^ lazyImages · hypertune getFieldNode
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites({
      'hypertune.ts': `
export const tune = { radio: (options) => options.fallback };
`,
      'radio.ts': `
import { tune } from './hypertune';
import { useHypertune } from './guitar';
tune.radio({ fallback: false });
useHypertune().string({ fallback: 'e' });
const tree = shop();
tree.branch().leaf({ fallback: 'green' });
tree.leaf().get(false);
`,
    });
  });
});
