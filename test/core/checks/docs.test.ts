import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('docs/checks.md and the table in README.md say what the checks say; else run "npm run docs"', () => {
  const cwd = fileURLToPath(new URL('../../../', import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, ['scripts/docs.mjs', '--check'], { cwd, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
