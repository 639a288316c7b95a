import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { MarkupContent } from 'vscode-languageserver';
import { expect, onTestFinished, test } from 'vitest';
import {
  flagsRequest,
  reconnectNotification,
  refreshRequest,
  rollbackRequest,
  refusalRequest,
  rollbackTargetRequest,
  setShareRequest,
  type ConnectParams,
  type ConnectResult,
  type FlagSummary,
  type StateStatus,
  type WriteResult,
} from '../../server/src/protocol.ts';
import type { LspClient } from '../support/lsp-client.ts';
import { changeElsewhere, code, configFor, isLive, openEditor, openGenericEditor, startPlane } from './editor.ts';

const any = (diagnostics: readonly unknown[]): boolean => diagnostics.length > 0;
const none = (diagnostics: readonly unknown[]): boolean => diagnostics.length === 0;
const typo = code(`client.getBooleanValue('stop-paiments', false);`);

async function hoverText(client: LspClient, uri: string): Promise<string> {
  const hover = await client.hover(uri, 'stop-paiments');
  return (hover as { readonly contents: MarkupContent }).contents.value;
}

test('asks the client before the first contact, and says who named the address', async () => {
  const asked: ConnectParams[] = [];
  const plane = await startPlane();
  const { client } = await openEditor({
    plane,
    consent: (params) => {
      asked.push(params);
      return { allowed: true, token: plane.viewerToken };
    },
  });
  await client.status(isLive);
  expect(asked).toEqual([{ origin: plane.url, url: `${plane.url}/`, source: 'repository', rejectedToken: false }]);
});

test('prefers the control plane of the person over that of the repository', async () => {
  const mine = await startPlane();
  const asked: ConnectParams[] = [];
  const { client } = await openEditor({
    initializationOptions: {
      sluiceClient: true,
      trusted: true,
      controlPlane: { url: mine.url, project: mine.project },
    },
    consent: (params) => {
      asked.push(params);
      return { allowed: true, token: mine.viewerToken };
    },
  });
  expect((await client.status(isLive)).origin).toBe(mine.url);
  expect(asked.map(({ source }) => source)).toEqual(['user']);
});

test.each([
  ['no', () => ({ allowed: false, token: null })],
  ['nothing', () => null],
])('contacts nobody where the client answers %s', async (_, consent) => {
  const contacts = await countContacts();
  const { client, uri } = await openEditor({ files: { 'sluice.config.json': contacts.config }, consent });
  client.open(uri('a.ts'), typo);
  const status = await client.status(({ problem }) => problem !== null);
  expect(status).toMatchObject({ kind: 'none', problemKind: 'not-allowed', origin: contacts.url });
  expect(await client.diagnostics(uri('a.ts'))).toEqual([]);
  expect(contacts.count()).toBe(0);
  expect(await hoverText(client, uri('a.ts'))).toMatch(/not known.*nobody has agreed/s);
});

test('does not call a control plane unconfigured while the person is being asked about it', async () => {
  const question = Promise.withResolvers<ConnectResult>();
  const { client, plane, uri } = await openEditor({ answers: { 'sluice/connect': () => question.promise } });
  client.open(uri('a.ts'), typo);
  await client.message('sluice/connect');
  expect(await client.status(() => true)).toMatchObject({ kind: 'none', problem: null, origin: plane.url });
  expect(await hoverText(client, uri('a.ts'))).toContain('not known yet');
  question.resolve({ allowed: true, token: plane.viewerToken });
  await client.status(isLive);
});

test('contacts and changes nothing in a workspace that is not trusted, but scans', async () => {
  const contacts = await countContacts();
  const { client, uri } = await openEditor({
    files: { 'sluice.config.json': contacts.config },
    initializationOptions: { sluiceClient: true, trusted: false },
  });
  client.open(uri('a.ts'), code(`client.getBooleanValue('stop-paiments', false); // sluice-ignore-line no-such-check`));
  expect(await client.status(({ problem }) => problem !== null)).toMatchObject({
    kind: 'none',
    problemKind: 'untrusted',
  });
  expect(await hoverText(client, uri('a.ts'))).toMatch(/not known.*This workspace is not trusted/s);
  const refreshed = await client.request<StateStatus>(refreshRequest);
  expect(refreshed.problemKind).toBe('untrusted');
  const result = await client.request<WriteResult>(setShareRequest, {
    key: 'new-checkout',
    scope: { environment: 'production', datacenter: null, server: null },
    share: 0,
    expectedRevision: '1',
    reason: null,
  });
  expect(result).toMatchObject({ ok: false, kind: 'forbidden' });
  expect(contacts.count()).toBe(0);
});

