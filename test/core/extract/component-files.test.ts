import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('scripts of .vue and .svelte files, at their place in the file', () => {
  expectCallSites({
    'Cart.vue': `
<template>
  <p v-if="gift">client.getBooleanValue('not-code', false)</p>
</template>
<script lang="ts" setup>
import { OpenFeature } from '@openfeature/web-sdk';
const client = OpenFeature.getClient();
const gift = client.getBooleanValue('gift-wrap', false as boolean);
  //                                ^^^^^^^^^^^ gift-wrap · openfeature getBooleanValue · default false
</script>
<style>p { color: red }</style>
`,
    'Shelf.svelte': `
<script context="module">
import { initialize } from 'unleash-client';
const unleash = initialize({ url: '' });
</script>
<script>
  let shelf = unleash.isEnabled('new-shelf');
  //                            ^^^^^^^^^^^ new-shelf · unleash isEnabled
</script>
{#if shelf}<p>unleash.isEnabled('text')</p>{/if}
`,
  });
});
