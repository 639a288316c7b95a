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
`,
    });
  });
});