test('says when a token is refused, asks once for another one, and connects when the person signed in', async () => {
  const plane = await startPlane();
  const asked: boolean[] = [];
  let token = 'sluice_wrong';
  const { client, uri } = await openEditor({
    plane,
    consent: ({ rejectedToken }) => {
      asked.push(rejectedToken);
      return { allowed: true, token: rejectedToken ? null : token };
    },
  });
  client.open(uri('a.ts'), typo);
  expect((await client.status(({ problemKind }) => problemKind === 'auth')).kind).toBe('none');
  token = plane.viewerToken;
  await client.notify(reconnectNotification);
  await client.status(isLive);
  expect(await client.diagnostics(uri('a.ts'), any)).toHaveLength(1);
  expect(asked).toEqual([false, true, false]);
});

test('signed out while it is asked for the token, the state is not read with the former one', async () => {
  const plane = await startPlane();
  const questions: ((answer: ConnectResult) => void)[] = [];
  let isHeldBack = false;
  const { client } = await openEditor({
    plane,
    answers: {
      'sluice/connect': () =>
        isHeldBack
          ? new Promise<ConnectResult>((resolve) => questions.push(resolve))
          : { allowed: true, token: plane.viewerToken },
    },
  });
  await client.status(isLive);
  isHeldBack = true;
  await client.notify(reconnectNotification);
  await expect.poll(() => questions.length).toBe(1);
  let isAnswered = false;
  const status = client.request<StateStatus>(refreshRequest).finally(() => (isAnswered = true));
  // Longer than a reading takes.
  for (let round = 0; round < 5; round++) {
    await client.request(flagsRequest);
    await (await fetch(`${plane.url}/`)).text();
  }
  expect(isAnswered).toBe(false);
  questions[0]?.({ allowed: true, token: null });
  expect((await status).problemKind).toBe('auth');
});

test('uses another token at once where the client has one', async () => {
  const plane = await startPlane();
  const { client } = await openEditor({
    plane,
    consent: ({ rejectedToken }) => ({ allowed: true, token: rejectedToken ? plane.viewerToken : 'sluice_old' }),
  });
  await client.status(isLive);
});

test('takes the token from the environment for clients that cannot be asked, for its own origin alone', async () => {
  const { client, uri } = await openGenericEditor();
  client.open(uri('a.ts'), typo);
  expect(await client.diagnostics(uri('a.ts'), any)).toHaveLength(1);

  const contacts = await countContacts();
  const other = await openGenericEditor({ files: { 'sluice.config.json': contacts.config } });
  other.client.open(other.uri('a.ts'), typo);
  await other.client.message<{ message: string }>('window/logMessage', ({ message }) =>
    message.includes('State not read'),
  );
  expect(contacts.tokens()).toEqual([]);
});

test('says nothing about flags while nobody answers, and what it last knew after a restart', async () => {
  const plane = await startPlane();
  const first = await openEditor({ plane });
  first.client.open(first.uri('a.ts'), typo);
  await first.client.diagnostics(first.uri('a.ts'), any);
  await first.client.request(refreshRequest);
  await plane.close();

  const cache = { SLUICE_CACHE_DIR: join(first.root, '.cache') };
  const second = await openEditor({ plane, env: cache });
  second.client.open(second.uri('a.ts'), typo);
  const status = await second.client.status(({ kind, problem }) => kind === 'cached' && problem !== null);
  expect(status.problem).toContain(plane.url);
  expect(await second.client.diagnostics(second.uri('a.ts'), any)).toHaveLength(1);

  const third = await openEditor({ plane });
  third.client.open(third.uri('a.ts'), typo);
  await third.client.status(({ problemKind }) => problemKind === 'network');
  expect(await third.client.diagnostics(third.uri('a.ts'))).toEqual([]);
});

