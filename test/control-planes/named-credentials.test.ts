/** Tokens of several control planes: each goes to its own origin, whatever the repository's configuration calls it. */
import { describe, expect, it } from 'vitest';
import { namedCredentials } from '../../server/src/control-planes/credentials.ts';

const shop = 'https://flags.shop.example';
const legacy = 'https://legacy.example';
const here = 'http://127.0.0.1:4650';

describe('which token goes where', () => {
  it.each<[title: string, env: NodeJS.ProcessEnv, url: string, token: string | null]>([
    ['its own, to its own address', { SLUICE_TOKEN_LEGACY_EU: 'own', SLUICE_URL_LEGACY_EU: legacy }, legacy, 'own'],
    ['its own, to no other address', { SLUICE_TOKEN_LEGACY_EU: 'own', SLUICE_URL_LEGACY_EU: legacy }, shop, null],
    ['its own without an address, to this machine', { SLUICE_TOKEN_LEGACY_EU: 'own' }, here, 'own'],
    ['its own without an address, to no other machine', { SLUICE_TOKEN_LEGACY_EU: 'own' }, legacy, null],
    ['its own, to the common address', { SLUICE_TOKEN_LEGACY_EU: 'own', SLUICE_URL: shop }, shop, 'own'],
    [
      'its own, not to the common address where it has one',
      { SLUICE_TOKEN_LEGACY_EU: 'own', SLUICE_URL: shop, SLUICE_URL_LEGACY_EU: legacy },
      shop,
      null,
    ],
    ['the common one, to the common address', { SLUICE_TOKEN: 'common', SLUICE_URL: shop }, shop, 'common'],
    [
      'the common one, not to its own address',
      { SLUICE_TOKEN: 'common', SLUICE_URL: shop, SLUICE_URL_LEGACY_EU: legacy },
      legacy,
      null,
    ],
    ['none of another name', { SLUICE_TOKEN_SHOP: 'other', SLUICE_URL_SHOP: shop }, shop, null],
    [
      'none over plain http',
      { SLUICE_TOKEN_LEGACY_EU: 'own', SLUICE_URL_LEGACY_EU: 'http://a.example' },
      'http://a.example',
      null,
    ],
  ])('%s', (_, env, url, token) => {
    expect(namedCredentials(env, 'legacy.eu').tokenFor(url)).toBe(token);
  });
});

describe('advice', () => {
  it.each<[env: NodeJS.ProcessEnv, advice: string]>([
    [{}, 'Set SLUICE_TOKEN_LEGACY to a token of this control plane.'],
    [
      { SLUICE_TOKEN: 'a', SLUICE_URL: shop },
      `SLUICE_TOKEN is for ${shop}, the origin of SLUICE_URL, and is not sent to ${legacy}. Its own token goes into SLUICE_TOKEN_LEGACY. Its own address goes into SLUICE_URL_LEGACY.`,
    ],
    [
      { SLUICE_TOKEN_LEGACY: 'a', SLUICE_URL: shop },
      `SLUICE_TOKEN_LEGACY is for ${shop}, the origin of SLUICE_URL, and is not sent to ${legacy}. Its own address goes into SLUICE_URL_LEGACY.`,
    ],
    [{ SLUICE_TOKEN_LEGACY: 'a' }, `If ${legacy} is right, set SLUICE_URL_LEGACY=${legacy}.`],
  ])('for %j', (env, advice) => {
    expect(namedCredentials(env, 'legacy').adviceFor?.(legacy)).toContain(advice);
  });

  it('never shows a token', () => {
    expect(() => namedCredentials({ SLUICE_TOKEN_LEGACY: 'secret word' }, 'legacy')).toThrow(
      /^SLUICE_TOKEN_LEGACY holds/,
    );
    expect(() => namedCredentials({ SLUICE_TOKEN_LEGACY: 'secret word' }, 'legacy')).not.toThrow(/secret/);
    expect(() => namedCredentials({ SLUICE_TOKEN_LEGACY: 'a', SLUICE_URL_LEGACY: 'ftp://x' }, 'legacy')).toThrow(
      /^SLUICE_URL_LEGACY cannot be used/,
    );
  });
});
