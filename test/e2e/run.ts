/** All end-to-end tests, on everything real: the shipped package, a running control plane, a real VS Code. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runClients } from './clients/suite.ts';
import { runDashboardSuite } from './dashboard/suite.ts';
import { bundleSuite, runInBrowser, runOnDesktop } from './host.ts';
import { runPackaged } from './packaged.ts';
import { launchBrowser } from './support/browser.ts';
import { type RunningPlane, startControlPlane } from './support/control-plane.ts';
import { HOME, installEditor } from './support/editor.ts';
import type { TestResult } from './support/runner.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const PARTS = ['suite', 'packaged', 'clients', 'dashboard'];

/** Runs the parts (all where none is named), prints each result, and returns the counts. A part that cannot run counts as failed. */
export async function runEndToEnd(parts: readonly string[]): Promise<Counts> {
  const unknown = parts.filter((part) => !PARTS.includes(part));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}; there are ${PARTS.join(', ')}.`);
  const isWanted = (part: string): boolean => parts.length === 0 || parts.includes(part);
  const onDesktop = process.env['SLUICE_E2E'] === 'desktop';
  mkdirSync(HOME, { recursive: true });
  if (!onDesktop) installEditor();
  node('scripts/build.mjs');
  bundleSuite();
  if (isWanted('packaged')) node('scripts/package.mjs');

  const counts = { passed: 0, failed: 0 };
  const report = (result: TestResult): void => {
    counts[result.ok ? 'passed' : 'failed'] += 1;
    console.log(`${result.ok ? 'ok  ' : 'FAIL'} ${result.name} (${result.ms} ms)`);
    if (result.error !== null) console.log(`     ${result.error.replaceAll('\n', '\n     ')}`);
  };
  const browser = await launchBrowser();
  try {
    const run = (part: string, task: PartTask): Promise<void> =>
      isWanted(part) ? runPart(part, task, report) : Promise.resolve();
    await run('suite', (stage) =>
      onDesktop ? runOnDesktop({ ...stage, report }) : runInBrowser(browser, { ...stage, report }),
    );
    // A package is installed through the editor's server, which a desktop VS Code does not have.
    if (!onDesktop) await run('packaged', (stage) => runPackaged(browser, { ...stage, vsix: vsixPath(), report }));
    await run('clients', (stage) => runClients({ ...stage, report, log: (line) => console.log(line) }));
  } finally {
    await browser.close();
  }
  if (!isWanted('dashboard')) return counts;
  const { passed, failed, failures } = await runDashboardSuite({ log: (message) => console.log(message) });
  for (const failure of failures) console.log(`FAIL ${failure}`);
  return { passed: counts.passed + passed, failed: counts.failed + failed };
}

interface Stage {
  readonly folder: string;
  readonly plane: RunningPlane;
}

type PartTask = (stage: Stage) => Promise<void>;

/** Gives a part a folder and a control plane of its own, and takes both away again. */
async function runPart(name: string, task: PartTask, report: (result: TestResult) => void): Promise<void> {
  const start = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'sluice-e2e-'));
  let plane: RunningPlane | null = null;
  try {
    plane = await startControlPlane(folder);
    await task({ folder, plane });
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    report({ name: `${name}: could not run`, ok: false, ms: Math.round(performance.now() - start), error: text });
  } finally {
    await plane?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

function vsixPath(): string {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
  return resolve(`sluice-${version}.vsix`);
}

function node(script: string): void {
  execFileSync(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
}