test('shows a key of the configuration that is written twice at the second place', async () => {
  const { client, uri, write } = await openEditor();
  const config = uri('sluice.config.json');
  write('sluice.config.json', '{\n  "include": ["src"],\n  // later\n  "include": ["lib"]\n}');
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: config, type: 2 }] });
  expect(await client.diagnostics(config, any)).toMatchObject([
    {
      code: 'configuration',
      severity: 1,
      range: { start: { line: 3, character: 2 } },
      message: expect.stringContaining('include: This key is there already, at 2:3'),
    },
  ]);
});

test('shows what is wrong with the configuration, keeps the former one, and takes the repaired one', async () => {
  const { client, plane, uri, write } = await openEditor();
  const config = uri('sluice.config.json');
  client.open(uri('a.ts'), typo);
  await client.diagnostics(uri('a.ts'), any);
  const changed = () => client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: config, type: 2 }] });

  write('sluice.config.json', '{\n  "controlPlan": {}\n}');
  await changed();
  const [problem] = await client.diagnostics(config, any);
  expect(problem).toMatchObject({ code: 'configuration', severity: 1, range: { start: { line: 1, character: 2 } } });
  expect((await client.status(({ problemKind }) => problemKind === 'configuration')).problem).toContain(
    'sluice.config.json',
  );
  // The former one is not only shown, it still works.
  client.open(uri('b.ts'), code(`client.getBooleanValue('new-checkout', false);`));
  expect(await client.diagnostics(uri('b.ts'), any)).toHaveLength(1);
  await changeElsewhere(plane, 'new-checkout', 'production', 'off');
  expect(await client.diagnostics(uri('b.ts'), none)).toEqual([]);
  expect(await client.diagnostics(uri('a.ts'))).toHaveLength(1);

  write('sluice.config.json', JSON.stringify({ ...JSON.parse(configFor(plane)), checks: { 'unknown-flag': 'off' } }));
  await changed();
  expect(await client.diagnostics(config, none)).toEqual([]);
  expect(await client.diagnostics(uri('a.ts'), none)).toEqual([]);
});

test('starts with a broken configuration', async () => {
  const { client, uri, write, plane } = await openEditor({
    files: { 'sluice.config.json': '{ "checks": { "no-such": "off" } ' },
  });
  expect(await client.diagnostics(uri('sluice.config.json'), any)).not.toEqual([]);
  client.open(uri('a.ts'), typo);
  expect(await client.diagnostics(uri('a.ts'))).toEqual([]);
  expect(await hoverText(client, uri('a.ts'))).toMatch(/not known.*configuration cannot be used/s);
  write('sluice.config.json', configFor(plane));
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri('sluice.config.json'), type: 2 }] });
  expect(await client.diagnostics(uri('a.ts'), any)).toHaveLength(1);
});

test('reads a definition file again when it changes', async () => {
  const definitions = (key: string): string =>
    JSON.stringify({
      flags: { [key]: { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'off' } },
    });
  const { client, uri, write } = await openEditor({
    files: {
      'sluice.config.json': JSON.stringify({ controlPlane: { kind: 'flagd-file', path: 'shop.flagd.json' } }),
      'shop.flagd.json': definitions('stop-paiments'),
    },
  });
  client.open(uri('a.ts'), typo);
  await client.status(({ kind }) => kind === 'file');
  expect(await client.diagnostics(uri('a.ts'))).toEqual([]);
  write('shop.flagd.json', definitions('stop-payments'));
  await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri('shop.flagd.json'), type: 2 }] });
  expect(await client.diagnostics(uri('a.ts'), any)).toHaveLength(1);
});

