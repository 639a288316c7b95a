import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { formatSnapshot } from '../../server/src/control-planes/snapshots/snapshot-file.ts';
import { daysAgo, now, shopSwitch } from '../support/snapshots.ts';
import { shopSeed, startTestControlPlane } from '../support/control-plane.ts';
import { git, type FolderFiles } from '../session/temporary-folder.ts';
import { cli, type CliOptions } from './run-cli.ts';
import { checkout, shop, shopState } from './shop.ts';

const given = 'check --state flags.snapshot.json';

/** A shop in a git repository, so that nothing has to be assumed. */
function tidyShop(...parts: Parameters<typeof shop>): string {
  const root = shop(...parts);
  git(root, 'init', '-q');
  return root;
}

async function checkJson(line: string, options: CliOptions) {
  const result = await cli(`${line} --format json`, options);
  return { ...result, report: result.stdout === '' ? null : JSON.parse(result.stdout) };
}

const checksIn = (report: { findings: { check: string }[] }) => report.findings.map(({ check }) => check);

describe('the report', () => {
  test('for people', async () => {
    expect(await cli(given, { cwd: tidyShop() })).toEqual({
      code: 1,
      stderr: '',
      stdout: `src/checkout.ts

  6:35  warning  Switch "new-checkout" has been on everywhere in production since 2026-05-07.  stale-switch
    6 | if (await flags.getBooleanValue('new-checkout', false)) return 1;
      |                                 ^^^^^^^^^^^^^^
        production: on everywhere since 2026-05-07 (200 days)
        purpose: release
        allowed: 30 days (the default for release flags)
        value that would survive: true (variant on)

  7:35  error  sluice at http://127.0.0.1:4650 has no flag "new-serach": did you mean "new-search"?  unknown-flag
    7 | if (await flags.getBooleanValue('new-serach', false)) return 2;
      |                                 ^^^^^^^^^^^^
        sluice at http://127.0.0.1:4650: 2 flags, all of them, read 2026-11-23 12:00 UTC

2 findings in 1 file: 1 error, 1 warning
state: file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 2 flags, complete
files: 1 looked at, 1 that may read flags
`,
    });
  });

  test('for people, when there is nothing to say', async () => {
    expect(await cli(given, { cwd: tidyShop({ 'src/checkout.ts': 'export {};\n' }) })).toEqual({
      code: 0,
      stderr: '',
      stdout: `No findings
state: file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 2 flags, complete
files: 1 looked at, 0 that may read flags
`,
    });
  });

  test('for programs', async () => {
    const { report, stderr } = await checkJson(given, { cwd: tidyShop() });
    expect(stderr).toBe('');
    expect(report).toEqual({
      version: 1,
      outcome: 'findings',
      outcomeReason: null,
      isStateRequired: false,
      state: {
        kind: 'file',
        controlPlane: 'file flags.snapshot.json',
        readAt: '2026-11-23T12:00:00.000Z',
        complete: true,
        flags: 2,
        problem: null,
      },
      isStatePinned: true,
      findings: [
        expect.objectContaining({ check: 'stale-switch', severity: 'warning', key: 'new-checkout' }),
        {
          check: 'unknown-flag',
          severity: 'error',
          message: 'sluice at http://127.0.0.1:4650 has no flag "new-serach": did you mean "new-search"?',
          file: 'src/checkout.ts',
          line: 7,
          column: 35,
          endLine: 7,
          endColumn: 47,
          key: 'new-serach',
          evidence: [
            {
              label: 'sluice at http://127.0.0.1:4650',
              value: '2 flags, all of them, read 2026-11-23 12:00 UTC',
              since: null,
            },
          ],
          suggestions: ['new-search'],
          fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        },
      ],
      summary: {
        findings: 2,
        error: 1,
        warning: 1,
        info: 0,
        hint: 0,
        files: 1,
        parsed: 1,
        skipped: { binary: 0, minified: 0, oversized: 0, unreadable: 0 },
      },
      problems: [],
      assumptions: [],
    });
  });

  test.each(['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown'])(
    '%s is the same every time',
    async (format) => {
      const cwd = tidyShop();
      const first = await cli(`${given} --format ${format}`, { cwd, now });
      const second = await cli(`${given} --format ${format}`, { cwd, now: now + 86_400_000 });
      expect(second.stdout).toBe(first.stdout);
      expect(first.stdout).toMatch(/new\\?-serach/);
    },
  );

  test('paths are relative to the working directory', async () => {
    const cwd = join(tidyShop(), 'src');
    const { report } = await checkJson('check --state ../flags.snapshot.json', { cwd });
    expect(report.findings[0].file).toBe('checkout.ts');
  });

  test.each(['sarif', 'github', 'gitlab'])(
    '%s: paths are those in the repository, for who does not know the folder',
    async (format) => {
      const cwd = join(tidyShop(), 'src');
      const { stdout } = await cli(`check --state ../flags.snapshot.json --format ${format}`, { cwd });
      expect(stdout).toMatch(/(?:"uri": "|"path": "|file=)src\/checkout\.ts/);
      expect(stdout).not.toMatch(/(?:"uri": "|"path": "|file=)checkout\.ts/);
    },
  );

  test('goes to a file, and colors do not', async () => {
    const cwd = tidyShop();
    expect(await cli(`${given} --output report.txt`, { cwd, isTerminal: true })).toMatchObject({ code: 1, stdout: '' });
    expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).toContain('2 findings in 1 file: 1 error, 1 warning');
  });

  test('a key that would talk to the terminal, or to a build service, is written out', async () => {
    const key = 'a\u001b[31m\n::error::owned\u202e';
    const code = checkout.replace("'new-serach'", JSON.stringify(key));
    const cwd = tidyShop({ 'src/checkout.ts': code, 'src/\u001b[2J.ts': code });
    for (const format of ['text', 'github', 'markdown']) {
      const { stdout } = await cli(`${given} --format ${format}`, { cwd });
      for (const character of ['\u001b', '\u202e', '\n::error::owned']) expect(stdout).not.toContain(character);
      expect(stdout).toContain('owned');
    }
  });
});

