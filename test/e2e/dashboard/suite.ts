/** The dashboard in a real browser, against a real control plane. */
import type { Browser } from 'playwright-core';
import type { Seed } from '../../../server/src/embedded/seed.ts';
import { launchBrowser } from '../support/browser.ts';
import { runTests } from '../support/runner.ts';
import { actTests } from './act.ts';
import { openDesk } from './desk.ts';
import type { Desk } from './desk.ts';
import { healthTests } from './health.ts';
import { keyTests } from './keys.ts';
import { liveTests } from './live.ts';
import { lookTests } from './look.ts';
import { manyTests } from './many.ts';
import { peopleTests } from './people.ts';
import { readableTests } from './readable.ts';
import { serverTests } from './servers.ts';

export interface DashboardTest {
  readonly name: string;
  /** What the control plane holds; the busy shop where not said. */
  readonly seed?: Seed;
  run(stage: { readonly desk: Desk; log(message: string): void }): Promise<void>;
}

export interface DashboardResult {
  readonly passed: number;
  readonly failed: number;
  /** Name and error of each test that failed. */
  readonly failures: string[];
}

const testTimeout = 90_000;

const allTests: readonly DashboardTest[] = [
  ...lookTests,
  ...healthTests,
  ...serverTests,
  ...actTests,
  ...peopleTests,
  ...keyTests,
  ...liveTests,
  ...readableTests,
  ...manyTests,
];

/** Runs every test with a control plane of its own; `only` takes those whose name holds the text. Screenshots go to `.e2e/screenshots/`. */
export async function runDashboardSuite(options: {
  log(message: string): void;
  readonly only?: string;
}): Promise<DashboardResult> {
  const failures: string[] = [];
  let passed = 0;
  const browser = await launchBrowser();
  try {
    const tests = allTests.filter(({ name }) => name.includes(options.only ?? ''));
    await runTests(
      tests.map((test) => ({ name: test.name, run: () => runOne(browser, test, options.log) })),
      testTimeout,
      ({ name, ok, ms, error }) => {
        options.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${ms} ms)`);
        if (ok) passed += 1;
        else failures.push(`${name}: ${error ?? ''}`);
      },
    );
  } finally {
    await browser.close();
  }
  return { passed, failed: failures.length, failures };
}

async function runOne(browser: Browser, test: DashboardTest, log: (message: string) => void): Promise<void> {
  const desk = await openDesk(browser, test.seed);
  try {
    await test.run({ desk, log });
  } finally {
    await desk.close();
  }
}
