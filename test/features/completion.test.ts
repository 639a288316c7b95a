import type { TextEdit } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { createLineIndex } from '../../server/src/core/line-index.ts';
import { completion } from '../../server/src/features/completion.ts';
import { daysAgo, shopSnapshot, shopSwitch } from '../support/snapshots.ts';
import { openCode, prelude, type OpenCodeOptions } from './open-code.ts';

const options = { format: 'markdown', tags: true, readers: new Set(['getBooleanValue']) } as const;

async function items(code: string, settings: OpenCodeOptions = {}) {
  const { session, uri, text, position } = await openCode(code, settings);
  const list = completion(session, uri, position, options);
  const index = createLineIndex(text);
  return (list?.items ?? [])
    .toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1))
    .map((item) => {
      const { range, newText } = item.textEdit as TextEdit;
      const after = text.slice(0, index.offsetAt(range.start)) + newText + text.slice(index.offsetAt(range.end));
      return { label: item.label, detail: item.detail, tags: item.tags, after: after.slice(prelude.length) };
    });
}

test('offers keys that fit the type first, then others, archived ones last', async () => {
  const usual = shopSnapshot();
  const flags = [shopSwitch('a-retired-banner', { archivedAt: daysAgo(9) }), ...usual.flags];
  const offered = await items(`client.getBooleanValue('|', false)`, { snapshot: shopSnapshot({ flags }) });
  expect(offered.map(({ label, detail, tags }) => `${label}: ${detail}${tags ? ' (deprecated)' : ''}`))
    .toMatchInlineSnapshot(`
    [
      "new-checkout: off everywhere",
      "new-search: 25 % in production · 100 % in staging",
      "price-layout: variant compact everywhere",
      "search-page-size: variant small in production · variant large in staging",
      "a-retired-banner: archived (deprecated)",
    ]
  `);
});

test.each([
  ['an empty string', `client.getBooleanValue('|')`, `client.getBooleanValue('new-checkout')`],
  ['the whole key', `client.getBooleanValue('new-|sear', false)`, `client.getBooleanValue('new-checkout', false)`],
  ['double quotes', `client.getBooleanValue("n|")`, `client.getBooleanValue("new-checkout")`],
  ['a template', 'client.getBooleanValue(`n|`)', 'client.getBooleanValue(`new-checkout`)'],
  ['a string without an end', `client.getBooleanValue('|`, `client.getBooleanValue('new-checkout`],
  [
    'a string without an end before code',
    `client.getBooleanValue('ne|w, false)`,
    `client.getBooleanValue('new-checkout, false)`,
  ],
  [
    'a half-typed block',
    `function pay() { if (client.getBooleanValue('|`,
    `function pay() { if (client.getBooleanValue('new-checkout`,
  ],
  [
    'the string of a constant',
    `const KEY = 'new|'; client.getBooleanValue(KEY, false)`,
    `const KEY = 'new-checkout'; client.getBooleanValue(KEY, false)`,
  ],
])('completes %s', async (_, code, after) => {
  const offered = await items(code);
  expect(offered.find(({ label }) => label === 'new-checkout')?.after).toBe(after);
});

test.each([
  ['in other strings', `console.log('|')`],
  ['in the default value', `client.getStringValue('price-layout', '|')`],
  ['behind the string', `client.getBooleanValue('new-checkout'|, false)`],
  ['on a name', `const KEY = 'new-checkout'; client.getBooleanValue(KE|Y, false)`],
])('offers nothing %s', async (_, code) => {
  expect(await items(code)).toEqual([]);
});

test('offers nothing without state', async () => {
  expect(await items(`client.getBooleanValue('|')`, { snapshot: null })).toEqual([]);
});

test('leaves out keys that would end the string', async () => {
  const flags = [shopSwitch(`it's-on`), shopSwitch('line\nbreak'), shopSwitch('new-checkout')];
  const offered = await items(`client.getBooleanValue('|')`, { snapshot: shopSnapshot({ flags }) });
  expect(offered.map(({ label }) => label)).toEqual(['new-checkout']);
});

test('sends what fits what was typed where there are very many, and says that there are more', async () => {
  const flags = Array.from({ length: 600 }, (_, number) => shopSwitch(`banner-${number}`));
  const { session, uri, position } = await openCode(`client.getBooleanValue('ban59|', false)`, {
    snapshot: shopSnapshot({ flags }),
  });
  const list = completion(session, uri, position, options);
  expect(list?.isIncomplete).toBe(true);
  expect(list?.items.map(({ label }) => label)).toContain('banner-59');
  expect(list?.items.map(({ label }) => label)).not.toContain('banner-1');
});

test('offers nothing inside what a home-made valve calls', async () => {
  const valve = 'if (hash(user.id) % 100 < 10) newCheckout();';
  expect(await items(`${valve}\nconst other = hash('|');`)).toEqual([]);
});
