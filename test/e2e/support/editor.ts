/** The real VS Code workbench that the npm package code-server carries, set up once and started on a free port. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { type RunningProcess, startNode } from './processes.ts';

const VERSION = '4.139.1';

/** Nothing but the editor and what is tested. */
const QUIET_SETTINGS = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.editor.useModal': 'off',
  'workbench.reduceMotion': 'on',
  'typescript.validate.enable': false,
};

/** Everything that the end-to-end tests set up or leave behind. */
export const HOME = resolve('.e2e');

const FOLDER = join(HOME, `code-server-${VERSION}`);
const EDITOR = join(FOLDER, 'node_modules/code-server/lib/vscode');
const DONE = join(FOLDER, 'installed');
const NATIVE_MODULES = ['@vscode/spdlog', '@vscode/native-watchdog', 'node-pty'];

/** Installs the editor where it is not there yet (some 570 MB, in a folder of its own). */
export function installEditor(): void {
  if (existsSync(DONE)) return;
  console.log(`Setting up code-server ${VERSION} in .e2e/ (once)`);
  rmSync(FOLDER, { recursive: true, force: true, maxRetries: 10 });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'package.json'), '{"name":"editor-under-test","private":true}\n');
  npm(FOLDER, ['install', '--no-save', '--ignore-scripts', '--force', `code-server@${VERSION}`]);
  npm(EDITOR, ['install', '--ignore-scripts', '--omit=dev', '--force']);
  npm(EDITOR, ['rebuild', '--force', ...NATIVE_MODULES]);
  writeFileSync(DONE, '');
}

function npm(cwd: string, args: readonly string[]): void {
  execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

export interface EditorOptions {
  /** Settings, secrets and logs go here; made anew. */
  readonly dataDir: string;
  readonly extensionsDir: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly workspaceTrust: boolean;
  /** Honours the payload that names a suite; such a window shows no notifications. */
  readonly isTestDriver: boolean;
}

export interface Editor {
  readonly origin: string;
  readonly authority: string;
  readonly output: () => string;
  stop(): Promise<void>;
}

/** Installs a packaged extension as a person does. */
export function installExtension(vsix: string, options: Pick<EditorOptions, 'dataDir' | 'extensionsDir'>): string {
  const args = ['out/server-main.js', '--install-extension', resolve(vsix), ...commonArgs(options)];
  return execFileSync(process.execPath, args, { cwd: EDITOR, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Starts the editor's server. Another process may take the port between finding and using it: then it tries again. */
export async function startEditor(options: EditorOptions): Promise<Editor> {
  const machine = join(options.dataDir, 'data', 'Machine');
  mkdirSync(machine, { recursive: true });
  mkdirSync(options.extensionsDir, { recursive: true });
  writeFileSync(join(machine, 'settings.json'), JSON.stringify(QUIET_SETTINGS));
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = startNode([...serverArgs(port, options)], { cwd: EDITOR, env: options.env });
    try {
      await server.waitFor(/Extension host agent listening on \d+/, 60_000);
      return editor(port, server);
    } catch (error) {
      await server.stop();
      if (attempt === 3 || !server.output().includes('EADDRINUSE')) throw error;
    }
  }
}

/** Copies what the editor and its extensions logged to `.e2e/logs/`, to look at after a failure. */
export function keepLogs(dataDir: string, name: string): void {
  const target = join(HOME, 'logs', name);
  rmSync(target, { recursive: true, force: true, maxRetries: 10 });
  cpSync(join(dataDir, 'data', 'logs'), target, { recursive: true });
}

function editor(port: number, server: RunningProcess): Editor {
  const authority = `127.0.0.1:${port}`;
  return { origin: `http://${authority}`, authority, output: server.output, stop: () => server.stop() };
}

function serverArgs(port: number, options: EditorOptions): readonly string[] {
  const flags = ['--without-connection-token'];
  if (options.isTestDriver) flags.push('--enable-smoke-test-driver');
  if (!options.workspaceTrust) flags.push('--disable-workspace-trust');
  return [
    'out/server-main.js',
    '--host=127.0.0.1',
    `--port=${port}`,
    '--telemetry-level=off',
    ...flags,
    ...commonArgs(options),
  ];
}

function commonArgs(options: Pick<EditorOptions, 'dataDir' | 'extensionsDir'>): readonly string[] {
  return [
    '--accept-server-license-terms',
    `--server-data-dir=${options.dataDir}`,
    `--extensions-dir=${options.extensionsDir}`,
  ];
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? done(address.port) : failed(new Error('no port')),
      );
    });
  });
}
