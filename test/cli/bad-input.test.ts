import { chmodSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { shopSeed, startTestControlPlane } from '../support/control-plane.ts';
import { makePipe, git, temporaryFolder, type FolderFiles } from '../session/temporary-folder.ts';
import { cli } from './run-cli.ts';
import { checkout, shop } from './shop.ts';

/** The keys that are found in one odd file beside an ordinary one, and what is said about it. */
async function usagesOf(files: FolderFiles, prepare: (root: string) => void = () => {}) {
  const cwd = temporaryFolder({ 'src/good.ts': checkout, ...files });
  git(cwd, 'init', '-q');
  prepare(cwd);
  const { code, stdout } = await cli('usages --format json', { cwd });
  const { callSites, problems } = JSON.parse(stdout) as {
    callSites: { file: string; line: number; column: number; endColumn: number; key: string | null }[];
    problems: { file: string; message: string }[];
  };
  const odd = callSites.filter(({ file, key }) => file !== 'src/good.ts' && key !== null);
  expect(callSites.filter(({ file }) => file === 'src/good.ts')).toHaveLength(3);
  return {
    code,
    odd: odd.map(({ line, column, endColumn, key }) => `${line}:${column}-${endColumn} ${key}`),
    problems,
  };
}

const found = ['6:35-49 new-checkout', '7:35-47 new-serach'];
const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

describe('files', () => {
  test.each<{ title: string; content: string | Buffer; keys: string[] }>([
    { title: 'Windows line ends', content: checkout.replaceAll('\n', '\r\n'), keys: found },
    { title: 'a byte order mark', content: `\uFEFF${checkout}`, keys: found },
    { title: 'UTF-16, little endian', content: Buffer.from(`\uFEFF${checkout}`, 'utf16le'), keys: found },
    { title: 'UTF-16, big endian', content: Buffer.from(`\uFEFF${checkout}`, 'utf16le').swap16(), keys: found },
    {
      title: 'bytes that are no UTF-8',
      content: Buffer.concat([Buffer.from('// caf\xe9\n', 'latin1'), Buffer.from(checkout)]),
      keys: ['7:35-49 new-checkout', '8:35-47 new-serach'],
    },
    {
      title: 'cut off in the middle',
      content: checkout.slice(0, checkout.indexOf("'new-serach'") + 6),
      keys: ['6:35-49 new-checkout'],
    },
    {
      title: 'no TypeScript at all',
      content: `<<<<<<< HEAD\n${checkout}=======\n}}}} ((( \`\n`,
      keys: ['7:35-49 new-checkout', '8:35-47 new-serach'],
    },
    { title: 'empty', content: '', keys: [] },
    { title: 'one NUL', content: '\0', keys: [] },
    { title: 'binary', content: Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(checkout)]), keys: [] },
    { title: 'minified', content: checkout.replaceAll('\n', ' ') + 'a();'.repeat(2_000), keys: [] },
  ])('$title: $keys', async ({ content, keys }) => {
    const { code, odd, problems } = await usagesOf({ 'src/odd.ts': content });
    expect([code, problems]).toEqual([0, []]);
    // What is cut off may or may not be a key; the rest is found.
    expect(odd.slice(0, Math.max(keys.length, 1))).toEqual(keys);
  });

  test('too large: a sentence', async () => {
    const { code, odd, problems } = await usagesOf({ 'src/odd.ts': `${checkout}//${'x'.repeat(3 * 1024 * 1024)}` });
    expect([code, odd]).toEqual([0, []]);
    expect(problems).toEqual([{ file: 'src/odd.ts', message: 'The file has 3.0 MiB; files over 2 MiB are left out.' }]);
  });

  test('nested so deep that a parser gives up: a sentence, or nothing', async () => {
    const { code, problems } = await usagesOf({ 'src/odd.ts': `${checkout}const x = ${deep};\n` });
    expect(code).toBe(0);
    for (const { file, message } of problems) {
      expect([file, message]).toEqual(['src/odd.ts', 'The file could not be parsed, so flags in it are not known.']);
    }
  });

  test('a pipe with the name of a source file is not opened', async () => {
    const { code, odd } = await usagesOf({}, (root) => makePipe(join(root, 'src/pipe.ts')));
    expect([code, odd]).toEqual([0, []]);
  });

  test.skipIf(process.getuid?.() === 0)('no permission: a sentence', async () => {
    const { code, problems } = await usagesOf({ 'src/odd.ts': checkout }, (root) =>
      chmodSync(join(root, 'src/odd.ts'), 0),
    );
    expect(code).toBe(0);
    expect(problems).toEqual([
      { file: 'src/odd.ts', message: 'The file could not be read (permission denied), so flags in it are not known.' },
    ]);
  });
});

