/** Several control planes in the editor: a monorepo, a migration, consent and tokens for each address. */
import type { MarkupContent } from 'vscode-languageserver';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  clientCommands,
  connectRequest,
  controlPlaneOfRequest,
  dashboardUrlRequest,
  flagsRequest,
  reconnectNotification,
  refreshRequest,
  rollbackTargetRequest,
  serverCommands,
  setShareRequest,
  type ConnectParams,
  type FlagSummary,
  type StateStatus,
  type WriteResult,
} from '../../server/src/protocol.ts';
import type { Seed } from '../../server/src/embedded/seed.ts';
import { startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import type { LspClient } from '../support/lsp-client.ts';
import { changeElsewhere, code, configFor, openEditor, openGenericEditor, type EditorOptions } from './editor.ts';

const any = (diagnostics: readonly unknown[]): boolean => diagnostics.length > 0;
const none = (diagnostics: readonly unknown[]): boolean => diagnostics.length === 0;

const flag = (key: string, variant: 'on' | 'off'): Seed['flags'][number] => ({
  key,
  kind: 'switch',
  purpose: 'kill-switch',
  createdAt: '2026-10-01T09:00:00Z',
  servings: { staging: { kind: 'static', variant } },
});

async function start(flags: Seed['flags']): Promise<TestControlPlane> {
  const plane = await startTestControlPlane({
    seed: { environments: [{ key: 'staging', critical: false, datacenters: [] }], flags },
  });
  onTestFinished(() => plane.close());
  return plane;
}

interface Monorepo {
  readonly client: LspClient;
  readonly shop: TestControlPlane;
  readonly legacy: TestControlPlane;
  readonly search: TestControlPlane;
  readonly asked: ConnectParams[];
  uri(path: string): string;
}

/** `shop` decides, `legacy` is compared with it, `search` has a folder of its own; each has its own token. */
async function openMonorepo(
  options: EditorOptions & { readonly refused?: readonly ('shop' | 'legacy' | 'search')[] } = {},
): Promise<Monorepo> {
  const shop = await start([flag('new-checkout', 'on'), flag('both', 'off')]);
  const legacy = await start([flag('new-checkout', 'off'), flag('both', 'off'), flag('old-banner', 'on')]);
  const search = await start([flag('ranking', 'on'), flag('both', 'on')]);
  const planes = { shop, legacy, search };
  const asked: ConnectParams[] = [];
  const controlPlanes = [
    { kind: 'sluice', name: 'shop', url: shop.url, project: 'shop' },
    { kind: 'sluice', name: 'legacy', url: legacy.url, project: 'shop' },
    { kind: 'sluice', name: 'search', url: search.url, project: 'shop', folder: 'packages/search' },
  ];
  const editor = await openEditor({
    plane: shop,
    consent(params) {
      asked.push(params);
      const [name, plane] = Object.entries(planes).find(([, { url }]) => url === params.origin) ?? [];
      const isRefused = options.refused?.some((refused) => refused === name) ?? false;
      return { allowed: !isRefused, token: isRefused || params.rejectedToken ? null : (plane?.operatorToken ?? null) };
    },
    ...options,
    files: { 'sluice.config.json': JSON.stringify({ controlPlanes }), ...options.files },
  });
  return { ...planes, client: editor.client, uri: editor.uri, asked };
}

const allLive = ({ controlPlanes = [] }: StateStatus): boolean =>
  controlPlanes.length === 3 && controlPlanes.every(({ kind }) => kind === 'live');
const staging = { environment: 'staging', datacenter: null, server: null };
const flagsOf = (client: LspClient) => client.request<FlagSummary[]>(flagsRequest);

async function hoverText(client: LspClient, uri: string, needle: string): Promise<string> {
  const hover = await client.hover(uri, needle);
  return ((hover as { readonly contents: MarkupContent }).contents.value ?? '').replaceAll('\\', '');
}

describe('the list of flags', () => {
  /** The last question whether to connect waits until it is let go. */
  async function openWithHeldQuestion() {
    const shop = await start([flag('new-checkout', 'on')]);
    const hold = {
      isOn: false,
      asked: Promise.withResolvers<void>(),
      askedTwice: Promise.withResolvers<void>(),
      answer: Promise.withResolvers<void>(),
    };
    let questions = 0;
    const editor = await openEditor({
      plane: shop,
      answers: {
        async [connectRequest]() {
          if (hold.isOn) {
            (questions++ === 0 ? hold.asked : hold.askedTwice).resolve();
            await hold.answer.promise;
          }
          return { allowed: true, token: shop.operatorToken };
        },
      },
    });
    await editor.client.status(({ kind }) => kind === 'live');
    hold.isOn = true;
    const change = (end: string): void => {
      editor.write('sluice.config.json', `${configFor(shop)}${end}`);
      editor.client.notify('workspace/didChangeWatchedFiles', {
        changes: [{ uri: editor.uri('sluice.config.json'), type: 2 }],
      });
    };
    change('\n');
    await hold.asked.promise;
    return { client: editor.client, hold, change };
  }

  test('waits for a control plane that is connected anew, as after a change of the configuration', async () => {
    const { client, hold } = await openWithHeldQuestion();
    const flags = flagsOf(client);
    hold.answer.resolve();
    expect((await flags).map(({ key }) => key)).toEqual(['new-checkout']);
  });

  test('waits for the one that the configuration names in the end', async () => {
    const { client, hold, change } = await openWithHeldQuestion();
    const flags = flagsOf(client);
    change('\n\n');
    await hold.askedTwice.promise;
    hold.answer.resolve();
    expect((await flags).map(({ key }) => key)).toEqual(['new-checkout']);
  });

  test('does not wait for a person who is still thinking', async () => {
    const { client, hold } = await openWithHeldQuestion();
    expect(await flagsOf(client)).toEqual([]);
    hold.answer.resolve();
  });
});

describe('the status', () => {
  test('carries each of them, beside what it says of one', async () => {
    const { client, shop } = await openMonorepo();
    const status = await client.status(allLive);
    expect(status).toMatchObject({ kind: 'live', controlPlane: `sluice at ${shop.url}`, flagCount: 4, problem: null });
    expect(
      status.controlPlanes?.map(({ name, folder, comparedWith, differences, flagCount }) => [
        name,
        folder,
        comparedWith,
        differences,
        flagCount,
      ]),
    ).toEqual([
      ['shop', null, null, null, 2],
      ['legacy', null, 'shop', 2, 3],
      ['search', 'packages/search', null, null, 2],
    ]);
    expect(new Set(status.controlPlanes?.map(({ id }) => id)).size).toBe(3);
  });

  test('shows the worst one, and the request for it gives the same', async () => {
    const { client, legacy } = await openMonorepo();
    await client.status(allLive);
    await legacy.close();
    const status = await client.request<StateStatus>(refreshRequest);
    expect(status).toMatchObject({ kind: 'cached', controlPlane: `sluice at ${legacy.url}` });
    expect(status.controlPlanes?.map(({ kind }) => kind)).toEqual(['live', 'cached', 'live']);
    expect(await client.status(({ kind }) => kind === 'cached')).toMatchObject({ problem: status.problem });
  });

  test('follows the disagreements of a migration', async () => {
    const { client, legacy } = await openMonorepo();
    await client.status(allLive);
    await changeElsewhere(legacy, 'new-checkout', 'staging', 'on');
    const differences = ({ controlPlanes }: StateStatus) => controlPlanes?.[1]?.differences;
    expect(differences(await client.status((status) => differences(status) === 1))).toBe(1);
  });
});

describe('consent and tokens', () => {
  test('are asked for at each address, and each gets its own', async () => {
    const { client, asked, shop, legacy, search } = await openMonorepo();
    await client.status(allLive);
    expect(asked.map(({ origin, source }) => `${origin} ${source}`).sort()).toEqual(
      [shop, legacy, search].map(({ url }) => `${url} repository`).sort(),
    );
  });

  test('of one that is refused leave the others', async () => {
    const { client, uri } = await openMonorepo({ refused: ['search'] });
    client.open(uri('a.ts'), code(`client.getBooleanValue('nowhere', false);`));
    client.open(uri('packages/search/b.ts'), code(`client.getBooleanValue('nowhere', false);`));
    const status = await client.status(({ problemKind }) => problemKind === 'not-allowed');
    expect(status.controlPlanes?.[2]).toMatchObject({ kind: 'none', problemKind: 'not-allowed' });
    expect(await client.diagnostics(uri('a.ts'), any)).toHaveLength(1);
    expect(await client.diagnostics(uri('packages/search/b.ts'))).toEqual([]);
    expect(await hoverText(client, uri('packages/search/b.ts'), 'nowhere')).toContain('nobody has agreed');
  });

  test('are asked for again where one token is refused, and there alone', async () => {
    const asked: string[] = [];
    let isSignedIn = false;
    const shop = await start([flag('new-checkout', 'on')]);
    const search = await start([flag('ranking', 'on')]);
    const { client } = await openEditor({
      plane: shop,
      files: {
        'sluice.config.json': JSON.stringify({
          controlPlanes: [
            { kind: 'sluice', name: 'shop', url: shop.url, project: 'shop' },
            { kind: 'sluice', name: 'search', url: search.url, project: 'shop', folder: 'packages/search' },
          ],
        }),
      },
      consent({ origin, rejectedToken }) {
        asked.push(`${origin === shop.url ? 'shop' : 'search'}${rejectedToken ? ' again' : ''}`);
        if (rejectedToken) return { allowed: true, token: null };
        const searchToken = isSignedIn ? search.viewerToken : 'sluice_wrong';
        return { allowed: true, token: origin === shop.url ? shop.viewerToken : searchToken };
      },
    });
    const kinds = ({ controlPlanes }: StateStatus) => controlPlanes?.map(({ kind }) => kind).join();
    const status = await client.status((each) => each.problemKind === 'auth' && kinds(each) === 'live,none');
    expect(status.origin).toBe(search.url);
    isSignedIn = true;
    await client.notify(reconnectNotification);
    await client.status((each) => kinds(each) === 'live,live');
    expect(asked.sort()).toEqual(['search', 'search', 'search again', 'shop', 'shop']);
  });

  test('are no question where the person’s own setting names the address; the setting replaces none of several', async () => {
    const shop = await start([flag('new-checkout', 'on')]);
    const { client, asked } = await openMonorepo({
      initializationOptions: { sluiceClient: true, trusted: true, controlPlane: { url: shop.url, project: 'shop' } },
    });
    await client.status(allLive);
    expect(asked.map(({ source }) => source)).toEqual(['repository', 'repository', 'repository']);

    const own = await openMonorepo();
    await own.client.status(allLive);
    const again: ConnectParams[] = [];
    const { client: second } = await openEditor({
      plane: own.shop,
      files: {
        'sluice.config.json': JSON.stringify({
          controlPlanes: [
            { kind: 'sluice', name: 'shop', project: 'shop' },
            { kind: 'sluice', name: 'legacy', url: own.legacy.url, project: 'shop' },
          ],
        }),
      },
      initializationOptions: { sluiceClient: true, trusted: true, controlPlane: { url: own.shop.url, project: 'x' } },
      consent(params) {
        again.push(params);
        return { allowed: true, token: params.origin === own.shop.url ? own.shop.viewerToken : own.legacy.viewerToken };
      },
    });
    await second.status(({ controlPlanes = [] }) => controlPlanes.filter(({ kind }) => kind === 'live').length === 2);
    const sources = Object.fromEntries(again.map(({ origin, source }) => [origin, source]));
    expect(sources).toEqual({ [own.shop.url]: 'user', [own.legacy.url]: 'repository' });
  });

  test('contacts nobody in a workspace that is not trusted', async () => {
    const { client, asked } = await openMonorepo({ initializationOptions: { sluiceClient: true, trusted: false } });
    const status = await client.status(({ controlPlanes = [] }) => controlPlanes.length === 3);
    expect(status.controlPlanes?.map(({ problemKind }) => problemKind)).toEqual([
      'untrusted',
      'untrusted',
      'untrusted',
    ]);
    expect(asked).toEqual([]);
  });

  test('come from the environment, by name, for clients that cannot be asked', async () => {
    const shop = await start([flag('new-checkout', 'on')]);
    const search = await start([flag('ranking', 'on')]);
    const { client, uri } = await openGenericEditor({
      plane: shop,
      files: {
        'sluice.config.json': JSON.stringify({
          controlPlanes: [
            { kind: 'sluice', name: 'shop', url: shop.url, project: 'shop' },
            { kind: 'sluice', name: 'search', project: 'shop', folder: 'packages/search' },
          ],
        }),
      },
      env: { SLUICE_URL_SEARCH: search.url, SLUICE_TOKEN_SEARCH: search.viewerToken },
    });
    client.open(uri('a.ts'), code(`client.getBooleanValue('ranking', false);`));
    client.open(uri('packages/search/b.ts'), code(`client.getBooleanValue('new-checkout', false);`));
    const [here] = await client.diagnostics(uri('a.ts'), (shown) =>
      shown.some(({ message }) => String(message).includes('search')),
    );
    expect(here?.message).toContain('search (for packages/search): has "ranking"');
    expect(await client.diagnostics(uri('packages/search/b.ts'), any)).toHaveLength(1);
  });
});

describe('code', () => {
  test('is judged, hovered, completed and offered changes by the control plane of its folder', async () => {
    const { client, uri } = await openMonorepo();
    await client.status(allLive);
    const [here, there] = [uri('a.ts'), uri('packages/search/b.ts')];
    const reads = code(`client.getBooleanValue('both', false);`, `client.getBooleanValue('ranking', false);`);
    client.open(here, reads);
    client.open(there, reads);
    expect((await client.diagnostics(here, any)).map(({ data }) => data.flagKey)).toEqual(['ranking']);
    expect(await client.diagnostics(there, none)).toEqual([]);

    expect(await hoverText(client, here, 'both')).toMatch(/staging \| off[^]*shop: State read/);
    expect(await hoverText(client, there, 'both')).toMatch(/staging \| on[^]*search: State read/);
    expect(await hoverText(client, here, 'ranking')).toContain('It exists in search.');

    const keys = async (uri: string) => (await client.completion(uri, 'both'))?.items.map(({ label }) => label).sort();
    expect(await keys(here)).toEqual(['both', 'new-checkout']);
    expect(await keys(there)).toEqual(['both', 'ranking']);

    const lenses = async (uri: string) => (await client.codeLens(uri)).map(({ command }) => command);
    const [state, flip] = await lenses(there);
    expect(state?.title).toBe('both: on in staging');
    expect(flip).toMatchObject({
      command: clientCommands.flipSwitch,
      arguments: ['both', expect.stringMatching(/#search$/)],
    });
    expect((await lenses(here)).at(0)?.title).toBe('both: off in staging');
    expect((await client.references(here, 'both')).map(({ uri }) => uri)).toEqual([here]);
  });

  test('says where the two of a migration disagree', async () => {
    const { client, uri } = await openMonorepo();
    await client.status(allLive);
    client.open(
      uri('a.ts'),
      code(`client.getBooleanValue('new-checkout', false);`, `client.getBooleanValue('old-banner', false);`),
    );
    const [missing] = await client.diagnostics(uri('a.ts'), any);
    expect(missing?.message).toContain('legacy (compared with it): has "old-banner"');
    expect(await hoverText(client, uri('a.ts'), 'new-checkout')).toContain(
      'legacy disagrees about staging: on here, off there.',
    );
    expect(await hoverText(client, uri('a.ts'), 'old-banner')).toContain('It exists in legacy.');
    expect((await client.codeLens(uri('a.ts')))[0]?.command?.title).toBe(
      'new-checkout: on in staging · differs in legacy',
    );
  });

  test('reads each definition file again when it changes', async () => {
    const definition = (key: string) =>
      JSON.stringify({
        flags: { [key]: { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on' } },
      });
    const { client, uri, write } = await openEditor({
      files: {
        'sluice.config.json': JSON.stringify({
          controlPlanes: [
            { kind: 'flagd-file', name: 'shop', path: 'shop.flagd.json' },
            { kind: 'flagd-file', name: 'search', path: 'search.flagd.json', folder: 'search' },
          ],
        }),
        'shop.flagd.json': definition('new-checkout'),
        'search.flagd.json': definition('ranking'),
      },
    });
    client.open(uri('search/b.ts'), code(`client.getBooleanValue('rank-2', false);`));
    await client.diagnostics(uri('search/b.ts'), any);
    write('search.flagd.json', definition('rank-2'));
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uri('search.flagd.json'), type: 2 }] });
    expect(await client.diagnostics(uri('search/b.ts'), none)).toEqual([]);
  });
});

describe('changes', () => {
  test('go to the control plane that is named', async () => {
    const { client, shop, search } = await openMonorepo();
    await client.status(allLive);
    const both = (await flagsOf(client)).filter(({ key }) => key === 'both');
    expect(both.map(({ controlPlaneName }) => controlPlaneName)).toEqual(['search', 'shop']);
    const [there] = both;
    const change = { key: 'both', controlPlane: there?.controlPlane, scope: staging, share: 0, reason: null };
    const result = await client.request<WriteResult>(setShareRequest, { ...change, expectedRevision: there?.revision });
    expect(result).toMatchObject({ ok: true, flag: { controlPlane: there?.controlPlane, controlPlaneName: 'search' } });
    const served = async ({ store, project }: TestControlPlane) =>
      (await store.snapshot(project)).flags.find(({ key }) => key === 'both')?.environments['staging']?.serving;
    expect(await served(search)).toEqual({ kind: 'static', variant: 'off' });
    expect(await served(shop)).toEqual({ kind: 'static', variant: 'off' });
    const target = { key: 'both', controlPlane: there?.controlPlane, scope: staging };
    expect(await client.request(rollbackTargetRequest, target)).toEqual({
      kind: 'known',
      serving: 'on',
      follows: false,
    });
  });

  test('are refused where nobody said which of two flags is meant, or the control plane is gone', async () => {
    const { client } = await openMonorepo();
    await client.status(allLive);
    const change = { key: 'both', scope: staging, share: 0, expectedRevision: '1', reason: null };
    expect(await client.request<WriteResult>(setShareRequest, change)).toMatchObject({
      ok: false,
      kind: 'invalid',
      message: expect.stringContaining('"both" is a flag of shop and search.'),
    });
    const gone = await client.request<WriteResult>(setShareRequest, { ...change, controlPlane: 'file:///x#gone' });
    expect(gone).toMatchObject({ ok: false, message: expect.stringContaining('Choose the flag again') });
  });

  test('lead to the dashboard of the right one', async () => {
    const { client, search, shop, uri } = await openMonorepo();
    await client.status(allLive);
    const id = await client.request<string>(controlPlaneOfRequest, { uri: uri('packages/search/b.ts') });
    const page = (params: object) => client.request<string>(dashboardUrlRequest, params);
    expect(new URL(await page({ key: 'both', controlPlane: id })).origin).toBe(search.url);
    expect(new URL(await page({ key: null, controlPlane: id })).origin).toBe(search.url);
    expect(new URL(await page({ key: 'both' })).origin).toBe(shop.url);
  });

  test('of clients that know nothing of Sluice name the control plane in the question and on the command line', async () => {
    const shop = await start([flag('new-checkout', 'on')]);
    const search = await startTestControlPlane({
      seed: {
        environments: [{ key: 'live', critical: true, datacenters: [] }],
        flags: [{ ...flag('ranking', 'on'), servings: {} }],
      },
    });
    onTestFinished(() => search.close());
    const questions: string[] = [];
    const editor = await openGenericEditor({
      plane: shop,
      files: {
        'sluice.config.json': JSON.stringify({
          controlPlanes: [
            { kind: 'sluice', name: 'shop', url: shop.url, project: 'shop' },
            { kind: 'sluice', name: 'search', url: search.url, project: 'shop', folder: 'search' },
          ],
        }),
      },
      env: { SLUICE_URL_SEARCH: search.url, SLUICE_TOKEN_SEARCH: search.operatorToken },
      answers: {
        'window/showMessageRequest': ({
          message,
          actions = [],
        }: {
          message: string;
          actions?: { title: string }[];
        }) => {
          questions.push(message);
          return actions[0] ?? null;
        },
      },
    });
    const { client, uri } = editor;
    client.open(uri('search/b.ts'), code(`client.getBooleanValue('nowhere', false);`));
    await client.diagnostics(uri('search/b.ts'), any);
    client.open(uri('a.ts'), code(`client.getBooleanValue('nowhere', false);`));
    await client.diagnostics(uri('a.ts'), any);
    const execute = (command: string, ...values: unknown[]) =>
      client.request('workspace/executeCommand', { command, arguments: values });
    await execute(serverCommands.flipSwitch, 'new-checkout');
    expect(questions).toEqual(['shop: "new-checkout" in staging: on → off?']);
    await execute(serverCommands.flipSwitch, 'ranking');
    const { message } = await client.message<{ message: string }>('window/showMessage', (said) =>
      said.message.includes('Run:'),
    );
    expect(message).toContain('--environment live --control-plane search');
  });
});

test('with one control plane nothing names it', async () => {
  const { client, uri } = await openEditor();
  const status = await client.status(({ kind }) => kind === 'live');
  expect(status).not.toHaveProperty('controlPlanes');
  expect((await flagsOf(client)).every((summary) => !('controlPlane' in summary))).toBe(true);
  client.open(uri('a.ts'), code(`client.getBooleanValue('new-checkout', false);`));
  const lenses = await client.codeLens(uri('a.ts'));
  for (const { command } of lenses) expect(command?.arguments).toEqual(['new-checkout']);
  expect(await client.request(controlPlaneOfRequest, { uri: uri('a.ts') })).toBeNull();
  expect(await client.message<ConnectParams>(connectRequest)).toMatchObject({ source: 'repository' });
});