describe('which code is reported', () => {
  const files = { 'web/cart.ts': checkout, 'api/pay.ts': checkout, 'src/checkout.ts': '' };

  test.each<{ line: string; folder?: string; expected: string[] }>([
    { line: given, expected: ['api/pay.ts', 'web/cart.ts'] },
    { line: `${given} web`, expected: ['web/cart.ts'] },
    { line: `${given} web/cart.ts api/`, expected: ['api/pay.ts', 'web/cart.ts'] },
    { line: 'check --state ../flags.snapshot.json', folder: 'web', expected: ['cart.ts'] },
    { line: 'check --state ../flags.snapshot.json ..', folder: 'web', expected: ['../api/pay.ts', 'cart.ts'] },
  ])('$line in "$folder": $expected', async ({ line, folder = '', expected }) => {
    const { report } = await checkJson(line, { cwd: join(tidyShop(files), folder) });
    expect([...new Set(report.findings.map(({ file }: { file: string }) => file))]).toEqual(expected);
  });
});

describe('the exit code', () => {
  test.each<{ line: string; expected: number }>([
    { line: given, expected: 1 },
    { line: `${given} --fail-on error`, expected: 1 },
    { line: `${given} --fail-on never`, expected: 0 },
    { line: `${given} --require-state`, expected: 1 },
  ])('$line: $expected', async ({ line, expected }) => {
    expect((await cli(line, { cwd: tidyShop() })).code).toBe(expected);
  });

  test('a warning does not fail where only errors count', async () => {
    const cwd = tidyShop({ 'src/checkout.ts': checkout.replace('new-serach', 'new-search') });
    expect((await cli(`${given} --fail-on error`, { cwd })).code).toBe(0);
    expect((await cli(given, { cwd })).code).toBe(1);
  });
});

