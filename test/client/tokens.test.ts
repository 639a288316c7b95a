import { describe, expect, test } from 'vitest';
import { decodeToken, encodeToken, isTokenKey, Tokens } from '../../client/src/tokens.ts';

const SHOP = 'https://flags.shop.example';

function secrets(): Map<string, string> & { store(key: string, value: string): Promise<void> } {
  const map = new Map<string, string>();
  return Object.assign(map, {
    store: async (key: string, value: string) => {
      map.set(key, value);
    },
  });
}

function tokens(map: ReturnType<typeof secrets>): Tokens {
  return new Tokens({
    get: async (key) => map.get(key),
    store: map.store,
    delete: async (key) => {
      map.delete(key);
    },
  });
}

describe('Tokens', () => {
  test('a token is handed out for its own origin alone', async () => {
    const store = tokens(secrets());
    await store.set(SHOP, 'shop-token');
    expect(await store.get(SHOP)).toBe('shop-token');
    for (const other of [
      'http://flags.shop.example',
      'https://flags.shop.example:8443',
      'https://flags.shop.example.attacker.example',
      'https://shop.example',
      '',
    ]) {
      expect(await store.get(other)).toBeNull();
    }
  });

  test('a record that was moved to the key of another origin is not used', async () => {
    const map = secrets();
    await tokens(map).set(SHOP, 'shop-token');
    const [record] = map.values();
    map.set('sluice.token:https://attacker.example', record ?? '');
    expect(await tokens(map).get('https://attacker.example')).toBeNull();
  });

  test('removing one leaves the others', async () => {
    const store = tokens(secrets());
    await store.set(SHOP, 'shop-token');
    await store.set('http://127.0.0.1:4650', 'local-token');
    await store.remove(SHOP);
    expect(await store.get(SHOP)).toBeNull();
    expect(await store.get('http://127.0.0.1:4650')).toBe('local-token');
  });

  test('stored under a key that other windows recognize', async () => {
    const map = secrets();
    await tokens(map).set(SHOP, 'shop-token');
    expect([...map.keys()].every(isTokenKey)).toBe(true);
    expect(isTokenKey('other.extension')).toBe(false);
  });
});

describe('decodeToken', () => {
  test.each([
    ['nothing', undefined],
    ['a bare token', 'shop-token'],
    ['no object', 'null'],
    ['another version', JSON.stringify({ version: 2, origin: SHOP, token: 'shop-token' })],
    ['no token', JSON.stringify({ version: 1, origin: SHOP })],
    ['an empty token', encodeToken(SHOP, '')],
    ['another origin', encodeToken('https://attacker.example', 'shop-token')],
  ])('%s gives null', (_, stored) => {
    expect(decodeToken(SHOP, stored)).toBeNull();
  });
});
