import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('composables need no import, those of the workspace and those of a module', () => {
  expectCallSites({
    'composables/useShopFlag.ts': `
import posthog from 'posthog-js';
export const useShopFlag = (key) => posthog.isFeatureEnabled(key);
//                                                           ^^^ dynamic: key · posthog isFeatureEnabled
`,
    'composables/use-growth.ts': `
import { GrowthBook } from '@growthbook/growthbook';
export default () => new GrowthBook({});
`,
    'composables/useTill.ts': `
export const useTill = () => openTill();
`,
    'utils/useDesk.ts': `
import posthog from 'posthog-js';
export const useDesk = () => posthog;
`,
    'pages/cart.vue': `
<script setup>
import { useFeatureFlagVariantKey, useShopFlag as useFlag } from '#imports';
const gift = useShopFlag('gift-wrap');
//                       ^^^^^^^^^^^ gift-wrap · posthog isFeatureEnabled · via useShopFlag
const wish = useFlag('wish-list');
//                   ^^^^^^^^^^^ wish-list · posthog isFeatureEnabled · via useShopFlag
const isNew = useGrowth().isOn('new-cart');
//                             ^^^^^^^^^^ new-cart · growthbook isOn
const banner = useFeatureFlagVariantKey('cart-banner');
//                                      ^^^^^^^^^^^^^ cart-banner · posthog useFeatureFlagVariantKey
const bundles = useFeatureFlagEnabled('cart-bundles');
//                                    ^^^^^^^^^^^^^^ cart-bundles · posthog useFeatureFlagEnabled
usePostHog()?.getFeatureFlag('cart-copy');
//                           ^^^^^^^^^^^ cart-copy · posthog getFeatureFlag
useTill().isOn('not-a-flag');
useDesk().isFeatureEnabled('not-a-flag');
</script>
`,
  });
});

test('what a plugin provides', () => {
  expectCallSites({
    'plugins/posthog.client.js': `
import posthog from 'posthog-js';
import { UnleashClient } from 'unleash-proxy-client';
import { openTill } from './till';
export default defineNuxtPlugin(() => {
  const client = posthog.init('', {});
  return { provide: { posthog: () => client, unleash: new UnleashClient({}), featureTill: openTill() } };
});
`,
    'pages/shelf.vue': `
<script setup>
const { $posthog, $unleash } = useNuxtApp();
$posthog().isFeatureEnabled('new-shelf');
//                          ^^^^^^^^^^^ new-shelf · posthog isFeatureEnabled
$unleash.isEnabled('shelf-light');
//                 ^^^^^^^^^^^^^ shelf-light · unleash isEnabled
useNuxtApp().$featureTill.isEnabled('not-a-flag');
useNuxtApp().posthog.isFeatureEnabled('not-a-flag');
</script>
`,
  });
});
