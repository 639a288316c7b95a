import { describe, test } from 'vitest';
import { expectCallSites } from '../../../support/call-sites-of.ts';

describe('Flipt', () => {
  test('REST: the key is a property', () => {
    expectCallSites(`
import { FliptApiClient, FliptClient } from '@flipt-io/flipt';
const flipt = new FliptClient({ url: 'http://flipt.internal' });
await flipt.evaluation.boolean({ namespaceKey: 'shop', flagKey: 'express-shipping', entityId: 'reader', context: {} });
//                                                              ^^^^^^^^^^^^^^^^^^ express-shipping · flipt boolean
flipt.evaluation.variant({ flagKey: 'tax-engine', entityId: 'reader' });
//                                  ^^^^^^^^^^^^ tax-engine · flipt variant
flipt.evaluation.batch({ requests: [{ flagKey: 'stock-sync', entityId: '1' }, { flagKey: 'mail-queue', entityId: '1' }] });
//                                             ^^^^^^^^^^^^ stock-sync · flipt batch
//                                                                                       ^^^^^^^^^^^^ mail-queue · flipt batch
new FliptApiClient({ environment: '' }).evaluation.boolean({ flagKey: 'night-billing', entityId: '' });
//                                                                    ^^^^^^^^^^^^^^^ night-billing · flipt boolean
const isOn = (flagKey: string) => flipt.evaluation.boolean({ flagKey, entityId: 'reader', context: {} });
//                                                           ^^^^^^^ dynamic: flagKey · flipt boolean
isOn('price-watch');
//   ^^^^^^^^^^^^^ price-watch · flipt boolean · via isOn
`);
  });

  test('client-side evaluation, positional in its first versions', () => {
    expectCallSites(`
import { FliptClient } from '@flipt-io/flipt-client-js';
import { FliptClient as NodeClient } from '@flipt-io/flipt-client-js/node';
const { FliptEvaluationClient } = require('@flipt-io/flipt-client');
const client = await FliptClient.init({ namespace: 'shop', url: '' });
client.evaluateBoolean({ flagKey: 'lazy-images', entityId: 'reader', context: {} });
//                                ^^^^^^^^^^^^^ lazy-images · flipt evaluateBoolean
client.evaluateVariant({ flagKey: 'banner-text', entityId: 'reader', context: {} });
//                                ^^^^^^^^^^^^^ banner-text · flipt evaluateVariant
client.evaluateBatch([{ flagKey: 'wish-list', entityId: '1' }, { flagKey: 'gift-wrap', entityId: '1' }]);
//                               ^^^^^^^^^^^ wish-list · flipt evaluateBatch
//                                                                        ^^^^^^^^^^^ gift-wrap · flipt evaluateBatch
(await NodeClient.init({})).evaluateBoolean({ flagKey: 'weekly-digest', entityId: '' });
//                                                     ^^^^^^^^^^^^^^^ weekly-digest · flipt evaluateBoolean
const old = await FliptEvaluationClient.init('shop', {});
old.evaluateBoolean('review-stars', 'reader', {});
//                  ^^^^^^^^^^^^^^ review-stars · flipt evaluateBoolean
client.listFlags();
`);
  });

  test('React', () => {
    expectCallSites(`
import { useFliptBoolean, useFliptContext, useFliptSelector, useFliptVariant } from '@flipt-io/flipt-client-react';
export function Cart() {
  const bundles = useFliptBoolean('cart-bundles', false, 'reader', {});
  //                              ^^^^^^^^^^^^^^ cart-bundles · flipt useFliptBoolean · default false
  const title = useFliptVariant('cart-title', 'plain', 'reader', {});
  //                            ^^^^^^^^^^^^ cart-title · flipt useFliptVariant · default "plain"
  const { client } = useFliptContext();
  client?.evaluateBoolean({ flagKey: 'gift-wrap', entityId: 'reader', context: {} });
  //                                 ^^^^^^^^^^^ gift-wrap · flipt evaluateBoolean
  return useFliptSelector((client, isLoading) => client?.evaluateBoolean({ flagKey: 'one-click-buy', entityId: 'reader', context: {} }));
  //                                                                                ^^^^^^^^^^^^^^^ one-click-buy · flipt evaluateBoolean
}
`);
  });

  test('look-alikes stay silent', () => {
    expectCallSites(`
import { FliptClient } from './pinball';
import { z } from 'zod';
new FliptClient({}).evaluation.boolean({ flagKey: 'left' });
z.object({ open: z.boolean({ flagKey: 'no' }) });
faker.datatype.boolean({ flagKey: 'no' });
useFliptSelector((client) => client.evaluateBoolean({ flagKey: 'no' }));
`);
  });
});

test('the metrics client, the slim build, the base class', () => {
  expectCallSites(`
import { FliptClient, FliptMetrics } from '@flipt-io/flipt';
import { type BaseFliptClient, FliptClient as Slim } from '@flipt-io/flipt-client-js/slim';
import { FliptMetrics as Meters } from './meters';
new FliptMetrics(new FliptClient().evaluation, datadog).boolean({ flagKey: 'gift-wrap', entityId: '1', context: {} });
//                                                                         ^^^^^^^^^^^ gift-wrap · flipt boolean
Slim.init({ wasmURL: '' }).then((client) => client.evaluateVariant({ flagKey: 'cart-banner', entityId: '1', context: {} }));
//                                                                            ^^^^^^^^^^^^^ cart-banner · flipt evaluateVariant
export const isNew = (client: BaseFliptClient) => client.evaluateBoolean({ flagKey: 'new-shelf', entityId: '1', context: {} });
//                                                                                  ^^^^^^^^^^^ new-shelf · flipt evaluateBoolean
new Meters().boolean({ flagKey: 'not-a-flag' });
`);
});
