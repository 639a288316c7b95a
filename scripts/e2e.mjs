/**
 * `npm run test:e2e [suite|packaged|clients|dashboard ...]`: the end-to-end tests on a real VS Code and a running control plane.
 * What they need is set up in `.e2e/` once. SLUICE_E2E=desktop uses a downloaded desktop VS Code for the suite.
 */
import { runEndToEnd } from '../test/e2e/run.ts';

const { passed, failed } = await runEndToEnd(process.argv.slice(2));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
