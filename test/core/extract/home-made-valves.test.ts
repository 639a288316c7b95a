/** Conditions that let a share of the load through, and the many that look like them. */
import { describe, expect, it } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { createPrefilter } from '../../../server/src/core/prefilter.ts';
import { callSitesOf } from '../../support/call-sites-of.ts';

const prefilter = createPrefilter([]);

/** `text · share in percent · method` of each valve. */
function valvesIn(code: string, path = 'checkout.ts'): readonly string[] {
  return callSitesOf({ [path]: code })
    .filter(({ role }) => role === 'home-made-valve')
    .map(({ key, share, method }) => {
      const text = key.kind === 'dynamic' ? key.text : '';
      return `${text} · ${share === null ? '?' : `${share / 100} %`} · ${method}`;
    });
}

describe.each([
  ['if (Math.random() < 0.1) newCheckout(); else oldCheckout();', 'Math.random() < 0.1 · 10 % · Math.random'],
  ['if (Math.random() * 100 < percent) newCheckout();', 'Math.random() * 100 < percent · ? · Math.random'],
  [
    'const share = 25;\nif (Math.random() * 100 < share) newCheckout();',
    'Math.random() * 100 < share · 25 % · Math.random',
  ],
  ['if (0.05 >= Math.random()) newCheckout();', '0.05 >= Math.random() · 5 % · Math.random'],
  ['export const inBeta = () => Math.random() < 0.2;', 'Math.random() < 0.2 · 20 % · Math.random'],
  ['const view = Math.random() < 0.5 ? treatment() : control();', 'Math.random() < 0.5 · 50 % · Math.random'],
  [
    "export function variantOf() { return Math.random() < 0.5 ? 'control' : 'treatment'; }",
    'Math.random() < 0.5 · 50 % · Math.random',
  ],
  [
    'Math.floor(Math.random() * 100) < 30 && newCheckout();',
    'Math.floor(Math.random() * 100) < 30 · 30 % · Math.random',
  ],
  [
    'function report() {\n  if (Math.random() > sampleRate) return;\n  send();\n}',
    'Math.random() > sampleRate · ? · Math.random',
  ],
  [
    'if (outcome === 1 || Math.random() < SAMPLE_RATE) logger.info(outcome);',
    'Math.random() < SAMPLE_RATE · ? · Math.random',
  ],
  [
    'const roll = Math.random() * 100;\nif (roll < rolloutPercent) newCheckout();',
    'roll < rolloutPercent · ? · Math.random',
  ],
  [
    "import crypto from 'node:crypto';\nif (crypto.randomInt(100) < 10) newCheckout();",
    'crypto.randomInt(100) < 10 · 10 % · randomInt',
  ],
  // On the wrong scale, but meant to be valves.
  ['const inRollout = () => Math.random() < 5;', 'Math.random() < 5 · 100 % · Math.random'],
  ['const inRollout = () => Math.random() > 50;', 'Math.random() > 50 · 0 % · Math.random'],
  ['const inBeta = (user) => hash(user.id) % 10 < 25;', 'hash(user.id) % 10 < 25 · 100 % · hash'],
  ['if (randomInt(0, 1_000) < 5) newCheckout();', 'randomInt(0, 1_000) < 5 · 0.5 % · randomInt'],
  ['if (hash(user.id) % 100 < pct) newCheckout();', 'hash(user.id) % 100 < pct · ? · hash'],
  ['if (murmur(userId) % 1000 <= 25) newCheckout();', 'murmur(userId) % 1000 <= 25 · 2.6 % · murmur'],
  ['if (parseInt(id, 16) % 10 === 0) newCheckout();', 'parseInt(id, 16) % 10 === 0 · 10 % · parseInt'],
  ['const isNew = (n) => Math.abs(hashCode(n)) % 100 < 20;', 'Math.abs(hashCode(n)) % 100 < 20 · 20 % · hashCode'],
  ['if (user.id % 100 < 10) newCheckout();', 'user.id % 100 < 10 · 10 % · id'],
  [
    'function isOn(userId) {\n  const bucket = fnv1a(userId) % 100;\n  return bucket < 25;\n}',
    'bucket < 25 · 25 % · fnv1a',
  ],
  [
    'function isIn(id, rollout) {\n  let hash = 0;\n  for (const c of id) hash = (hash * 31 + c.charCodeAt(0)) >>> 0;\n  return hash % 100 < rollout;\n}',
    'hash % 100 < rollout · ? · hash',
  ],
  ['if (bucket(user) < rollout) newCheckout();', 'bucket(user) < rollout · ? · bucket'],
  [
    'if (userBucket <= config.rolloutPercentage) newCheckout();',
    'userBucket <= config.rolloutPercentage · ? · userBucket',
  ],
  ['const h = (murmurhash.v3(id) >>> 0) / 0xffffffff;\nif (h < rollout) newCheckout();', 'h < rollout · ? · v3'],
])('%s', (code, expected) => {
  it('is a home-made valve', () => {
    expect(valvesIn(code)).toEqual([expected]);
  });

  it('lets its file through the prefilter', () => {
    expect(prefilter.matches(code)).toBe(true);
  });
});