describe('the state', () => {
  test('is live', async () => {
    const plane = await startTestControlPlane({ seed: shopSeed });
    onTestFinished(() => plane.close());
    const cwd = tidyShop({ 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shop" } }' });
    const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: plane.viewerToken };
    const { report, stderr, code } = await checkJson('check --no-cache --require-state', { cwd, env });
    expect([code, stderr]).toEqual([1, '']);
    expect(report.state).toMatchObject({
      kind: 'polled',
      controlPlane: `sluice at ${plane.url}`,
      complete: true,
      flags: 5,
    });
    expect(checksIn(report)).toContain('unknown-flag');
  });

  test('is the last known one where the control plane is gone, and says so', async () => {
    const plane = await startTestControlPlane({ seed: shopSeed });
    onTestFinished(() => plane.close());
    const cwd = tidyShop({ 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shop" } }' });
    const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: plane.viewerToken, SLUICE_CACHE_DIR: join(cwd, '.cache') };
    await cli('check', { cwd, env });
    await plane.close();

    const later = await checkJson('check', { cwd, env });
    expect(later.code).toBe(1);
    expect(later.report.state).toMatchObject({ kind: 'cached', flags: 5 });
    expect(later.stderr).toContain('The last known state is used.');
    expect((await checkJson('check --require-state', { cwd, env })).code).toBe(2);
    expect((await checkJson('check --require-state --offline', { cwd, env })).code).toBe(1);

    const uncached = await checkJson('check --no-cache', { cwd, env });
    expect(uncached.report.state.kind).toBe('none');
    expect(checksIn(uncached.report)).toEqual([]);
    expect(uncached.code).toBe(0);
  });

  test('a last known state that is too old shows nothing', async () => {
    const plane = await startTestControlPlane({ seed: shopSeed });
    onTestFinished(() => plane.close());
    const cwd = tidyShop({ 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shop" } }' });
    const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: plane.viewerToken, SLUICE_CACHE_DIR: join(cwd, '.cache') };
    await cli('check', { cwd, env });
    const { report, stderr } = await checkJson('check --offline', { cwd, env, now: Date.now() + 48 * 3_600_000 });
    expect(checksIn(report)).toEqual([]);
    expect(stderr).toContain('The last known state is too old to be used.');
  });

  test('incomplete: nothing is called unknown', async () => {
    const cwd = tidyShop({}, shopState({ complete: false, incompleteReason: 'The second page was lost.' }));
    const { report, stderr, code } = await checkJson(given, { cwd });
    expect(checksIn(report)).toEqual([]);
    expect([code, stderr]).toEqual([0, 'sluice: the state is not complete: The second page was lost.\n']);
    expect((await cli(`${given} --require-state`, { cwd })).code).toBe(2);
  });

  test('a flagd definition is a state, too', async () => {
    const flagd = {
      flags: { 'new-checkout': { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on' } },
    };
    const cwd = tidyShop({ 'flags.flagd.json': JSON.stringify(flagd) });
    const { report } = await checkJson('check --state flags.flagd.json', { cwd });
    expect(checksIn(report)).toEqual(['unknown-flag']);
  });

  test('a critical environment that does not exist is named: findings would silently be missing', async () => {
    const controlPlane = { kind: 'sluice', environments: { critical: ['prodution'] } };
    const cwd = tidyShop({ 'sluice.config.json': JSON.stringify({ controlPlane }) });
    const { stderr } = await cli(given, { cwd });
    expect(stderr).toContain('names "prodution", but');
    expect(stderr).toContain('Did you mean "production"?');
  });

  test('none is configured: the code is scanned all the same', async () => {
    const { report, stderr, code } = await checkJson('check', { cwd: tidyShop() });
    expect([code, stderr, report.state.kind]).toEqual([0, '', 'off']);
    expect((await cli('check --require-state', { cwd: tidyShop() })).code).toBe(2);
  });
});

test('cancelled: 130 and one word', async () => {
  const signal = AbortSignal.abort(new Error('cancelled'));
  expect(await cli(given, { cwd: tidyShop(), signal })).toEqual({
    code: 130,
    stdout: '',
    stderr: 'sluice: cancelled\n',
  });
});

test.each<{ title: string; files: FolderFiles; option?: string; code: number; said: boolean }>([
  { title: 'code that reads flags', files: {}, code: 0, said: true },
  { title: 'the same, where a state is required', files: {}, option: '--require-state', code: 2, said: true },
  { title: 'no such code', files: { 'src/checkout.ts': '' }, option: '--require-state', code: 0, said: false },
])('a state without any flag: $title', async ({ files, option = '', code, said }) => {
  const cwd = tidyShop({ ...files, 'empty.flagd.json': '{ "flags": {} }' });
  const result = await cli(`check --state empty.flagd.json ${option}`, { cwd });
  expect(result.code).toBe(code);
  expect(result.stderr.includes('has no flags at all')).toBe(said);
});

describe('SARIF', () => {
  test('results, rules and places', async () => {
    const { stdout } = await cli(`${given} --format sarif`, {
      cwd: tidyShop({ 'src/näh kasse.ts': checkout, 'src/checkout.ts': '' }),
    });
    const [run] = JSON.parse(stdout).runs;
    expect(run.columnKind).toBe('utf16CodeUnits');
    expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 1, toolExecutionNotifications: [] }]);
    const [, unknown] = run.results;
    expect(run.tool.driver.rules[unknown.ruleIndex].id).toBe('unknown-flag');
    expect(unknown).toMatchObject({
      ruleId: 'unknown-flag',
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/n%C3%A4h%20kasse.ts', uriBaseId: '%SRCROOT%' },
            region: { startLine: 7, startColumn: 35, endLine: 7, endColumn: 47 },
          },
        },
      ],
    });
  });

  test('everything declared has its texts: code scanning wants them', async () => {
    const { stdout } = await cli(`${given} --format sarif`, { cwd: tidyShop() });
    const { rules, notifications } = JSON.parse(stdout).runs[0].tool.driver;
    for (const { id, ...texts } of [...rules, ...notifications]) {
      const filled = ['shortDescription', 'fullDescription', 'help'].filter((name) => texts[name]?.text);
      expect([id, filled]).toEqual([id, ['shortDescription', 'fullDescription', 'help']]);
    }
  });

  test('fingerprints survive lines added above, and tell twins apart', async () => {
    const fingerprints = async (code: string) => {
      const { stdout } = await cli(`${given} --format sarif`, { cwd: tidyShop({ 'src/checkout.ts': code }) });
      return JSON.parse(stdout).runs[0].results.map(
        (result: { partialFingerprints: object }) => Object.values(result.partialFingerprints)[0],
      );
    };
    const twins = checkout.replace(
      "  if (await flags.getBooleanValue('new-serach'",
      (line) => `${line}, false)) return 3;\n${line}`,
    );
    const before = await fingerprints(twins);
    expect(await fingerprints(`// a new line\n\n${twins}`)).toEqual(before);
    expect(new Set(before).size).toBe(before.length);
    // The second twin is also a second read of the flag after a wait.
    expect(before.length).toBe(4);
  });

  test('trouble with the state is a notification', async () => {
    const cwd = tidyShop({}, shopState({ complete: false, incompleteReason: 'The second page was lost.' }));
    const { stdout } = await cli(`${given} --format sarif`, { cwd });
    expect(JSON.parse(stdout).runs[0].invocations[0].toolExecutionNotifications).toEqual([
      {
        level: 'warning',
        descriptor: { id: 'state' },
        message: { text: 'Findings that need the state may be missing. The second page was lost.' },
      },
    ]);
  });
});

