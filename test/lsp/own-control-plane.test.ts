import { expect, test } from 'vitest';
import { readOwnControlPlane } from '../../server/src/lsp/own-control-plane.ts';
import {
  checkControlPlaneRequest,
  controlPlaneKindsRequest,
  type ControlPlaneKind,
} from '../../server/src/protocol.ts';
import { openEditor, startPlane } from './editor.ts';

test.each<{ sent: unknown; config: unknown }>([
  {
    sent: { url: 'http://127.0.0.1:4650' },
    config: { kind: 'sluice', url: 'http://127.0.0.1:4650', project: 'default' },
  },
  {
    sent: { kind: ' unleash ', url: 'https://unleash.example.com', project: '' },
    config: { kind: 'unleash', url: 'https://unleash.example.com', project: 'default' },
  },
  {
    sent: { kind: 'posthog', url: 'https://eu.posthog.com', project: '4711', environment: 'live' },
    config: { kind: 'posthog', url: 'https://eu.posthog.com', project: '4711', environment: 'live' },
  },
  {
    // The project is left from another kind.
    sent: { kind: 'flagd-http', url: 'https://flags.example.com/shop.json', project: 'shop' },
    config: {
      kind: 'flagd-http',
      url: 'https://flags.example.com/shop.json',
      environment: 'production',
      authScheme: 'Bearer',
    },
  },
])('a setting that can be used: $sent', ({ sent, config }) => {
  expect(readOwnControlPlane(sent)).toMatchObject({ ok: true, setting: { config } });
});

test.each([[null], [undefined], [{}], ['nonsense'], [{ url: ' ', project: 'shop' }], [{ url: 7 }]])(
  'no setting: %j',
  (sent) => expect(readOwnControlPlane(sent)).toBeNull(),
);

test.each([
  [
    { kind: 'unlesh', url: 'https://a.example' },
    'The setting sluice.controlPlane.kind is "unlesh"; it takes sluice, unleash, launchdarkly, flagd-http, ofrep, posthog. Did you mean "unleash"?',
  ],
  [
    { kind: 'flagd-file', url: 'https://a.example' },
    'The setting sluice.controlPlane.kind cannot be "flagd-file": a file belongs to one workspace. Name it in that workspace\'s sluice.config.json.',
  ],
  [
    { kind: 'launchdarkly', url: 'https://app.launchdarkly.com' },
    'LaunchDarkly needs the setting sluice.controlPlane.project. The key of the project.',
  ],
  [
    { kind: 'posthog', url: 'https://eu.posthog.com', project: 'shop' },
    'The setting sluice.controlPlane.project: The project cannot be used (the number of a project, as a text).',
  ],
  [{ kind: 'unleash' }, 'Unleash needs the setting sluice.controlPlane.url. Where Unleash runs, without "/api".'],
  [
    { url: 'https://mia:secret@flags.example.com' },
    'The setting sluice.controlPlane.url: The address of the control plane cannot be used: it holds a user name or a password',
  ],
])('a setting that is wrong says what and what it takes: %j', (sent, problem) => {
  const result = readOwnControlPlane(sent);
  expect(result).toMatchObject({ ok: false, problem: expect.stringContaining(problem) });
  expect(JSON.stringify(result)).not.toContain('secret');
});

test('the client learns the kinds, and what is wrong before it writes settings', async () => {
  const { client } = await openEditor();
  const kinds = await client.request<readonly ControlPlaneKind[]>(controlPlaneKindsRequest);
  expect(kinds[0]).toMatchObject({ kind: 'sluice', title: 'Sluice' });
  const check = (setting: unknown): Promise<unknown> => client.request(checkControlPlaneRequest, setting);
  expect(await check({ kind: 'unleash', url: 'https://unleash.example.com' })).toBeNull();
  expect(await check({ kind: 'posthog', url: 'https://eu.posthog.com' })).toContain('PostHog needs the setting');
});

const own = (controlPlane: unknown) => ({
  initializationOptions: { sluiceClient: true, trusted: true, controlPlane },
});
const shown = ({ controlPlane, kind }: { readonly controlPlane: string | null; readonly kind: string }): boolean =>
  controlPlane !== null && kind !== 'off';

test('the kind of the setting is the one that is asked, whatever the repository says', async () => {
  const plane = await startPlane();
  const { client } = await openEditor({ plane, ...own({ kind: 'unleash', url: plane.url }) });
  expect((await client.status(shown)).controlPlane).toBe(`unleash at ${plane.url}`);
});

test('a project that the setting leaves open is the one of the configuration at the same address', async () => {
  const plane = await startPlane();
  const { client } = await openEditor({ plane, ...own({ url: plane.url }) });
  expect(await client.status(({ kind }) => kind === 'live')).toMatchObject({ problem: null });
});

test('a wrong setting is told, and nothing is asked in its place', async () => {
  const plane = await startPlane();
  const asked: unknown[] = [];
  const { client } = await openEditor({
    plane,
    ...own({ kind: 'launchdarkly', url: plane.url }),
    consent: (params) => {
      asked.push(params);
      return { allowed: true, token: plane.viewerToken };
    },
  });
  const status = await client.status(({ problem }) => problem !== null);
  expect(status).toMatchObject({ kind: 'none', problemKind: 'configuration' });
  expect(status.problem).toContain('LaunchDarkly needs the setting sluice.controlPlane.project.');
  expect(asked).toEqual([]);
});
