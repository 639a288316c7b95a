import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { git } from '../session/temporary-folder.ts';
import { cli } from './run-cli.ts';
import { checkout, shop } from './shop.ts';

/** Two errors, and a warning before them. */
function shopWithErrors(): string {
  const root = shop({
    'sluice.config.json': '{ "checks": { "valve-without-targeting-key": "off", "inconsistent-read": "off" } }',
    'src/checkout.ts': checkout.replace(
      'return 2;\n',
      "return 2;\n  if (await flags.getBooleanValue('gone', false)) return 3;\n",
    ),
  });
  git(root, 'init', '-q');
  return root;
}

const given = 'check --state flags.snapshot.json';

test('the most severe ones are shown; the exit code counts all', async () => {
  const cwd = shopWithErrors();
  const { stdout, stderr, code } = await cli(`${given} --max-findings 1`, { cwd });
  expect(stderr).toBe('sluice: 2 findings are left out (1 error, 1 warning): --max-findings 1\n');
  expect(stdout).toContain('"new-serach"');
  expect(stdout).not.toContain('"gone"');
  expect(stdout).toContain('3 findings in 1 file: 2 errors, 1 warning\n2 findings are left out');
  expect(code).toBe(1);
  // No warning is among those shown, yet there is one.
  const quiet = await cli(`${given} --max-findings 1 --fail-on warning --quiet`, { cwd });
  expect([quiet.code, quiet.stderr]).toEqual([1, '']);
});

test('a finding that is left out fails the run all the same', async () => {
  const cwd = shopWithErrors();
  const { stdout, code } = await cli(`${given} --max-findings 2 --fail-on warning --format json`, { cwd });
  const report = JSON.parse(stdout);
  expect(report.findings.map(({ severity }: { severity: string }) => severity)).toEqual(['error', 'error']);
  expect([report.outcome, report.summary.findings, report.summary.leftOut.warning, code]).toEqual([
    'findings',
    3,
    1,
    1,
  ]);
});

test.each(['0', '-1', '1.5', 'all', '1e3', '', '99999999999'])('"%s" is no number of findings', async (text) => {
  const { stdout, stderr, code } = await cli(['check', `--max-findings=${text}`], { cwd: shopWithErrors() });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/--max-findings (?:takes a whole number from 1 on|needs a value)/);
});

test('of every report of a run; with parts, of the whole', async () => {
  const cwd = shopWithErrors();
  const { stderr } = await cli(`${given} --max-findings 1 --report checkstyle=a.xml --report gitlab=b.json`, { cwd });
  expect(stderr.match(/are left out/g)).toHaveLength(1);
  expect(readFileSync(join(cwd, 'a.xml'), 'utf8')).toContain('source="sluice.findings-left-out"');
  expect(JSON.parse(readFileSync(join(cwd, 'b.json'), 'utf8'))).toHaveLength(2);

  const part = await cli(`${given} --shard 1/1 --format json --max-findings 1`, { cwd });
  expect(part).toMatchObject({ code: 2, stdout: '' });
  expect(part.stderr).toContain('give the number to `sluice merge`');
  await cli(`${given} --shard 1/1 --format json -o part.json`, { cwd });
  const merged = await cli('merge part.json --max-findings 1', { cwd });
  expect(merged.code).toBe(1);
  expect(merged.stdout).toContain('3 findings in 1 file: 2 errors, 1 warning\n2 findings are left out');
});

test('merged parts say that the state was not there for one of them', async () => {
  const cwd = shop({ 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shop" } }' });
  git(cwd, 'init', '-q');
  const part = await cli('check --no-cache --require-state --shard 1/1 --format json -o part.json', { cwd });
  expect(part.code).toBe(2);
  const { code, stdout } = await cli('merge part.json --format json', { cwd });
  expect([code, JSON.parse(stdout).outcome]).toEqual([2, 'state-unavailable']);
});
