import { expect, test } from 'vitest';
import { consentQuestion, Consents } from '../../client/src/consent.ts';

const SHOP = 'file:///home/ada/shop';
const PLANE = 'https://flags.shop.example';

function consents(): Consents {
  const memory = new Map<string, unknown>();
  return new Consents({
    get: <T>(key: string) => memory.get(key) as T | undefined,
    update: async (key, value) => {
      memory.set(key, structuredClone(value));
    },
  });
}

test('an answer holds for its origin and its workspace alone', async () => {
  const answers = consents();
  await answers.set(SHOP, PLANE, 'allowed');
  expect(answers.get(SHOP, PLANE)).toBe('allowed');
  expect(answers.get(SHOP, 'https://attacker.example')).toBe('unasked');
  expect(answers.get('file:///home/ada/blog', PLANE)).toBe('unasked');
});

test('an answer can be changed and taken back', async () => {
  const answers = consents();
  await answers.set(SHOP, PLANE, 'denied');
  expect(answers.get(SHOP, PLANE)).toBe('denied');
  await answers.set(SHOP, PLANE, 'unasked');
  expect(answers.get(SHOP, PLANE)).toBe('unasked');
});

test('workspace and origin cannot be confused with each other', async () => {
  const answers = consents();
  await answers.set('a', 'b\n["c"]', 'allowed');
  expect(answers.get('a\nb', '["c"]')).toBe('unasked');
});

test('a damaged memory is no consent', () => {
  const broken = new Consents({
    get: <T>() => ({ [JSON.stringify([SHOP, PLANE])]: { allowed: true } }) as T,
    update: async () => undefined,
  });
  expect(broken.get(SHOP, PLANE)).toBe('unasked');
});

test('the question names the origin', () => {
  expect(consentQuestion(PLANE).message).toContain(PLANE);
});
