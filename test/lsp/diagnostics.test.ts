import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { expect, test, vi } from 'vitest';
import { modernCapabilities } from '../support/lsp-client.ts';
import { changeElsewhere, code, isLive, openEditor, openGenericEditor, temporaryFolder } from './editor.ts';

const checks = (diagnostics: readonly { readonly code?: unknown }[]) =>
  diagnostics.map((diagnostic) => diagnostic.code);
const any = (diagnostics: readonly unknown[]): boolean => diagnostics.length > 0;
const none = (diagnostics: readonly unknown[]): boolean => diagnostics.length === 0;

test('shows what is wrong with the text as it is typed', async () => {
  const { client, uri } = await openEditor();
  const basket = uri('src/basket.ts');
  client.open(basket, code(`client.getBooleanValue('stop-paiments', false);`));
  expect(checks(await client.diagnostics(basket, any))).toEqual(['unknown-flag']);
  client.change(basket, code(`client.getBooleanValue('stop-payments', false);`));
  expect(await client.diagnostics(basket, none)).toEqual([]);
  client.change(
    basket,
    code(`client.getBooleanValue('stop-payments', false);`, `client.getBooleanValue('stop-paymints', false);`),
  );
  const [last] = await client.diagnostics(basket, any);
  expect(last?.range.start.line).toBe(3);
});

test('applies incremental changes, also behind characters of two units', async () => {
  const { client, uri } = await openEditor();
  const basket = uri('src/basket.ts');
  client.open(basket, code(`/* 🛒🧺 */ client.getBooleanValue('stop-payments', false);`));
  await client.diagnostics(basket);
  await client.status(isLive);
  const start = client.find(basket, 'payments');
  client.change(basket, [{ range: { start, end: { ...start, character: start.character + 8 } }, text: 'paiments' }]);
  const [found] = await client.diagnostics(basket, any);
  expect(found?.range).toEqual({ start: { line: 2, character: 34 }, end: { line: 2, character: 49 } });
});

test('shows a change of the state without a change of the text', async () => {
  const { client, plane, uri } = await openEditor();
  const basket = uri('src/basket.ts');
  client.open(basket, code(`client.getBooleanValue('new-checkout', false);`));
  expect(checks(await client.diagnostics(basket, any))).toEqual(['stale-switch']);
  await client.status(isLive);
  await changeElsewhere(plane, 'new-checkout', 'production', 'off');
  expect(await client.diagnostics(basket, none)).toEqual([]);
  const versions = client.published.filter((params) => params.uri === basket).map(({ version }) => version);
  expect(new Set(versions)).toEqual(new Set([1]));
  await client.message('workspace/codeLens/refresh');
});

test('keeps the other findings while a line is half-typed', async () => {
  const { client, uri } = await openEditor();
  const basket = uri('src/basket.ts');
  const wrong = `if (await client.getBooleanValue('stop-paiments', false)) cancel();`;
  client.open(basket, code(wrong));
  await client.diagnostics(basket, any);
  for (const half of [`client.getBooleanValue('`, `if (client.`, `const basket = {`, '`${', '/*']) {
    client.change(basket, code(wrong, half));
    expect(checks(await client.diagnostics(basket)), half).toContain('unknown-flag');
  }
});

test('looks at open documents before the scan of the workspace is done, and at one that is on no disk', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, n) => [`src/page-${n}.ts`, code(`client.getBooleanValue('page-${n}', false);`)]),
  );
  const { client, uri } = await openEditor({ files });
  const basket = uri('src/new.ts');
  client.open(basket, code(`client.getBooleanValue('stop-paiments', false);`));
  await client.diagnostics(basket, any);
  const end = await client.message<{ value: { kind: string } }>('$/progress', ({ value }) => value.kind === 'end');
  expect(end.value.kind).toBe('end');
});

test('clears what it showed when a document is closed', async () => {
  const { client, uri } = await openEditor();
  const basket = uri('src/basket.ts');
  client.open(basket, code(`client.getBooleanValue('stop-paiments', false);`));
  await client.diagnostics(basket, any);
  client.closeDocument(basket);
  expect(await client.diagnostics(basket, none)).toEqual([]);
});

