/** The tests that run inside the extension host of a real VS Code, bundled into one file. `run` is what VS Code calls. */
import { appendFileSync } from 'node:fs';
import { changeTests } from './suite/changes.ts';
import { chooseTests } from './suite/choose-control-plane.ts';
import { connectionTests } from './suite/connection.ts';
import { readPlan } from './suite/plan.ts';
import { planeTests } from './suite/planes.ts';
import { restartTests } from './suite/restart.ts';
import { showTests } from './suite/shows.ts';
import { signOutTests } from './suite/sign-out.ts';
import { runTests } from './support/runner.ts';

/** Runs all tests, writes one line of JSON per result, and a last line that says it is over. */
export async function run(): Promise<void> {
  const plan = readPlan();
  let failed = 0;
  const write = (line: unknown): void => appendFileSync(plan.results, `${JSON.stringify(line)}\n`);
  // Processes are looked up in /proc.
  const restarts = process.platform === 'linux' ? restartTests(plan) : [];
  const tests = [
    ...connectionTests(plan),
    ...showTests(plan),
    ...changeTests(plan),
    ...restarts,
    ...signOutTests(plan),
    // Last: the workspace has another configuration then.
    ...planeTests(plan),
    ...chooseTests(plan),
  ];
  await runTests(tests, 45_000, (result) => {
    if (!result.ok) failed += 1;
    write(result);
  });
  write({ done: true });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}
