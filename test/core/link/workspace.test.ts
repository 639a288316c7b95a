import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('keys and clients of other files', () => {
  expectCallSites({
    'flags.ts': `
import { OpenFeature } from '@openfeature/server-sdk';
export const client = OpenFeature.getClient();
export enum Flag { Checkout = 'new-checkout' }
export default { search: 'new-search' };
`,
    'index.ts': `export * from './flags';\nexport { default as Keys } from './flags';\n`,
    'page.ts': `
import { client, Flag, Keys } from './index';
import * as all from './flags.js';
client.getBooleanValue(Flag.Checkout, false);
  //                   ^^^^^^^^^^^^^ new-checkout · openfeature getBooleanValue · default false
all.client.getBooleanValue(Keys.search, false);
  //                       ^^^^^^^^^^^ new-search · openfeature getBooleanValue · default false
`,
  });
});

test('functions that pass their parameter on are flag reads themselves', () => {
  expectCallSites({
    'use-ui-flag.ts': `
import { useBooleanFlagValue } from '@openfeature/react-sdk';
const known = { 'new-shelf': true };
export function useUiFlag(key: keyof typeof known, fallback = false) {
  return useBooleanFlagValue(key, fallback);
  //                         ^^^ dynamic: key · openfeature useBooleanFlagValue
}
export const useAll = ({ flag }: { flag: string }) => useUiFlag(flag);
  //                                                            ^^^^ dynamic: flag · openfeature useBooleanFlagValue · via useUiFlag
export const Feature = ({ name, children }) => (useUiFlag(name) ? children : null);
  //                                                      ^^^^ dynamic: name · openfeature useBooleanFlagValue · via useUiFlag
`,
    'page.tsx': `
import { Feature, useAll, useUiFlag } from './use-ui-flag';
export function Page() {
  const shelf = useUiFlag('new-shelf', true);
  //                      ^^^^^^^^^^^ new-shelf · openfeature useBooleanFlagValue · default true · via useUiFlag
  const gift = useAll({ flag: 'gift-wrap' });
  //                          ^^^^^^^^^^^ gift-wrap · openfeature useBooleanFlagValue · via useAll > useUiFlag
  return <Feature name="page-footer">{shelf}</Feature>;
  //                   ^^^^^^^^^^^^^ page-footer · openfeature useBooleanFlagValue · via Feature > useUiFlag
}
`,
  });
});

test('methods of a class of our own', () => {
  expectCallSites({
    'flag-service.ts': `
import { LDClient } from '@launchdarkly/node-server-sdk';
export class FlagService {
  constructor(private client: LDClient) {}
  isOn(key: string) { return this.client.boolVariation(key, {}, false); }
  //                                                   ^^^ dynamic: key · launchdarkly boolVariation · default false
}
`,
    'order.ts': `
import type { FlagService } from './flag-service';
export function place(flags: FlagService, plan: Plan) {
  plan.isOn('pro');
  return flags.isOn('order-v2');
  //                ^^^^^^^^^^ order-v2 · launchdarkly boolVariation · via isOn
}
`,
  });
});
