import { describe, expect, it, test } from 'vitest';
import { callSite } from '../../support/call-sites.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import { expectMarked } from '../../support/check-source.ts';

const check = 'flag-in-loop';
const code = `for (const book of books) client.getBooleanValue('new-prices', false);`;
const inLoop = (parts: CheckCodeOptions['callSite'] = {}): CheckCodeOptions => ({
  snapshot: null,
  callSite: { use: { ...callSite().use, inLoop: true, within: { start: 0, end: 500 } }, ...parts },
  settings: { [check]: {} },
});

it('says what to do, and what it costs', () => {
  expect(findingLines(code, inLoop())).toEqual([
    `'new-prices' info flag-in-loop: "new-prices" is read for each element, and nothing in the call depends on the element: read it once before.`,
  ]);
  expect(evidenceLines(code, inLoop())).toEqual(['each evaluation: is waited for']);
  expect(evidenceLines(code, inLoop({ isAsync: false }))).toEqual(['each evaluation: is made anew']);
});

it.each([
  ['a hook', { method: 'useFlag' }],
  ['an override', { role: 'override' }],
  ['one of several flags', { key: { kind: 'one-of', values: ['a', 'b'] } }],
] as const)('is silent for %s', (_, parts) => {
  expect(checkCode(code, inLoop(parts)).findings.map((finding) => finding.check)).not.toContain(check);
});

const head = `import { OpenFeature } from '@openfeature/server-sdk';
const client = OpenFeature.getClient();
`;
const inFunction = (source: string): string =>
  `${head}export async function reprice(books, user) {
  ${source.replaceAll('«READ»', `client.getBooleanValue(«'new-prices'», false)`).replaceAll('READ', `client.getBooleanValue('new-prices', false`)}
}`;

describe('asked again for nothing', () => {
  test.each([
    'for (const book of books) { if (await «READ») book.reprice(); }',
    'for (const book of books) if (await «READ») book.reprice();',
    'for (const id in books) { if (await «READ») books[id].reprice(); }',
    'books.forEach((book) => { if («READ») book.reprice(); });',
    'return Promise.all(books.map(async (book) => (await «READ») ? book.next : book.price));',
    `for (const book of books) { await user.pay(book); if (await client.getBooleanValue(«'new-prices'», false, { targetingKey: user.id })) book.reprice(); }`,
    `for (const book of books) { if (await client.getBooleanValue(«'new-prices'», false, { targetingKey: user.id })) book.reprice(); }`,
    'for (const book of books) { for (const page of book.pages) { if (await «READ») page.reprice(); } }',
  ])('%s', (source) => {
    expectMarked(check, inFunction(source));
  });
});

describe('asked for good reason', () => {
  test.each([
    'for (const book of books) { if (await READ, { targetingKey: book.owner })) book.reprice(); }',
    'for (const book of books) { const owner = await book.owner(); if (await READ, owner)) book.reprice(); }',
    'books.filter((book) => READ, book));',
    'for (const { client } of books) { if (await READ)) pay(); }',
    'for (const book of books) { [user] = book.owners; if (await READ, user)) book.reprice(); }',
    'for (const book of books) { let next; next = book; if (await READ, next)) book.reprice(); }',
    'for (const book of books) { await login(book.owner); if (await READ)) book.reprice(); }',
    'for (const book of books) { if (await READ)) book.reprice(); await client.setContext(book.owner); }',
    'books.forEach(({ owner }) => { if (READ, owner)) pay(); });',
    'books.forEach(function (book) { if (READ, book.owner)) pay(); });',
    'books.forEach(book => { if (READ, book.owner)) pay(); });',
    'while (await READ)) await wait();',
    'do { await wait(); } while (await READ));',
    'for (;;) { if (await READ)) return; await wait(); }',
    'while (books.length > 0) { const book = books.pop(); if (await READ)) book.reprice(); }',
    'const isNew = await READ);\nfor (const book of books) { if (isNew) book.reprice(); }',
    'for (const book of await READ) ? books : []) book.reprice();',
    'for (const book of books) { book.onClick(async () => { if (await READ)) book.reprice(); }); }',
  ])('%s', (source) => {
    expectMarked(check, inFunction(source));
  });

  it('leaves flags alone that have been read already', () => {
    expectMarked(
      check,
      `import { useFlags } from 'launchdarkly-react-client-sdk';
export function Books({ books }) {
  const flags = useFlags();
  return books.map((book) => (flags.newPrices ? <New /> : <Old />));
}`,
    );
  });
});
