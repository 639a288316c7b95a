import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
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

test.each([
  '--report json=flags.snapshot.json',
  '-o flags.snapshot.json',
  '-o sluice.config.json -c sluice.config.json',
  '--report sarif=src/checkout.ts src/checkout.ts',
])('%s: no report takes the place of what is read', async (options) => {
  const cwd = tidyShop();
  const before = readFileSync(join(cwd, 'flags.snapshot.json'), 'utf8');
  const { code, stdout, stderr } = await cli(`${given} ${options}`, { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('is read by this run, and a report would overwrite it: name another file.');
  expect(readFileSync(join(cwd, 'flags.snapshot.json'), 'utf8')).toBe(before);
});

describe.skipIf(process.platform === 'win32')('a link', () => {
  test('stays one: what it leads to is replaced, with the permissions it has', async () => {
    const cwd = tidyShop();
    mkdirSync(join(cwd, 'kept'));
    writeFileSync(join(cwd, 'kept/report.json'), '', { mode: 0o640 });
    symlinkSync('kept/report.json', join(cwd, 'report.json'));
    symlinkSync('kept/none-yet.xml', join(cwd, 'report.xml'));
    await cli(`${given} --report json=report.json -o report.xml`, { cwd });
    expect(JSON.parse(readFileSync(join(cwd, 'kept/report.json'), 'utf8')).version).toBe(1);
    expect(statSync(join(cwd, 'kept/report.json')).mode & 0o777).toBe(0o640);
    expect(readlinkSync(join(cwd, 'report.json'))).toBe('kept/report.json');
    expect(readFileSync(join(cwd, 'kept/none-yet.xml'), 'utf8')).toContain('2 findings');
  });

  test('to a file that another report goes to is the same file', async () => {
    const cwd = tidyShop();
    symlinkSync('a', join(cwd, 'b'));
    expect((await cli(`${given} --report json=a --report sarif=b`, { cwd })).stderr).toContain('b is named twice');
  });

  test('to stdout: two reports would mix there', async () => {
    const { code, stdout, stderr } = await cli(`${given} --report json=/dev/stdout`, { cwd: tidyShop() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('/dev/stdout is stdout, where a report goes already: give one of them a file (--output).');
  });

  test('to stdout gets what goes there, and nobody replaces the link', async () => {
    const cwd = tidyShop();
    symlinkSync('/dev/fd/1', join(cwd, 'out'));
    const main = resolve('server/src/cli/main.ts');
    const command = `{ echo before; "$0" "${main}" ${given} -q --fail-on never -o out; echo after; } > all.txt`;
    execFileSync('sh', ['-c', command, process.execPath], { cwd });
    expect(readFileSync(join(cwd, 'all.txt'), 'utf8')).toMatch(/^before\n[^]*2 findings[^]*\nafter\n$/);
    expect(readlinkSync(join(cwd, 'out'))).toBe('/dev/fd/1');
  });
});
