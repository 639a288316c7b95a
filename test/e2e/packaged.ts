/** The packaged extension, used as a person uses it: installed from its file, clicked and typed at in the real workbench. */
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import {
  button,
  dialog,
  notification,
  openWorkbench,
  pickRow,
  quickInput,
  runCommand,
  screenshot,
  statusItem,
} from './support/browser.ts';
import { createToken, type RunningPlane } from './support/control-plane.ts';
import { type Editor, installExtension, keepLogs, startEditor } from './support/editor.ts';
import { readFlag } from './support/plane-client.ts';
import { type NamedTest, runTests, type TestResult, until } from './support/runner.ts';
import { writeWorkspace } from './support/workspace.ts';

export interface PackagedRun {
  readonly vsix: string;
  readonly folder: string;
  readonly plane: RunningPlane;
  readonly report: (result: TestResult) => void;
}

interface Stage extends PackagedRun {
  readonly browser: Browser;
  readonly token: string;
  readonly workspace: string;
  readonly dataDir: string;
  readonly cacheDir: string;
  readonly sink: Sink;
}

/** Installs the package into a fresh editor and goes through it. */
export async function runPackaged(browser: Browser, run: PackagedRun): Promise<void> {
  const workspace = join(run.folder, 'packaged');
  const dataDir = join(run.folder, 'packaged-data');
  const extensionsDir = join(run.folder, 'packaged-extensions');
  const cacheDir = join(run.folder, 'packaged-cache');
  const sink = await startSink();
  writeWorkspace(workspace, run.plane.url);
  poisonSettings(workspace, sink.url);
  const token = await createToken(run.plane, 'packaged', 'operator');
  const stage: Stage = { ...run, browser, token, workspace, dataDir, cacheDir, sink };
  installExtension(run.vsix, { dataDir, extensionsDir });
  const editor = await startEditor({
    dataDir,
    extensionsDir,
    workspaceTrust: true,
    isTestDriver: false,
    env: { SLUICE_CACHE_DIR: cacheDir },
  });
  try {
    const page = await openWorkbench(browser, editor, { folder: workspace });
    page.setDefaultTimeout(15_000);
    await runTests(tests(stage, page), 60_000, run.report).finally(() => page.context().close());
    await runTests(leakTests(stage, editor), 30_000, run.report);
  } finally {
    await editor.stop();
    await sink.stop();
    keepLogs(dataDir, 'packaged');
  }
}

