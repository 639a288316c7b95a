/** An editor in a shop's workspace, with a real control plane behind it. Everything is closed when the test ends. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connectRequest, type ConnectParams, type ConnectResult } from '../../server/src/protocol.ts';
import { uriOfPath } from '../../server/src/session/uri.ts';
import { shopSeed, startTestControlPlane, type TestControlPlane } from '../support/control-plane.ts';
import { connect, type ConnectOptions, type LspClient } from '../support/lsp-client.ts';

export interface EditorOptions extends Partial<ConnectOptions> {
  /** Text by path, on disk before the server starts. `sluice.config.json` names the control plane where it is not among them. */
  readonly files?: { readonly [path: string]: string };
  readonly plane?: TestControlPlane;
  /** How the client answers `sluice/connect`. Default: an operator's token. */
  readonly consent?: (params: ConnectParams) => ConnectResult | null;
}

export interface Editor {
  readonly client: LspClient;
  readonly plane: TestControlPlane;
  readonly root: string;
  uri(path: string): string;
  write(path: string, text: string): void;
}

/** Inside is where flags are read: an OpenFeature client called `client`. */
export function code(...lines: readonly string[]): string {
  const start = ["import { OpenFeature } from '@openfeature/server-sdk';", 'const client = OpenFeature.getClient();'];
  return [...start, ...lines, ''].join('\n');
}

/** A control plane with the shop's flags, until the test ends. */
export async function startPlane(): Promise<TestControlPlane> {
  const plane = await startTestControlPlane({ seed: shopSeed });
  onTestFinished(() => plane.close());
  return plane;
}

/** An empty folder, until the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-lsp-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));
  return folder;
}

export function configFor(plane: TestControlPlane): string {
  return JSON.stringify({ controlPlane: { kind: 'sluice', url: plane.url, project: plane.project } });
}

/** Opens the workspace in an editor with the Sluice extension. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const plane = options.plane ?? (await startPlane());
  const root = temporaryFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries({ 'sluice.config.json': configFor(plane), ...options.files }))
    write(path, text);
  const client = await connect({
    mode: 'in-process',
    folders: [root],
    initializationOptions: { sluiceClient: true, trusted: true },
    ...options,
    env: { SLUICE_CACHE_DIR: join(root, '.cache'), ...options.env },
    answers: {
      [connectRequest]: options.consent ?? (() => ({ allowed: true, token: plane.operatorToken })),
      ...options.answers,
    },
  });
  onTestFinished(() => client.close());
  return { client, plane, root, uri: (path) => uriOfPath(join(root, path)), write };
}

/** An editor that knows nothing of Sluice: the token comes from the environment. */
export async function openGenericEditor(options: EditorOptions = {}): Promise<Editor> {
  const plane = options.plane ?? (await startPlane());
  return openEditor({
    ...options,
    plane,
    initializationOptions: options.initializationOptions,
    env: { SLUICE_TOKEN: plane.operatorToken, SLUICE_URL: plane.url, SLUICE_PROJECT: plane.project, ...options.env },
  });
}

/** Changes a flag as somebody else would. */
export async function changeElsewhere(
  plane: TestControlPlane,
  key: string,
  environment: string,
  variant: string,
): Promise<void> {
  const headers = { authorization: `Bearer ${plane.operatorToken}`, 'content-type': 'application/json' };
  const address = `${plane.url}/api/v1/projects/${plane.project}/flags/${key}`;
  const { revision } = (await (await fetch(address, { headers })).json()) as { revision: string };
  const response = await fetch(`${address}/serving`, {
    method: 'PUT',
    headers: { ...headers, 'if-match': `"${revision}"` },
    body: JSON.stringify({ environment, serving: { kind: 'static', variant } }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

export const isLive = ({ kind }: { readonly kind: string }): boolean => kind === 'live';
