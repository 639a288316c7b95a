import { describe, expect, it, test } from 'vitest';
import type { CallSite, Flag } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines } from '../../support/check-code.ts';
import { expectMarked } from '../../support/check-source.ts';
import { callSite } from '../../support/call-sites.ts';
import { shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const check = 'inconsistent-read';
const read = `client.getBooleanValue('new-prices', false)`;

/** `READ` stands for a read, `READ_USER` for one with a context; what is reported is the key in marks. */
function inFunction(code: string): string {
  const written = code
    .replaceAll('«READ»', `client.getBooleanValue(«'new-prices'», false)`)
    .replaceAll('READ_USER', `client.getBooleanValue('new-prices', false, user)`)
    .replaceAll('READ', read);
  return `import { OpenFeature } from '@openfeature/server-sdk';
const client = OpenFeature.getClient();
export async function checkout(cart, user, others) {
  ${written}
}`;
}

const inOneFunction = (): Partial<CallSite> => ({ use: { ...callSite().use, within: { start: 0, end: 500 } } });
const withoutState = { snapshot: null, callSite: inOneFunction() };

const twice = `if (await ${read}) pay();\nawait reserve(cart);\nif (await ${read}) thank();`;

it('says what happens, where the first read is and what is waited for', () => {
  expect(findingLines(twice, withoutState)).toEqual([
    `'new-prices' warning inconsistent-read: "new-prices" is read a second time after a wait: a request that is under way when it is turned sees both values.`,
  ]);
  expect(evidenceLines(twice, withoutState)).toEqual(['first read: line 1', 'waits in between for: reserve(cart)']);
  const [finding] = checkCode(twice, withoutState).findings;
  expect(finding?.related).toEqual([
    { uri: callSite().uri, span: { start: 33, end: 45 }, what: 'the flag is read first' },
  ]);
});

it.each<[string, Partial<CallSite>]>([
  ['hooks', { method: 'useFlag' }],
  ['another role', { role: 'override' }],
  ['flags that are fixed for the request', { sdk: 'vercel-flags' }],
  ['no function around it', { use: { ...callSite().use, within: null } }],
])('is silent for %s', (_, parts) => {
  expect(checkCode(twice, { snapshot: null, callSite: { ...inOneFunction(), ...parts } }).findings).toEqual([]);
});

it.each<[Flag['purpose'], number]>([
  ['release', 1],
  [null, 1],
  ['ops', 0],
  ['kill-switch', 0],
])('a flag for %s: %i findings', (purpose, count) => {
  const snapshot = shopSnapshot({ flags: [shopSwitch('new-prices', { purpose })] });
  expect(checkCode(twice, { snapshot, callSite: inOneFunction() }).findings).toHaveLength(count);
});

describe('both values can be seen', () => {
  test.each([
    'if (await READ) a();\nawait b();\nif (await «READ») c();',
    'const isNew = await READ;\nconst price = isNew ? a : b;\nif (await «READ») c();',
    'const isNew = await READ;\nif (cart) { await b(); }\nif (!(await «READ»)) c();',
    'const isNew = await READ;\ntry { if (await «READ») c(); } catch {}',
    'for (const book of cart) { const isNew = await READ; await b(); if (await «READ») c(isNew); }',
    'const isNew = await READ;\nif (isNew) { pay(); } else { wait(); }\nawait b();\nreturn «READ»;',
    'const a = await READ;\nawait b();\nconst c = await «READ»;\nawait d();\nreturn «READ»;',
    "const first = await READ_USER;\nawait b();\nif (await client.getBooleanValue(«'new-prices'», false, user)) c(first);",
  ])('%s', (code) => {
    expectMarked(check, inFunction(code));
  });
});

describe('only one value can be seen', () => {
  test.each([
    // In one go.
    'const [a, b] = await Promise.all([READ, READ]);',
    // Only one of them runs.
    'if (cart) { await a(await READ); } else { await a(await READ); }',
    'if (cart) return await READ;\nawait b();\nreturn await READ;',
    'if (cart) { if (await READ) await c(); return; }\nawait b();\nif (await READ) d();',
    'switch (cart) { case 1: await a(await READ); break; case 2: await b(await READ); }',
    'const isNew = cart ? await READ : await READ;',
    'try { await a(await READ); } catch { await b(await READ); }',
    // Of somebody else.
    'const mine = await client.getBooleanValue("new-prices", false, user);\nconst theirs = await client.getBooleanValue("new-prices", false, others);',
    // Another flag.
    `const isNew = await READ;\nawait b();\nif (await client.getBooleanValue('gift-cards', false)) c();`,
    // In another function.
    'const isNew = await READ;\nawait b();\nonClick(async () => { if (await READ) c(); });',
    // Again and again.
    'if (!(await READ)) return;\nwhile (cart) { await b(); if (!(await READ)) return; }',
    // Only the function inside waits.
    'const later = async () => { await b(); };\nconst a = READ;\nconst f = async () => { await later(); };\nreturn [a, READ];',
    // Nobody looks at it.
    'await READ;\nawait b();\nif (await READ) c();',
    // In a comment.
    'const a = READ;\n// await nothing\nconst b = READ;',
  ])('%s', (code) => {
    expectMarked(check, inFunction(code));
  });

  it('knows a client that answers at once', () => {
    const code = `import { initialize } from 'unleash-client';
const unleash = initialize({ url: '', appName: 'shop' });
export async function checkout(cart) {
  const a = unleash.isEnabled('new-prices');
  const b = unleash.isEnabled('new-prices');
  await pay(a, b);
  if (unleash.isEnabled(«'new-prices'»)) thank();
}`;
    expectMarked(check, code);
  });

  it('knows flags that belong to the request', () => {
    expectMarked(
      check,
      `import Flagsmith from 'flagsmith-nodejs';
const flagsmith = new Flagsmith({ environmentKey: '' });
export async function checkout(user) {
  const flags = await flagsmith.getIdentityFlags(user);
  if (flags.isFeatureEnabled('new-prices')) await pay();
  if (flags.isFeatureEnabled('new-prices')) await thank();
}`,
    );
  });
});