test('never shows an older version after a newer one, and ends with the last', async () => {
  const { client, uri } = await openEditor();
  const basket = uri('src/basket.ts');
  client.open(basket, code());
  let last = 1;
  for (let line = 0; line < 60; line++) {
    last = client.change(
      basket,
      code(...Array.from({ length: line % 7 }, () => `client.getBooleanValue('stop-paiments', false);`)),
    );
    if (line % 9 === 0) await client.hover(basket, 'client');
  }
  await client.status(isLive);
  const shown = await client.diagnostics(basket, (diagnostics) => diagnostics.length === 59 % 7);
  expect(shown).toHaveLength(3);
  const versions = client.published.flatMap((params) => (params.uri === basket ? [params.version ?? 0] : []));
  expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  expect(versions.at(-1)).toBe(last);
});

test('answers a request from what was typed just before it', async () => {
  const { client, uri } = await openEditor();
  const basket = uri('src/basket.ts');
  client.open(basket, code());
  await client.status(isLive);
  client.change(basket, code(`client.getBooleanValue('recommendations', false);`));
  expect(await client.hover(basket, 'recommendations')).not.toBeNull();
});

test('shows closed files too where the settings say so, and forgets them with the setting', async () => {
  const files = { 'src/page.ts': code(`client.getBooleanValue('stop-paiments', false);`) };
  let scope = 'workspace';
  const { client, uri } = await openEditor({
    files,
    answers: { 'workspace/configuration': () => [{ diagnostics: { scope } }] },
  });
  expect(checks(await client.diagnostics(uri('src/page.ts'), any))).toEqual(['unknown-flag']);
  scope = 'openFiles';
  await client.notify('workspace/didChangeConfiguration', { settings: null });
  expect(await client.diagnostics(uri('src/page.ts'), none)).toEqual([]);
});

test('follows files on disk: a constant in a file that is not open', async () => {
  const { client, uri, write } = await openEditor({
    files: {
      'src/keys.ts': `export const PAYMENTS = 'stop-payments';\n`,
      'src/basket.ts': code(`import { PAYMENTS } from './keys';`, `client.getBooleanValue(PAYMENTS, false);`),
    },
  });
  const basket = uri('src/basket.ts');
  client.open(basket, code(`import { PAYMENTS } from './keys';`, `client.getBooleanValue(PAYMENTS, false);`));
  await client.message<{ value: { kind: string } }>('$/progress', ({ value }) => value.kind === 'end');
  expect((await client.definition(basket, 'PAYMENTS, false'))?.uri).toBe(uri('src/keys.ts'));
  write('src/keys.ts', `export const PAYMENTS = 'stop-paiments';\n`);
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri('src/keys.ts'), type: 2 }] });
  expect(checks(await client.diagnostics(basket, any))).toEqual(['unknown-flag']);
});

test('follows a folder to its new name, of which only the names of the folder are told', async () => {
  const reads = code(`client.getBooleanValue('new-checkout', false);`);
  const { client, uri, root } = await openEditor({ files: { 'src/cart/basket.ts': reads, 'src/cart/pay.ts': reads } });
  client.open(uri('src/open.ts'), reads);
  await client.message<{ value: { kind: string } }>('$/progress', ({ value }) => value.kind === 'end');
  const places = async (): Promise<string[]> =>
    (await client.references(uri('src/open.ts'), 'new-checkout')).map((place) => place.uri);
  expect(await places()).toEqual([uri('src/cart/basket.ts'), uri('src/cart/pay.ts'), uri('src/open.ts')]);
  renameSync(join(root, 'src/cart'), join(root, 'src/till'));
  const files = [{ oldUri: uri('src/cart'), newUri: uri('src/till') }];
  await client.notify('workspace/didRenameFiles', { files });
  await vi.waitUntil(async () => (await places()).includes(uri('src/till/pay.ts')), { timeout: 20_000 });
  expect(await places()).toEqual([uri('src/open.ts'), uri('src/till/basket.ts'), uri('src/till/pay.ts')]);
});

test('is asked by a client that cannot be told, and shows nothing twice', async () => {
  const { publishDiagnostics: _, ...textDocument } = modernCapabilities.textDocument ?? {};
  const { client, uri } = await openEditor({ capabilities: { ...modernCapabilities, textDocument } });
  expect(client.initialized.capabilities.diagnosticProvider).toBeDefined();
  const basket = uri('src/basket.ts');
  client.open(basket, code(`client.getBooleanValue('stop-paiments', false);`));
  await client.status(isLive);
  await client.message('workspace/diagnostic/refresh');
  const report = await client.request<{ items: { code: string }[] }>('textDocument/diagnostic', {
    textDocument: { uri: basket },
  });
  expect(checks(report.items)).toEqual(['unknown-flag']);
  expect(client.published).toEqual([]);
});