describe('what is no valve', () => {
  it.each([
    ['jitter', 'const delay = base * (Math.random() < 0.5 ? 1 : 2);'],
    ['backoff', 'function backoff(n) { if (Math.random() < 0.3) return n * 2; return n; }'],
    ['a shuffle', 'books.sort(() => (Math.random() < 0.5 ? -1 : 1));'],
    ['a sample of a list', 'const some = books.filter(() => Math.random() < 0.1);'],
    ['a coin', 'if (Math.random() < 0.5) turnLeft();'],
    ['made-up data', "const status = Math.random() < 0.9 ? 'paid' : 'open';"],
    ['made-up data in a loop', 'for (const c of name) { if (Math.random() < 0.1) out += c; }'],
    ['made-up rows', 'const rows = Array.from({ length: 9 }, () => { if (Math.random() < 0.2) return a; return b; });'],
    ['a color', 'const color = Math.random() < 0.3 ? red() : blue();'],
    ['an animation', 'function animate() { if (Math.random() < 0.02) addParticle(); }'],
    ['a game', 'if (Math.random() < critChance) enemy.hp -= 10;'],
    ['a faked failure', "setTimeout(() => { if (Math.random() < 0.8) resolve('ok'); else reject(); }, 10);"],
    ['a demo', 'if (runDemo) { if (Math.random() < 0.75) track(); }'],
    ['an unnamed limit', 'if (Math.random() < x) go();'],
    ['a condition that always holds', 'if (Math.random() < 1) newCheckout();'],
    ['a condition that never holds', 'if (hash(id) % 100 < 0) newCheckout();'],
    ['one whose names do not say that it is meant to', 'if (Math.random() < 5) go();'],
    ['an index', 'if (i % 2 === 0) paintRow();'],
    ['every tenth row', 'if (index % 10 === 0) log(index);'],
    ['progress', 'for (const userId of users) { if (userId % 100 === 0) log(userId); }'],
    ['an ordinal', "const th = n % 100 < 20 && n % 100 > 10 ? 'th' : 'st';"],
    ['a shard', 'const shard = shards[hash(id) % shards.length];'],
    ['a shard of a list', 'if (hash(id) % shards.length === 0) first();'],
    ['a hue', 'if (hash(name) % 360 < 180) warm();'],
    ['a page', 'const more = total % limit === 0 ? 0 : 1;'],
    ['a leap year', 'const leap = year % 100 === 0 && year % 400 === 0;'],
    ['time', 'if (Date.now() % 1000 < 500) blinkOn();'],
    ['money', 'if (cents % 100 === 0) return whole;'],
    ['an id', 'const id = Math.floor(Math.random() * 1000);'],
    ['a token bucket', 'if (bucket.tokens < 1) reject();'],
    ['a storage bucket', 'if (bucket < otherBucket) swap();'],
    ['a histogram', 'if (bucket > currentBucket) next();'],
    ['a remainder that is kept', 'const last = hash(id) % 100;'],
  ])('%s: %s', (_, code) => {
    expect(valvesIn(code)).toEqual([]);
  });

  it('one draw of many', () => {
    const draws = Array.from({ length: 5 }, (_, n) => `if (Math.random() < 0.${n + 1}) step${n}();`);
    expect(valvesIn(draws.join('\n'))).toEqual([]);
  });

  it.each([
    'test/checkout.test.ts',
    'src/seed/books.ts',
    'src/mocks/orders.ts',
    'src/paymentErrorGenerator.ts',
    'src/game/board.ts',
  ])('a file of tests, data or play: %s', (path) => {
    expect(valvesIn('if (Math.random() < 0.1) newCheckout();', path)).toEqual([]);
  });
});

describe('a home-made valve', () => {
  const [site] = callSitesOf({
    'pay.ts': 'export const pay = () => {\n  if (Math.random() >= 0.1) return oldPay();\n  newPay();\n};',
  });

  it('has no key but says why', () => {
    expect(site?.key).toEqual({
      kind: 'dynamic',
      text: 'Math.random() >= 0.1',
      reason: 'no flag: the share is written in the code',
    });
  });

  it('says what it decides', () => {
    expect(site).toMatchObject({
      sdk: 'home-made',
      role: 'home-made-valve',
      share: 9000,
      use: { kind: 'condition', branch: { kind: 'early-return', isAlone: true } },
    } satisfies DeepPartial<CallSite>);
  });

  it('says where else the share comes from', () => {
    const [other] = callSitesOf({ 'pay.ts': 'if (Math.random() < config.rolloutShare) newPay();' });
    expect(other?.key).toMatchObject({ reason: 'no flag: the code lets a share of the load through' });
  });
});

type DeepPartial<T> = T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;