describe('configuration', () => {
  test.each<{ title: string; files: FolderFiles; line?: string; message: string }>([
    { title: 'no JSON', files: { 'sluice.config.json': '{ "include": [' }, message: 'sluice.config.json:1:' },
    {
      title: 'a key twice',
      files: { 'sluice.config.json': '{\n  "include": ["src"],\n  "include": ["lib"]\n}' },
      message: 'sluice.config.json:3:3 include: This key is there already, at 2:3',
    },
    { title: 'an unknown key', files: { 'sluice.config.json': '{ "chekcs": {} }' }, message: '"checks"' },
    {
      title: 'an unknown check',
      files: { 'sluice.config.json': '{ "checks": { "stuck-valv": "off" } }' },
      message: 'There is no check "stuck-valv". Did you mean "stuck-valve"?',
    },
    {
      title: 'an address that is none',
      files: { 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "url": "flags" } }' },
      message: 'http(s) URL',
    },
    {
      title: 'a file that is not there',
      files: {},
      line: 'check --config other.json',
      message: 'other.json The file does not exist.',
    },
    { title: 'a state that is not there', files: {}, line: 'check --state nowhere.json', message: 'nowhere.json' },
    {
      title: 'a state that is none',
      files: { 'odd.json': '[]' },
      line: 'check --state odd.json',
      message: 'A state file is what `sluice snapshot` wrote, or a flagd definition in JSON.',
    },
    { title: 'a path that is not there', files: {}, line: 'check scr', message: 'scr does not exist.' },
    { title: 'a path outside', files: {}, line: 'check /', message: '/ is outside of the workspace' },
    {
      title: 'an output that cannot be written',
      files: {},
      line: 'usages --output nowhere/report.txt',
      message: 'The report could not be written to nowhere/report.txt (ENOENT).',
    },
    {
      title: 'a rate that is none',
      files: {},
      line: 'serve --port 0 --max-writes 0',
      message: '--max-writes takes a whole number from 1 to 9999999, not "0".',
    },
    {
      title: 'no control plane to ask',
      files: {},
      line: 'flags',
      message: 'No control plane is configured. `sluice init` sets one up',
    },
    {
      title: 'no control plane to change',
      files: {},
      line: 'flip new-checkout --on',
      message: 'No control plane is configured.',
    },
  ])('$title: exit 2 and a sentence', async ({ files, line = 'check', message }) => {
    const { code, stdout, stderr } = await cli(line, { cwd: shop(files) });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });

  test('none at all: what was assumed is said', async () => {
    const cwd = temporaryFolder({ 'src/checkout.ts': checkout });
    const { code, stdout } = await cli('check', { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('assumed: There is no sluice.config.json and no flag definition file was found');
    expect(stdout).toContain(
      'assumed: Files were found by walking the folder, because the folder is not in a git repository',
    );
  });

  test('a folder without source files: nothing was checked, and that is said', async () => {
    const { code, stderr } = await cli('check', { cwd: temporaryFolder({ 'README.md': '' }) });
    expect(code).toBe(0);
    expect(stderr).toBe('sluice: No source files were found, so nothing was checked.\n');
  });
});

describe('control plane', () => {
  /** Something that is no control plane. */
  async function startServer(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const answers: { [title: string]: RequestListener } = {
    'a web page': (_request, response) => void response.end('<html>Welcome to our shop</html>'),
    'another JSON': (_request, response) => void response.end('{"flags":[]}'),
    'half an answer': (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"product":"sluice",');
      response.destroy();
    },
    'a redirect elsewhere': (_request, response) =>
      void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    'an inner error': (_request, response) =>
      void response.writeHead(500).end('{"error":{"code":"internal","message":"x"}}'),
    'no token': (_request, response) =>
      void response.writeHead(401).end('{"error":{"code":"unauthenticated","message":"x"}}'),
    'no right': (_request, response) =>
      void response.writeHead(403).end('{"error":{"code":"forbidden","message":"x"}}'),
  };

  const config = { 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shop" } }' };
  const token = 'sluice_top-secret-token';

  test.each(Object.keys(answers))(
    '%s: the code is scanned, nothing is called unknown, and it is said',
    async (title) => {
      const url = await startServer(answers[title] ?? (() => {}));
      const cwd = shop(config);
      const env = { SLUICE_URL: url, SLUICE_TOKEN: token, SLUICE_CACHE_DIR: join(cwd, '.cache') };
      const { code, stdout, stderr } = await cli('check --format json', { cwd, env });
      const report = JSON.parse(stdout);
      expect([code, report.findings, report.state.kind]).toEqual([0, [], 'none']);
      expect(stderr).toMatch(/^sluice: the state is not complete: \S.*\n$/);
      expect(stderr + stdout).not.toContain(token);
      expect((await cli('check --require-state', { cwd, env })).code).toBe(2);
      expect((await cli('status', { cwd, env })).code).toBe(2);
    },
  );

  test('nobody answers', async () => {
    const url = await startServer(() => {});
    const dead = url.replace(/\d+$/, '1');
    const { code, stderr } = await cli('check', { cwd: shop(config), env: { SLUICE_URL: dead } });
    expect(code).toBe(0);
    expect(stderr).toContain(dead);
  });

  test('a wrong token and a wrong project', async () => {
    const plane = await startTestControlPlane({ seed: shopSeed });
    onTestFinished(() => plane.close());
    const wrongToken = await cli('status', { cwd: shop(config), env: { SLUICE_URL: plane.url, SLUICE_TOKEN: token } });
    expect(wrongToken.code).toBe(2);
    expect(wrongToken.stderr).toContain('token');
    expect(wrongToken.stderr).not.toContain(token);
    const env = { SLUICE_URL: plane.url, SLUICE_TOKEN: plane.viewerToken };
    const files = { 'sluice.config.json': '{ "controlPlane": { "kind": "sluice", "project": "shpo" } }' };
    const wrongProject = await cli('status', { cwd: shop(files), env });
    expect(wrongProject.code).toBe(2);
    expect(wrongProject.stderr).toContain('shpo');
  });

  test('no address: the code is scanned, and what to set is said', async () => {
    const { code, stdout, stderr } = await cli('check', { cwd: shop(config) });
    expect(code).toBe(0);
    expect(stdout).toContain('state: none: The control plane has no address');
    expect(stderr).toContain('set SLUICE_URL');
    expect((await cli('status', { cwd: shop(config) })).code).toBe(2);
  });

  test('a token with a line break is refused without being shown', async () => {
    const env = { SLUICE_URL: 'http://127.0.0.1:9', SLUICE_TOKEN: 'sluice_a\nsluice_b' };
    const { code, stderr } = await cli('check', { cwd: shop(config), env });
    expect(code).toBe(2);
    expect(stderr).toContain('SLUICE_TOKEN holds characters that no token has');
    expect(stderr).not.toContain('sluice_a');
  });

  test("a repository's own address never gets a token that is for another", async () => {
    const seen: (string | undefined)[] = [];
    const url = await startServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401).end('{}');
    });
    const files = { 'sluice.config.json': JSON.stringify({ controlPlane: { kind: 'sluice', url, project: 'shop' } }) };
    await cli('check', { cwd: shop(files), env: { SLUICE_URL: 'https://flags.shop.example', SLUICE_TOKEN: token } });
    expect(seen.filter((header) => header !== undefined)).toEqual([]);
  });
});
