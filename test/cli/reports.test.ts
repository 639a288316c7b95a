import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { git } from '../session/temporary-folder.ts';
import { cli } from './run-cli.ts';
import { shop } from './shop.ts';

function tidyShop(): string {
  const root = shop();
  git(root, 'init', '-q');
  return root;
}

const given = 'check --state flags.snapshot.json';

test('several reports of one run are those of several runs', async () => {
  const cwd = tidyShop();
  const line = `${given} --report json=a.json --report junit=b.xml --report text=c=d.txt --quiet`;
  const { code, stdout, stderr } = await cli(line, { cwd, isTerminal: true });
  expect([code, stderr]).toEqual([1, '']);
  for (const [format, file] of [
    ['json', 'a.json'],
    ['junit', 'b.xml'],
    ['text', 'c=d.txt'],
  ] as const) {
    expect(readFileSync(join(cwd, file), 'utf8')).toBe((await cli(`${given} --format ${format}`, { cwd })).stdout);
  }
  expect(stdout).toBe((await cli(given, { cwd })).stdout);
});

test.each([
  ['json', '--report takes a format and a file, such as json=report.json, not "json".'],
  ['json=', '--report takes a format and a file'],
  ['jsn=a', '--report begins with one of text, json,'],
  ['jsn=a', 'Did you mean "json"?'],
  ['constructor=a', '--report begins with one of'],
  ['\u001b=a', 'not "\\u{1b}".'],
])('--report %s', async (value, said) => {
  const { code, stdout, stderr } = await cli(['check', `--report=${value}`], { cwd: tidyShop() });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(said);
});

test('a file that cannot be written is said before anything is', async () => {
  const { code, stdout, stderr } = await cli(`${given} --report json=nowhere/a.json`, { cwd: tidyShop() });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('The report could not be written to nowhere/a.json (ENOENT).');
});

test.each([
  '--report json=x --report sarif=./x',
  '--report json=x -o x',
  '--report json=x --write-baseline x',
  '--report json=flags.baseline.json --baseline flags.baseline.json',
])('%s: no report takes the place of another', async (options) => {
  const cwd = tidyShop();
  const { code, stdout, stderr } = await cli(`${given} ${options}`, { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('is named twice, and one would overwrite the other: give each a file of its own.');
  expect(existsSync(join(cwd, 'x'))).toBe(false);
});