test('offers no change in a workspace that is not trusted, where the state comes from a file', async () => {
  const flag = { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'off' };
  const files = {
    'sluice.config.json': JSON.stringify({ controlPlane: { kind: 'flagd-file', path: 'shop.flagd.json' } }),
    'shop.flagd.json': JSON.stringify({ flags: { 'new-checkout': flag } }),
  };
  const offered = async (trusted: boolean): Promise<string[]> => {
    const { client, uri } = await openEditor({ files, initializationOptions: { sluiceClient: true, trusted } });
    const reads = code(`client.getBooleanValue('new-checkout', false);`);
    client.open(uri('a.ts'), reads);
    await client.status(({ kind }) => kind === 'file');
    const start = client.find(uri('a.ts'), 'new-checkout');
    const lenses = (await client.codeLens(uri('a.ts'))).map(({ command }) => command?.title ?? '');
    const actions = (await client.codeAction(uri('a.ts'), { start, end: start })).map(({ title }) => title);
    return [...lenses, ...actions];
  };
  expect(await offered(true)).toEqual(['new-checkout: off in production', 'Flip', 'Flip "new-checkout"…']);
  expect(await offered(false)).toEqual(['new-checkout: off in production']);
});

const production = { environment: 'production', datacenter: null, server: null };

test('changes a share, shows it at once, and rolls it back', async () => {
  const { client } = await openEditor();
  await client.status(isLive);
  const find = async () =>
    (await client.request<FlagSummary[]>(flagsRequest)).find(({ key }) => key === 'recommendations');
  const share = (flag: FlagSummary | undefined) =>
    flag?.scopes.find((scope) => scope.environment === 'production' && scope.datacenter === null)?.share;
  const before = await find();
  expect(share(before)).toBe(2_500);

  const change = { key: 'recommendations', scope: production, reason: 'More of it' };
  const set = await client.request<WriteResult>(setShareRequest, {
    ...change,
    share: 5_000,
    expectedRevision: before?.revision,
  });
  expect(set).toMatchObject({ ok: true, message: '"recommendations" is 50 % in production.' });
  const after = await find();
  expect(share(after)).toBe(5_000);

  const back = await client.request<WriteResult>(rollbackRequest, { ...change, expectedRevision: after?.revision });
  expect(back.ok).toBe(true);
  expect(share(await find())).toBe(2_500);
});

test('refuses a change of what somebody else has changed meanwhile, and shows how it is now', async () => {
  const { client, plane } = await openEditor();
  await client.status(isLive);
  const before = (await client.request<FlagSummary[]>(flagsRequest)).find(({ key }) => key === 'new-checkout');
  await changeElsewhere(plane, 'new-checkout', 'staging', 'off');
  const result = await client.request<WriteResult>(setShareRequest, {
    key: 'new-checkout',
    scope: production,
    share: 0,
    expectedRevision: before?.revision,
    reason: null,
  });
  expect(result).toMatchObject({ ok: false, kind: 'conflict' });
  const current = result.ok ? null : result.current;
  expect(current?.revision).not.toBe(before?.revision);
  expect(current?.scopes.find(({ environment }) => environment === 'staging')?.serving).toBe('off');
});

test.each([
  ['a switch half open', 'new-checkout', 5_000, 'invalid'],
  ['a flag that is not there', 'new-chekout', 0, 'not-found'],
])('refuses %s', async (_, key, share, kind) => {
  const { client } = await openEditor();
  await client.status(isLive);
  const params = { key, scope: production, share, expectedRevision: '1', reason: null };
  expect(await client.request<WriteResult>(setShareRequest, params)).toMatchObject({ ok: false, kind });
});

test('says what a rollback would bring back: a serving, the wider scope, nothing, or that nobody knows', async () => {
  const { client, plane } = await openEditor();
  await client.status(isLive);
  const production = { environment: 'production', datacenter: null, server: null };
  const fra = { ...production, datacenter: 'fra' };
  const target = (scope: object, key = 'new-checkout'): Promise<unknown> =>
    client.request(rollbackTargetRequest, { key, scope });
  const write = async (scope: object, share: number): Promise<void> => {
    const flags = await client.request<FlagSummary[]>(flagsRequest);
    const expectedRevision = flags.find(({ key }) => key === 'new-checkout')?.revision;
    const change = { key: 'new-checkout', scope, share, expectedRevision, reason: null };
    expect(await client.request<WriteResult>(setShareRequest, change)).toMatchObject({ ok: true });
  };
  await write(production, 0);
  await write(fra, 10_000);
  expect(await target(production)).toEqual({ kind: 'known', serving: 'on', follows: false });
  expect(await target(fra)).toEqual({ kind: 'known', serving: 'off', follows: true });
  expect(await target({ ...fra, server: 'fra-1' })).toEqual({ kind: 'none' });
  expect(await target(production, 'no-such-flag')).toEqual({ kind: 'unknown' });
  await plane.close();
  expect(await target(production)).toEqual({ kind: 'unknown' });
});