function tests(stage: Stage, page: Page): readonly NamedTest[] {
  const status = (text: string): Promise<void> =>
    statusItem(page).filter({ hasText: text }).waitFor({ timeout: 30_000 });
  const named = (name: string, run: () => Promise<void>): NamedTest => ({
    name: `packaged: ${name}`,
    run: () =>
      run().catch(async (error: unknown) => {
        await screenshot(page, `failed-${name.replaceAll(/\W+/g, '-')}`);
        throw error;
      }),
  });
  return [
    named('a folder that is not trusted is scanned, and nothing is contacted', async () => {
      await openFile(page, 'checkout.ts');
      await status('restricted');
      // A hover that was asked for before the whole workspace was read says less, and is not asked for again by itself.
      const complete = page.locator('.monaco-hover:visible', { hasText: 'Read in 2 places' }).first();
      await until('a hover that names both places', async () => {
        await page.mouse.move(0, 0);
        await hoverOver(page, 'gift-cards');
        return complete.waitFor({ timeout: 3_000 }).then(
          () => true,
          () => false,
        );
      });
      await screenshot(page, '1-restricted');
      strictEqual(await page.locator('.monaco-dialog-box', { hasText: 'Connect to the control plane' }).count(), 0);
      strictEqual(stage.sink.connections(), 0);
    }),
    named('once trusted, it asks before it connects to what the repository names', async () => {
      await trust(page);
      const box = await dialog(page);
      ok((await box.innerText()).includes(stage.plane.url));
      await screenshot(page, '2-consent');
      await button(box, 'Connect').click();
      await openFile(page, 'checkout.ts');
      await status('sign in');
    }),
    named('signing in through the notification makes the state live', async () => {
      await button(notification(page, /Sign in to/), 'Sign In').click();
      await quickInput(page).fill(stage.token);
      strictEqual(await quickInput(page).getAttribute('type'), 'password');
      await page.keyboard.press('Enter');
      await status('live');
    }),
    named('the finding, the lenses and the status bar are seen', async () => {
      await page.locator('.squiggly-warning, .squiggly-error').first().waitFor({ timeout: 20_000 });
      await page.locator('.codelens-decoration', { hasText: '25 %' }).first().waitFor({ timeout: 20_000 });
      await screenshot(page, '3-findings');
    }),
    named('the hover shows the state', async () => {
      await hoverOver(page, 'gift-cards');
      await page.locator('.monaco-hover:visible', { hasText: 'production' }).first().waitFor({ timeout: 20_000 });
      await screenshot(page, '4-hover');
      await page.keyboard.press('Escape');
    }),
    named('a lens flips a switch in production, with the key typed', async () => {
      await page.locator('.codelens-decoration a', { hasText: 'Flip' }).first().click();
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'staging' }).first().waitFor();
      await screenshot(page, '5-scopes');
      await pickRow(page, 'production');
      await quickInput(page).fill('Back to three steps');
      await page.keyboard.press('Enter');
      const box = await dialog(page);
      ok((await box.innerText()).includes('on → off'));
      await screenshot(page, '6-question');
      await button(box, 'Turn Off').click();
      await quickInput(page).fill('one-page');
      await page.keyboard.press('Escape');
      deepStrictEqual(await production(stage), { kind: 'static', variant: 'on' });

      await page.locator('.codelens-decoration a', { hasText: 'Flip' }).first().click();
      await pickRow(page, 'production');
      await quickInput(page).fill('');
      await page.keyboard.press('Enter');
      await button(await dialog(page), 'Turn Off').click();
      await quickInput(page).fill('one-page-checkout');
      await screenshot(page, '7-key');
      await page.keyboard.press('Enter');
      await until(
        'production is off',
        async () => ((await production(stage)) as { variant?: string }).variant === 'off',
      );
      await page
        .locator('.codelens-decoration', { hasText: 'one-page-checkout: off in production' })
        .first()
        .waitFor({ timeout: 20_000 });
      await screenshot(page, '8-flipped');
    }),
    named('the menu of the status bar offers what can be done', async () => {
      await page.mouse.move(700, 400);
      await statusItem(page).click();
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Open Dashboard' }).first().waitFor();
      await screenshot(page, '9-menu');
      await page.keyboard.press('Escape');
    }),
    named('sluice.config.json is completed and checked by its schema', async () => {
      await openFile(page, 'sluice.config.json');
      await page.locator('.view-line', { hasText: 'controlPlane' }).first().waitFor();
      await page.locator('.statusbar-item', { hasText: 'JSON with Comments' }).waitFor({ timeout: 20_000 });
    }),
    named('when the control plane goes away, the state is kept and called old', async () => {
      await stage.plane.stop();
      await runCommand(page, 'Sluice: Refresh');
      await status('cached');
      await screenshot(page, '10-cached');
    }),
  ];
}

async function trust(page: Page): Promise<void> {
  await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).click();
  await page
    .locator('.workspace-trust-editor')
    .getByRole('button', { name: /^Trust/ })
    .first()
    .click();
}

async function hoverOver(page: Page, key: string): Promise<void> {
  await page
    .locator('.view-line', { hasText: `'${key}'` })
    .getByText(`'${key}'`)
    .first()
    .hover();
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+P');
  await quickInput(page).fill(name);
  await pickRow(page, name);
}

async function production(stage: Stage): Promise<unknown> {
  return (await readFlag(stage.plane, 'one-page-checkout')).environments['production']?.serving;
}

function leakTests(stage: Stage, editor: Editor): readonly NamedTest[] {
  return [
    {
      name: 'packaged: the token is in no file, no log and no output',
      run: async () => {
        ok(readdirSync(stage.cacheDir).length > 0, 'the last known state is kept');
        const places = [stage.dataDir, stage.cacheDir, stage.workspace].flatMap((folder) =>
          filesWith(folder, stage.token),
        );
        deepStrictEqual(places, []);
        ok(!editor.output().includes(stage.token));
      },
    },
    {
      name: 'packaged: settings of the workspace sent nothing to another address',
      run: async () => strictEqual(stage.sink.connections(), 0),
    },
  ];
}

/** Names another control plane in every way a workspace's settings can. */
function poisonSettings(workspace: string, url: string): void {
  mkdirSync(join(workspace, '.vscode'), { recursive: true });
  const settings = {
    'sluice.controlPlane.url': url,
    sluice: { controlPlane: { url }, 'controlPlane.url': url },
  };
  writeFileSync(join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
}

interface Sink {
  readonly url: string;
  connections(): number;
  stop(): Promise<void>;
}

/** An address that counts who comes. */
function startSink(): Promise<Sink> {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${port}`,
        connections: () => connections,
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
          }),
      });
    });
  });
}

function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => contentOf(path).includes(text));
}

/** The editor still runs: a file may be gone by the time it is read. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.of();
    throw error;
  }
}
