import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Vercel Flags', () => {
  test('the definition names the key; calling it reads the flag, in other files too', () => {
    expectCallSites({
      'flags.ts': `
import { flag } from 'flags/next';
import { ldAdapter } from '@flags-sdk/launchdarkly';
export const showSummerSale = flag<boolean>({ key: 'summer-sale', defaultValue: false, decide: () => false });
//                                                 ^^^^^^^^^^^^^ summer-sale · vercel-flags flag · definition · default false
export const bannerText = flag({ key: 'banner-text', adapter: ldAdapter.variation({ defaultValue: '' }) });
//                                    ^^^^^^^^^^^^^ banner-text · vercel-flags flag · definition
export const all = [showSummerSale, bannerText] as const;
`,
      'page.tsx': `
import { evaluate, getPrecomputed, precompute } from 'flags/next';
import * as flags from './flags';
import { all, bannerText, showSummerSale } from './flags';
export async function Page({ code }) {
  const sale = await showSummerSale();
  //                 ^^^^^^^^^^^^^^ summer-sale · vercel-flags flag
  if (await showSummerSale(code, all)) return null;
  //        ^^^^^^^^^^^^^^ summer-sale · vercel-flags flag
  const [text] = await evaluate([bannerText]);
  //                             ^^^^^^^^^^ banner-text · vercel-flags evaluate
  await precompute(all);
  //               ^^^ one of summer-sale, banner-text · vercel-flags precompute
  await getPrecomputed(bannerText, all, code);
  //                   ^^^^^^^^^^ banner-text · vercel-flags getPrecomputed
  return flags.bannerText();
  //     ^^^^^^^^^^^^^^^^ banner-text · vercel-flags flag
}
`,
    });
  });

  test('SvelteKit, and names from before', () => {
    expectCallSites(`
import { flag } from 'flags/sveltekit';
import { unstable_flag } from '@vercel/flags/next';
const wishList = flag({ key: 'wish-list', decide: () => true });
//                           ^^^^^^^^^^^ wish-list · vercel-flags flag · definition
const giftWrap = unstable_flag({ key: 'gift-wrap', decide: () => true });
//                                    ^^^^^^^^^^^ gift-wrap · vercel-flags unstable_flag · definition
wishList();
//^^^^^^^^ wish-list · vercel-flags flag
giftWrap();
//^^^^^^^^ gift-wrap · vercel-flags flag
`);
  });

  test('evaluated outside of requests, and defined from an object', () => {
    expectCallSites(`
import { evaluate, flag, getPrecomputed, precompute } from 'flags/next';
const definition = { key: 'price-watch', decide: () => false };
export const priceWatch = flag(definition);
//                             ^^^^^^^^^^ price-watch · vercel-flags flag · definition
const sale = flag<boolean>({ key: 'summer-sale', adapter: adapter.isFeatureEnabled(), defaultValue: true });
//                                ^^^^^^^^^^^^^ summer-sale · vercel-flags flag · definition · default true
await sale.run({ identify: { user: 'reader' } });
//    ^^^^ summer-sale · vercel-flags flag
track(sale.key);
const [isOn] = await evaluate([sale]);
//                             ^^^^ summer-sale · vercel-flags evaluate
await precompute([sale]);
//                ^^^^ summer-sale · vercel-flags precompute
await getPrecomputed(sale, [sale], 'code');
//                   ^^^^ summer-sale · vercel-flags getPrecomputed
await priceWatch();
//    ^^^^^^^^^^ price-watch · vercel-flags flag
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { flag } from './country-flags';
import { flag as define } from 'commander';
import { getProviderData } from 'flags/next';
const nl = flag({ key: 'nl' });
nl();
define({ key: 'verbose' });
getProviderData({ nl });
evaluate([nl]);
nl.run({ identify: 'reader' });
`);
  });
});