describe('reports for build services', () => {
  test('GitHub', async () => {
    const { stdout } = await cli(`${given} --format github`, { cwd: tidyShop() });
    expect(stdout.split('\n')[1]).toBe(
      '::error file=src/checkout.ts,line=7,endLine=7,col=35,endColumn=47,title=Sluice%3A unknown-flag::sluice at http://127.0.0.1:4650 has no flag "new-serach": did you mean "new-search"?%0Asluice at http://127.0.0.1:4650: 2 flags, all of them, read 2026-11-23 12:00 UTC',
    );
  });

  test('GitLab', async () => {
    const { stdout } = await cli(`${given} --format gitlab`, { cwd: tidyShop() });
    expect(JSON.parse(stdout)[1]).toEqual({
      description: 'sluice at http://127.0.0.1:4650 has no flag "new-serach": did you mean "new-search"?',
      check_name: 'unknown-flag',
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
      severity: 'major',
      location: { path: 'src/checkout.ts', lines: { begin: 7, end: 7 } },
    });
    expect((await cli(`${given} --format gitlab`, { cwd: tidyShop({ 'src/checkout.ts': '' }) })).stdout).toBe('[]\n');
  });

  test('JUnit, without characters that XML cannot hold', async () => {
    const code = checkout.replace('new-serach', 'new-\\u0001-<search>');
    const { stdout } = await cli(`${given} --format junit`, { cwd: tidyShop({ 'src/checkout.ts': code }) });
    expect(stdout).toContain('<testsuites name="sluice" tests="3" failures="2" errors="0">');
    expect(stdout).toContain('<testcase name="unknown-flag at 7:35" classname="src/checkout.ts">');
    expect(stdout).toContain('&lt;search&gt;');
    expect(stdout).not.toContain('\u0001');
  });

  test('Markdown', async () => {
    const { stdout } = await cli(`${given} --format markdown`, { cwd: tidyShop() });
    expect(stdout).toContain('### Sluice: 2 findings (1 error, 1 warning)');
    expect(stdout).toContain('| `src/checkout.ts:7` | error |');
  });
});

test('the state decides the age, not the day of the run', async () => {
  const state = shopState({ readAt: daysAgo(190) });
  const code = checkout.replace("'new-serach', false", "'new-search', false, { targetingKey: key }");
  const cwd = tidyShop({ 'src/checkout.ts': code }, state);
  const { report } = await checkJson(given, { cwd, now });
  expect(checksIn(report)).toEqual([]);
  writeFileSync(
    join(cwd, 'flags.snapshot.json'),
    formatSnapshot(shopState({ flags: [...shopState().flags, shopSwitch('z')] })),
  );
  expect(checksIn((await checkJson(given, { cwd, now })).report)).toEqual(['stale-switch']);
});
