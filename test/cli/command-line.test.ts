import { describe, expect, test } from 'vitest';
import { commands } from '../../server/src/cli/commands.ts';
import { temporaryFolder } from '../session/temporary-folder.ts';
import manifest from '../../package.json' with { type: 'json' };
import { cli } from './run-cli.ts';

describe('help', () => {
  test('of everything', async () => {
    const { code, stdout, stderr } = await cli('--help', { cwd: '/' });
    expect([code, stderr]).toEqual([0, '']);
    for (const { name, summary } of commands) expect(stdout).toContain(`  ${name.padEnd(8)}  ${summary}\n`);
  });

  test.each(commands.map(({ name }) => name))('of %s, in both ways', async (name) => {
    const { code, stdout } = await cli(`${name} --help`, { cwd: '/' });
    expect(code).toBe(0);
    expect(stdout).toContain(`sluice ${name}: `);
    expect(stdout).toContain('\nExamples\n');
    expect((await cli(`help ${name}`, { cwd: '/' })).stdout).toBe(stdout);
    expect((await cli(`${name} nonsense -h`, { cwd: '/' })).stdout).toBe(stdout);
  });

  test('fits a wide terminal', async () => {
    for (const { name } of commands) {
      const { stdout } = await cli(`${name} --help`, { cwd: '/' });
      for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(130);
    }
  });

  test('no command at all is a mistake, and gets the help', async () => {
    const { code, stdout, stderr } = await cli([], { cwd: '/' });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('sluice COMMAND [options]');
  });
});

test.each(['--version', '-V'])('%s', async (line) => {
  expect(await cli(line, { cwd: '/' })).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

describe('what is mistyped', () => {
  test.each([
    ['chekc', 'There is no command "chekc". Did you mean check?'],
    ['frobnicate', 'There is no command "frobnicate". The commands are check, merge, usages,'],
    ['--verison', '--verison is not an option. Did you mean --version?'],
    [
      'check --fomat json',
      '--fomat is not an option of `sluice check`. Did you mean --format?\nSee `sluice check --help`.',
    ],
    ['check -x', '-x is not an option of `sluice check`.'],
    [
      'check --format jsn',
      '--format is one of text, json, sarif, github, gitlab, junit, checkstyle, markdown, not "jsn". Did you mean json?',
    ],
    ['check --format', '--format needs a value'],
    ['check --state --offline', '--state needs a value: --state FILE.'],
    ['check --state=', '--state needs a value: --state FILE.'],
    ['check --offline=yes', '--offline takes no value.'],
    ['check --state a --offline', '--state and --offline both say where the state comes from'],
    ['flags a b', '`sluice flags` takes one flag key only; "b" is one too many.'],
    ['snapshot new-checkout', '`sluice snapshot` takes no arguments; "new-checkout" is one too many.'],
    ['status a b', '`sluice status` takes one flag key only; "b" is one too many.'],
    ['flip --on', '`sluice flip` needs a flag key.'],
    ['rollback', '`sluice rollback` needs a flag key.'],
    ['lsp', 'say --stdio.'],
    ['serve --port high', '--port takes a number from 0 to 65535, not "high".'],
    ['serve --port 70000', '--port takes a number from 0 to 65535, not "70000".'],
    ['serve --seed nowhere.json', 'The seed nowhere.json cannot be read: ENOENT.'],
    ['check --root nowhere', '--root nowhere is not a folder.'],
    ['check --constructor', '--constructor is not an option'],
  ])('%s', async (line, message) => {
    const { code, stdout, stderr } = await cli(line, { cwd: temporaryFolder() });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('what is repeated from the command line cannot talk to the terminal', async () => {
    const { stderr } = await cli(['\u001b[31mred'], { cwd: '/' });
    expect(stderr).not.toContain('\u001b');
  });

  test('everything after -- is a path', async () => {
    const { stderr } = await cli('check -- --format', { cwd: temporaryFolder() });
    expect(stderr).toContain('--format does not exist.');
  });
});

test('every option is described, and a short letter means one thing in a command', () => {
  for (const { options } of commands) {
    const letters = Object.values(options).flatMap(({ short }) => (short ? [short] : []));
    expect(new Set([...letters, 'h']).size).toBe(letters.length + 1);
    for (const { summary } of Object.values(options)) expect(summary).toMatch(/^[A-Z0-9].*[^.]$/);
  }
});
