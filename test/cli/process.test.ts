import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execFile, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { temporaryFolder } from '../session/temporary-folder.ts';
import { shopSeed } from '../support/control-plane.ts';
import { spawnCli } from './run-cli.ts';
import { checkout, shop } from './shop.ts';

test('the version', async () => {
  expect(await spawnCli(['--version'], { cwd: '/' })).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

test('the exit code is that of the run, stdout is the report alone', async () => {
  const { code, stdout, stderr } = await spawnCli(
    ['check', '--state', 'flags.snapshot.json', '--format', 'json', '--verbose'],
    { cwd: shop() },
  );
  expect(code).toBe(1);
  expect(JSON.parse(stdout).findings).toHaveLength(2);
  expect(stderr).toContain('sluice info: 1 files looked at');
});

test('colors where they are forced, none otherwise', async () => {
  const args = ['check', '--state', 'flags.snapshot.json'];
  const cwd = shop();
  expect((await spawnCli(args, { cwd })).stdout).not.toContain('\u001b');
  expect((await spawnCli(args, { cwd, env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001b[31merror');
});

test.skipIf(process.platform === 'win32')('a reader that goes away is no error', async () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`src/page-${index}.ts`, checkout]));
  const main = resolve('server/src/cli/main.ts');
  const command = `"${process.execPath}" "${main}" usages --format json | head -c 100`;
  const stderr = await new Promise((done) =>
    execFile('sh', ['-c', command], { cwd: shop(many) }, (_error, _stdout, text) => done(text)),
  );
  expect(stderr).toBe('');
});

test('nobody who listens to what is said beside the report: the report and the exit code are the same', async () => {
  const main = resolve('server/src/cli/main.ts');
  const child = spawn(process.execPath, [main, 'check', '--state', 'flags.snapshot.json', '-v'], { cwd: shop() });
  child.stderr.destroy();
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => void (stdout += chunk.toString()));
  const code = await new Promise((done) => child.once('close', done));
  expect(stdout).toContain('2 findings');
  expect(code).toBe(1);
});

test('serve: prints where and how, keeps the data, and stops when asked', async () => {
  const cwd = temporaryFolder({ 'seed.json': JSON.stringify(shopSeed) });
  const args = ['serve', '--port', '0', '--seed', 'seed.json', '--project', 'shop'];
  const first = await spawnCli(args, {
    cwd,
    onOutput: (output, kill) => {
      if (output.includes('Ctrl-C')) kill('SIGINT');
    },
  });
  expect(first.code).toBe(0);
  expect(first.stderr).toBe('sluice: the control plane has stopped\n');
  expect(first.stdout).toMatch(/^Sluice control plane at http:\/\/127\.0\.0\.1:\d+\n {2}project {2}shop\n/);
  expect(first.stdout).toMatch(/\/sign-in\?code=\S+\n/);
  expect(first.stdout).toMatch(/Admin token, shown only this once:\n {2}sluice_\S+\n/);
  expect(readFileSync(join(cwd, '.sluice/.gitignore'), 'utf8')).toBe('*\n');

  const again = await spawnCli(['serve', '--port', '0', '--project', 'shop', '--format', 'json'], {
    cwd,
    onOutput: (output, kill) => {
      if (output.includes('\n')) kill('SIGTERM');
    },
  });
  expect(again.code).toBe(0);
  expect(JSON.parse(again.stdout)).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    port: expect.any(Number),
    syncPort: expect.any(Number),
    project: 'shop',
    dataDir: join(cwd, '.sluice'),
    adminToken: null,
    signInUrl: expect.stringContaining('/sign-in?code='),
  });
});

test('serve: a seed that is none is refused, and nothing is started', async () => {
  const cwd = temporaryFolder({ 'seed.json': '{ "environments": 1 }' });
  const { code, stdout, stderr } = await spawnCli(['serve', '--port', '0', '--seed', 'seed.json'], { cwd });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('The seed is not valid.');
  expect(existsSync(join(cwd, '.sluice/.gitignore'))).toBe(false);
});

test('lsp: answers on standard output', async () => {
  const main = resolve('server/src/cli/main.ts');
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { processId: null, rootUri: null, capabilities: {} },
  });
  const child = execFile(process.execPath, [main, 'lsp', '--stdio'], { cwd: temporaryFolder() });
  const answer = await new Promise<string>((done) => {
    let output = '';
    child.stdout?.on('data', (chunk: string) => {
      output += chunk;
      if (output.includes('"capabilities"')) done(output);
    });
    child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
  expect(answer).toMatch(/^Content-Length: \d+\r\n/);
  const ended = new Promise((done) => child.once('close', done));
  child.kill('SIGTERM');
  await ended;
});