test.each([
  ['at the same address: the configuration says what runs there', '', 'unleash at'],
  ['at another address: the setting wins', '1', 'sluice at'],
])('the own setting and a configuration of another kind %s', async (_, prefix, name) => {
  const plane = await startPlane();
  const elsewhere = plane.url.replace('127.0.0.1', `127.0.0.1${prefix}`);
  const { client } = await openEditor({
    plane,
    files: { 'sluice.config.json': JSON.stringify({ controlPlane: { kind: 'unleash', url: plane.url } }) },
    initializationOptions: {
      sluiceClient: true,
      trusted: true,
      controlPlane: { url: elsewhere, project: 'shop' },
    },
  });
  const { controlPlane } = await client.status(({ controlPlane: shown, kind }) => shown !== null && kind !== 'off');
  expect(controlPlane).toContain(name);
});

test('says before anybody is asked what the kind of the flag does not allow', async () => {
  const { client } = await openEditor();
  await client.status(isLive);
  const refusal = (share: number, key = 'new-checkout'): Promise<unknown> =>
    client.request(refusalRequest, { key, scope: production, share });
  expect(await refusal(0)).toBeNull();
  expect(await refusal(5_000)).toContain('A switch is on or off and cannot serve 50 %');
  expect(await refusal(0, 'no-such-flag')).toBeNull();
});

test('a token that may only read: refused before the question, for a change and for a rollback', async () => {
  const plane = await startPlane();
  const { client } = await openEditor({ plane, consent: () => ({ allowed: true, token: plane.viewerToken }) });
  await client.status(isLive);
  const role = 'has the role viewer, which may only read';
  const params = { key: 'new-checkout', scope: production };
  expect(await client.request(refusalRequest, { ...params, share: 0 })).toContain(role);
  const change = { ...params, share: 0, expectedRevision: '1', reason: null };
  expect(await client.request<WriteResult>(setShareRequest, change)).toMatchObject({ ok: false, kind: 'unsupported' });
});

test('refuses parameters that are none', async () => {
  const { client } = await openEditor();
  await expect(client.request(setShareRequest, { key: 'new-checkout', share: '50' })).rejects.toThrow(/scope/);
});

test('shows the description of a hostile control plane as text', async () => {
  const plane = await startPlane();
  const hostile = '[x](command:sluice.flipSwitch?%5B%22new-checkout%22%5D) ![y](https://evil.test/y.png) <script>';
  const headers = { authorization: `Bearer ${plane.adminToken}`, 'content-type': 'application/json' };
  const address = `${plane.url}/api/v1/projects/${plane.project}/flags`;
  await fetch(address, {
    method: 'POST',
    headers,
    body: JSON.stringify({ key: 'trap', kind: 'switch', description: hostile, owner: hostile }),
  });
  const { client, uri } = await openEditor({ plane });
  await client.status(isLive);
  client.open(uri('a.ts'), code(`client.getBooleanValue('trap', false);`));
  const shown = await client.hover(uri('a.ts'), 'trap');
  const value = (shown?.contents as MarkupContent | undefined)?.value;
  expect(value).toContain('command');
  expect(value).not.toMatch(/(?<!\\)\]\((?!<command:sluice\.openDashboard\?)/);
  expect(value).not.toContain('<script>');
  expect(value).not.toMatch(/(?<!\\)!\[/);
});

/** A server that counts who comes, and with which tokens. */
async function countContacts() {
  let count = 0;
  const tokens: string[] = [];
  const server = createServer((request, response) => {
    count++;
    if (request.headers.authorization) tokens.push(request.headers.authorization);
    response
      .writeHead(401, { 'content-type': 'application/json' })
      .end('{"error":{"code":"unauthenticated","message":"No."}}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = JSON.stringify({ controlPlane: { kind: 'sluice', url, project: 'shop' } });
  return { url, config, count: () => count, tokens: () => tokens };
}
