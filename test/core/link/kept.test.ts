import { test } from 'vitest';
import { expectCallSites } from '../../support/call-sites-of.ts';

test('a map in which flags are kept by their keys', () => {
  expectCallSites({
    'flags.ts': `
import { OpenFeature } from '@openfeature/web-sdk';
const keys = ['new-cart', 'gift-cards'];
const cache = new Map<string, boolean>();
const carts = new Map<string, string>();
export async function load(user: string) {
  for (const key of keys) {
    const value = await OpenFeature.getClient().getBooleanValue(key, false);
    //                                                          ^^^ one of new-cart, gift-cards · openfeature getBooleanValue · default false
    cache.set(key, value);
    carts.set(key, user);
    carts.set(user, value);
  }
  return carts.get(user);
}
export const isOn = (key: string) => cache.get(key) ?? false;
    //                                         ^^^ dynamic: key · openfeature getBooleanValue
`,
    'shop.ts': `
import { isOn } from './flags';
isOn('new-cart');
//   ^^^^^^^^^^ new-cart · openfeature getBooleanValue · via isOn
`,
  });
});

test('a map that is a member', () => {
  expectCallSites(`
import type { Unleash } from 'unleash-client';
class Flags {
  private readonly known = new Map();
  constructor(private readonly unleash: Unleash) {}
  isOn(key: string): boolean {
    if (!this.known.has(key)) this.known.set(key, this.unleash.isEnabled(key) as boolean);
    //                                                                   ^^^ dynamic: key · unleash isEnabled
    return this.known.get(key);
    //                    ^^^ dynamic: key · unleash isEnabled
  }
}
class Others {
  private readonly known = new Map();
  get(key: string) { return this.known.get(key); }
}
`);
});
