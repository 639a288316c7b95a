import { expect, onTestFinished, test } from 'vitest';
import { CancellationTokenSource, ErrorCodes } from 'vscode-languageserver/node';
import { connect, modernCapabilities } from '../support/lsp-client.ts';
import { code, isLive, openEditor, openGenericEditor } from './editor.ts';

const typo = code(`client.getBooleanValue('stop-paiments', false);`);
const any = (diagnostics: readonly unknown[]): boolean => diagnostics.length > 0;

test.each([
  ['nothing', undefined],
  ['null', null],
  ['{}', {}],
  ['an empty section', { sluice: {} }],
  ['null as the section', { sluice: null }],
  ['nonsense', { sluice: { codeLens: 7, diagnostics: { scope: 'moon' } } }],
])('changes nothing for settings that are %s', async (_, settings) => {
  const { client, uri } = await openGenericEditor({
    capabilities: { ...modernCapabilities, workspace: {} },
  });
  await client.notify('workspace/didChangeConfiguration', { settings });
  client.open(
    uri('a.ts'),
    code(`client.getBooleanValue('stop-paiments', false);`, `client.getBooleanValue('new-checkout', false);`),
  );
  expect(await client.diagnostics(uri('a.ts'), any)).toHaveLength(2);
  expect(await client.codeLens(uri('a.ts'))).not.toEqual([]);
});

test('takes settings that are pushed', async () => {
  const { client, uri } = await openGenericEditor({ capabilities: { ...modernCapabilities, workspace: {} } });
  client.open(uri('a.ts'), code(`client.getBooleanValue('new-checkout', false);`));
  await client.diagnostics(uri('a.ts'), any);
  await client.notify('workspace/didChangeConfiguration', { settings: { sluice: { codeLens: { enabled: false } } } });
  expect(await client.codeLens(uri('a.ts'))).toEqual([]);
  // Some clients send an empty notice later; it takes nothing back.
  await client.notify('workspace/didChangeConfiguration', { settings: {} });
  expect(await client.codeLens(uri('a.ts'))).toEqual([]);
});

test('works for a client that can nothing', async () => {
  const { client, uri } = await openGenericEditor({ capabilities: {}, initializationOptions: null });
  client.open(uri('a.ts'), typo);
  const [first] = await client.diagnostics(uri('a.ts'), any);
  expect(first?.code).toBe('unknown-flag');
  expect(await client.hover(uri('a.ts'), 'stop-paiments')).toMatchObject({ contents: { kind: 'plaintext' } });
  expect(await client.codeAction(uri('a.ts'), first!.range, [first!])).toEqual([]);
});

test.each([[[]], ['yes'], [{ sluiceClient: 'yes', trusted: 1, controlPlane: 'x' }]])(
  'works with initialization options %j',
  async (initializationOptions) => {
    const { client, uri } = await openGenericEditor({ initializationOptions });
    client.open(uri('a.ts'), typo);
    expect(await client.diagnostics(uri('a.ts'), any)).toHaveLength(1);
  },
);

test('never asks a client that knows nothing of Sluice for a token, nor tells it our status', async () => {
  const asked: string[] = [];
  const { client, uri } = await openGenericEditor({
    answers: { 'sluice/connect': () => asked.push('connect') },
  });
  client.open(uri('a.ts'), typo);
  await client.diagnostics(uri('a.ts'), any);
  expect(asked).toEqual([]);
});

test('answers a cancelled request exactly once, and the next one as ever', async () => {
  const { client, uri } = await openEditor();
  client.open(uri('a.ts'), typo);
  await client.status(isLive);
  const params = { textDocument: { uri: uri('a.ts') }, position: { line: 2, character: 28 } };
  const answers = await Promise.allSettled(
    Array.from({ length: 50 }, async (_, index) => {
      const source = new CancellationTokenSource();
      const answer = client.connection.sendRequest('textDocument/hover', params, source.token);
      if (index % 2 === 0) source.cancel();
      return answer;
    }),
  );
  expect(answers).toHaveLength(50);
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(25);
  expect(await client.hover(uri('a.ts'), 'stop-paiments')).not.toBeNull();
});

const hoverParams = { textDocument: { uri: 'file:///shop/a.ts' }, position: { line: 0, character: 0 } };

test.each([
  ['textDocument/hover', hoverParams],
  ['textDocument/codeLens', { textDocument: hoverParams.textDocument }],
  ['workspace/executeCommand', { command: 'sluice.server.refresh' }],
  ['sluice/flags', undefined],
])('refuses %s after the shutdown', async (method, params) => {
  const client = await connect({ mode: 'in-process', folders: [] });
  await client.request(method, params);
  await client.request('shutdown');
  await expect(client.request(method, params)).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
});

test('answers nothing before it is initialized, and is initialized once', async () => {
  const client = await connect({ mode: 'in-process', folders: [], initialize: false });
  await expect(client.request('textDocument/hover', hoverParams)).rejects.toMatchObject({
    code: ErrorCodes.ServerNotInitialized,
  });
  const initialize = { processId: null, rootUri: null, capabilities: {} };
  await client.request('initialize', initialize);
  await expect(client.request('initialize', initialize)).rejects.toMatchObject({ code: ErrorCodes.InvalidRequest });
  await expect(client.request('textDocument/nothing', {})).rejects.toMatchObject({ code: ErrorCodes.MethodNotFound });
  await client.close();
});

test.each([
  ['textDocument/hover', null],
  ['textDocument/hover', { textDocument: {}, position: { line: 0, character: 0 } }],
  ['textDocument/completion', { textDocument: { uri: 'file:///shop/a.ts' } }],
  ['textDocument/codeAction', { ...hoverParams, range: null }],
  ['textDocument/codeLens', { textDocument: { uri: 7 } }],
])('says that the parameters of %s are none: %j', async (method, params) => {
  const client = await connect({ mode: 'in-process', folders: [] });
  onTestFinished(() => client.close());
  await expect(client.request(method, params)).rejects.toMatchObject({ code: ErrorCodes.InvalidParams });
});

test('shows its progress and can be cancelled there', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 400 }, (_, n) => [`src/page-${n}.ts`, code(`client.getBooleanValue('page-${n}', false);`)]),
  );
  const { client, uri } = await openEditor({ files });
  const { token } = await client.message<{ token: string }>('window/workDoneProgress/create');
  await client.notify('window/workDoneProgress/cancel', { token });
  await client.message<{ value: { kind: string } }>('$/progress', ({ value }) => value.kind === 'end');
  client.open(uri('new.ts'), typo);
  expect(await client.diagnostics(uri('new.ts'), any)).toHaveLength(1);
});

test('asks to watch what it reads', async () => {
  const { client } = await openEditor();
  const { registrations } = await client.message<{ registrations: { method: string; registerOptions: unknown }[] }>(
    'client/registerCapability',
    (params) => params.registrations.some(({ method }) => method === 'workspace/didChangeWatchedFiles'),
  );
  expect(JSON.stringify(registrations)).toContain('**/sluice.config.json');
});

test('says its name, its version and that it counts in UTF-16', async () => {
  const client = await connect({ mode: 'in-process', folders: [] });
  onTestFinished(() => client.close());
  expect(client.initialized.serverInfo).toMatchObject({
    name: 'sluice',
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  });
  expect(client.initialized.capabilities.positionEncoding).toBe('utf-16');
});
