import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../server/src/config/load.ts';
import { temporaryFolder, type FolderFiles } from '../session/temporary-folder.ts';
import { cli, type CliOptions } from './run-cli.ts';

const flagd = JSON.stringify({
  flags: { 'new-checkout': { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on' } },
});
const files: FolderFiles = {
  'src/cart.ts': '',
  'package.json': '{ "dependencies": { "@openfeature/server-sdk": "1", "fastify": "5" } }',
  'web/package.json': '{ "devDependencies": { "@openfeature/server-sdk": "1", "launchdarkly-react-client-sdk": "3" } }',
  'broken/package.json': '{',
};

async function init(content: FolderFiles, line = 'init', options: Partial<CliOptions> = {}) {
  const cwd = temporaryFolder(content);
  const result = await cli(line, { cwd, ...options });
  const path = join(cwd, 'sluice.config.json');
  return {
    ...result,
    cwd,
    text: existsSync(path) ? readFileSync(path, 'utf8') : null,
    config: loadConfig(cwd, { env: {} }),
  };
}

test('says what it found and why it proposes what', async () => {
  const { code, stdout, text } = await init({ ...files, 'flags.flagd.json': flagd }, 'init --yes');
  expect(code).toBe(0);
  expect(stdout).toBe(`1 source file that Sluice reads
SDKs:
  @openfeature/server-sdk in package.json, web/package.json
  launchdarkly-react-client-sdk in web/package.json
Flag definition files:
  flags.flagd.json

flagd definition file is proposed (flagd-file): flags.flagd.json is a flag definition file.
Found as well:
  launchdarkly: launchdarkly-react-client-sdk in web/package.json
Where flags move from one to the other, or folders differ, list them under \`controlPlanes\` (README: Several control planes).

sluice.config.json:
${text ?? ''}
sluice.config.json was written. Next: \`sluice status\` shows the flags, \`sluice check\` what is wrong in the code
`);
});

test('finds definition files wherever they are, the nearest to the top first', async () => {
  const { stdout, config } = await init(
    { ...files, 'deploy/flagd/shop.flagd.json': flagd, 'src/flagd.json': flagd, 'node_modules/x/flagd.json': flagd },
    'init --yes',
  );
  expect(stdout).toContain('Flag definition files:\n  src/flagd.json\n  deploy/flagd/shop.flagd.json\n\n');
  expect(config.config.controlPlane).toMatchObject({ kind: 'flagd-file', path: 'src/flagd.json' });
});

test.each<{ title: string; line: string; files?: FolderFiles; env?: NodeJS.ProcessEnv; expected: unknown }>([
  {
    title: 'a definition file',
    line: 'init --yes',
    files: { 'flags.flagd.json': flagd },
    expected: { kind: 'flagd-file', path: 'flags.flagd.json', environment: 'production' },
  },
  {
    title: 'an address',
    line: 'init --yes --url https://flags.shop.example --project shop',
    expected: { kind: 'sluice', url: 'https://flags.shop.example', project: 'shop' },
  },
  {
    title: 'SLUICE_URL, which is not written down',
    line: 'init --yes',
    env: { SLUICE_URL: 'http://127.0.0.1:4650' },
    expected: { kind: 'sluice', project: 'default' },
  },
  { title: 'nothing', line: 'init --yes', expected: undefined },
])('what it writes is a configuration: $title', async ({ line, files: more = {}, env = {}, expected }) => {
  const { code, config } = await init({ ...files, ...more }, line, { env });
  expect(code).toBe(0);
  expect(config.config.controlPlane).toEqual(expected);
});

test('asks for the control plane and what belongs to it, then whether to write', async () => {
  const answers = ['slice', 'sluice', '127.0.0.1', 'http://127.0.0.1:4650', '', ''];
  const { code, stderr, config } = await init({ 'src/cart.ts': '' }, 'init', { answers });
  expect(code).toBe(0);
  const address = 'Sluice, url: Where `sluice serve` runs. Without it: SLUICE_URL. [Enter to leave it open] ';
  expect(stderr.split('\n')).toEqual([
    'Which control plane, or none? [none] sluice: it is one of sluice, unleash, launchdarkly, flagd-file, flagd-http, ofrep, posthog, none.',
    `Which control plane, or none? [none] ${address}sluice: The address of the control plane cannot be used: it is not an http(s) URL such as "https://flags.example.com".`,
    `${address}Sluice, project [default] Write it? [Y/n] `,
  ]);
  expect(config.config.controlPlane).toMatchObject({ url: 'http://127.0.0.1:4650' });
});

test.each<{ title: string; line: string; files?: FolderFiles; answers?: string[]; message: string }>([
  { title: 'no', line: 'init', answers: ['none', 'n'], message: 'sluice: nothing was written' },
  { title: 'nobody to ask', line: 'init', message: 'there is no terminal to ask on: say --yes' },
  {
    title: 'an address that is none',
    line: 'init --yes --url flags.shop.example',
    message: 'it is not an http(s) URL',
  },
  {
    title: 'an address with a password',
    line: 'init --yes --url https://mia:secret@flags.shop.example',
    message: 'it holds a user name or a password',
  },
])('nothing is written: $title', async ({ line, answers, message }) => {
  const { code, stderr, text } = await init(files, line, { answers });
  expect([code, text]).toEqual([2, null]);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('secret');
});

test('a configuration that is there is kept, unless told otherwise', async () => {
  const there = { ...files, 'sluice.config.json': '{ "include": ["src"] }' };
  const kept = await init(there, 'init --yes');
  expect([kept.code, kept.text]).toEqual([2, '{ "include": ["src"] }']);
  expect(kept.stderr).toContain('Edit it, or replace it with --force.');
  expect((await init(there, 'init --yes --force')).config.include).toEqual([]);
});
