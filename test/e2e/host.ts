/** Runs the suite inside the extension host: of the workbench in the browser, or of a desktop VS Code. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { openWorkbench, screenshot } from './support/browser.ts';
import type { RunningPlane } from './support/control-plane.ts';
import { createToken } from './support/control-plane.ts';
import { HOME, keepLogs, startEditor } from './support/editor.ts';
import { type TestResult, until } from './support/runner.ts';
import { CHECKOUT_FILE, writeWorkspace } from './support/workspace.ts';
import type { Plan } from './suite/plan.ts';

const SUITE = join(HOME, 'suite.cjs');

/** Bundles the suite; `vscode` stays what the extension host provides. */
export function bundleSuite(): void {
  const options = ['--format', 'cjs', '--platform', 'node', '--external', 'vscode', '--file', SUITE];
  execFileSync(process.execPath, ['node_modules/rolldown/bin/cli.mjs', 'test/e2e/suite.ts', ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

export interface SuiteRun {
  readonly folder: string;
  readonly plane: RunningPlane;
  readonly report: (result: TestResult) => void;
}

async function preparePlan({ folder, plane }: SuiteRun): Promise<{ readonly plan: Plan; readonly path: string }> {
  const workspace = join(folder, 'workspace');
  writeWorkspace(workspace, plane.url);
  const { url, token, project } = plane;
  const plan: Plan = {
    plane: { url, token, project },
    operatorToken: await createToken(plane, 'editor', 'operator'),
    folder: workspace,
    results: join(folder, 'results.jsonl'),
  };
  const path = join(folder, 'plan.json');
  writeFileSync(plan.results, '');
  writeFileSync(path, JSON.stringify(plan));
  return { plan, path };
}

/** The suite in the workbench that a browser shows. */
export async function runInBrowser(browser: Browser, run: SuiteRun): Promise<void> {
  const { plan, path } = await preparePlan(run);
  const editor = await startEditor({
    dataDir: join(run.folder, 'data'),
    extensionsDir: join(run.folder, 'extensions'),
    workspaceTrust: false,
    isTestDriver: true,
    env: { SLUICE_E2E_PLAN: path, SLUICE_CACHE_DIR: join(run.folder, 'cache') },
  });
  try {
    const page = await openWorkbench(browser, editor, {
      folder: plan.folder,
      file: join(plan.folder, CHECKOUT_FILE),
      tests: { extension: resolve('.'), suite: SUITE },
    });
    let reported = 0;
    await until(
      'the suite to end',
      () => {
        const lines = readResults(plan.results);
        for (const line of lines.slice(reported)) if ('name' in line) run.report(line);
        reported = lines.length;
        return lines.some((line) => 'done' in line);
      },
      { timeoutMs: 240_000, seen: () => `${reported} results; ${editor.output().slice(-2_000)}` },
    ).catch(async (error: unknown) => {
      await screenshot(page, 'suite-stuck');
      throw error;
    });
    await page.context().close();
  } finally {
    await editor.stop();
    keepLogs(join(run.folder, 'data'), 'suite');
  }
}

/** The suite in a desktop VS Code, which is downloaded where it is not there yet. */
export async function runOnDesktop(run: SuiteRun): Promise<void> {
  const { runTests } = await import('@vscode/test-electron');
  const { plan, path } = await preparePlan(run);
  await runTests({
    cachePath: join(HOME, 'desktop'),
    extensionDevelopmentPath: resolve('.'),
    extensionTestsPath: SUITE,
    extensionTestsEnv: { SLUICE_E2E_PLAN: path, SLUICE_CACHE_DIR: join(run.folder, 'cache') },
    launchArgs: [
      plan.folder,
      '--disable-extensions',
      '--disable-workspace-trust',
      `--user-data-dir=${join(run.folder, 'data')}`,
    ],
  }).catch(() => undefined);
  const lines = readResults(plan.results);
  for (const line of lines) if ('name' in line) run.report(line);
  if (!lines.some((line) => 'done' in line)) throw new Error('The suite did not run to its end.');
}

function readResults(path: string): readonly (TestResult | { readonly done: true })[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as TestResult | { readonly done: true });
}