test('gives a client that is told no way to ask', async () => {
  const { client } = await openEditor();
  expect(client.initialized.capabilities.diagnosticProvider).toBeUndefined();
});

test('spells the URI as the client does', async () => {
  const { client, root } = await openEditor();
  const spelled = `file://${root}/src/%62asket.ts`;
  client.open(spelled, code(`client.getBooleanValue('stop-paiments', false);`));
  expect(checks(await client.diagnostics(spelled, any))).toEqual(['unknown-flag']);
});

test('uses each folder with its own configuration', async () => {
  const shop = await openEditor({ files: {} });
  await shop.client.status(isLive);
  const other = temporaryFolder();
  await shop.client.notify('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: `file://${other}`, name: 'other' }], removed: [] },
  });
  const [inside, outside] = [shop.uri('a.ts'), `file://${join(other, 'a.ts')}`];
  const text = code(`client.getBooleanValue('stop-paiments', false);`);
  shop.client.open(inside, text);
  shop.client.open(outside, text);
  expect(checks(await shop.client.diagnostics(inside, any))).toEqual(['unknown-flag']);
  expect(await shop.client.diagnostics(outside)).toEqual([]);
  await shop.client.notify('workspace/didChangeWorkspaceFolders', {
    event: { added: [], removed: [{ uri: shop.uri('').replace(/\/$/, ''), name: 'shop' }] },
  });
  expect(await shop.client.diagnostics(inside, none)).toEqual([]);
});

test.each([
  'untitled:Untitled-1',
  'git:/shop/a.ts?%7B%7D',
  'vscode-vfs://github/shop/a.ts',
  'file:///nowhere/a.ts',
  'no uri',
])('answers requests about %s', async (other) => {
  const { client } = await openGenericEditor();
  client.open(other, code(`client.getBooleanValue('stop-paiments', false);`));
  const found = await client.hover(other, 'stop-paiments');
  expect(found === null || typeof found === 'object').toBe(true);
  expect(await client.codeLens('file:///never/opened.ts')).toEqual([]);
});

test('works for open documents where there is no workspace', async () => {
  const { client } = await openGenericEditor({ folders: [] });
  const basket = 'file:///somewhere/basket.ts';
  client.open(basket, code(`client.getBooleanValue('stop-paiments', false);`));
  expect(checks(await client.diagnostics(basket, any))).toEqual(['unknown-flag']);
});

test('survives text that is no code', async () => {
  const { client, uri } = await openEditor({
    files: { 'src/binary.ts': '\0\u0001'.repeat(5000), 'src/one-line.js': 'a('.repeat(100_000) },
  });
  const texts = [
    '\0'.repeat(1000),
    'client.getBooleanValue('.repeat(3000),
    '\ud800'.repeat(100),
    '{'.repeat(20_000),
    '<'.repeat(5000),
  ];
  for (const [index, text] of texts.entries()) {
    client.open(
      uri(`src/${index}.tsx`),
      code(`client.getBooleanValue('stop-paiments', false);`, text),
      'typescriptreact',
    );
    await client.diagnostics(uri(`src/${index}.tsx`));
  }
  const basket = uri('src/basket.ts');
  client.open(basket, code(`client.getBooleanValue('stop-paiments', false);`));
  expect(checks(await client.diagnostics(basket, any))).toEqual(['unknown-flag']);
});

test('does not make typing wait for a document that is far too large', async () => {
  const { client, uri } = await openEditor();
  const [large, basket] = [uri('src/large.ts'), uri('src/basket.ts')];
  const typo = `client.getBooleanValue('stop-paiments', false);`;
  client.open(basket, code(typo));
  await client.diagnostics(basket, any);
  client.open(large, code(typo, `const data = '${'x'.repeat(3 * 1024 * 1024)}';`));
  expect(await client.diagnostics(large)).toEqual([]);
  client.change(large, code(typo));
  expect(await client.diagnostics(large, any)).toHaveLength(1);
});

test('publishes nothing for a file in which nothing was ever wrong and that is not open', async () => {
  const { client, uri } = await openEditor({
    files: { 'src/page.ts': code(`client.getBooleanValue('stop-paiments', false);`) },
  });
  await client.message<{ value: { kind: string } }>('$/progress', ({ value }) => value.kind === 'end');
  await client.status(isLive);
  expect(client.published.filter((params: PublishDiagnosticsParams) => params.uri === uri('src/page.ts'))).toEqual([]);
});
