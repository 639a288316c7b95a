import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { controlPlaneChoices } from '../../server/src/cli/command-specs/set-up.ts';
import { loadConfig } from '../../server/src/config/load.ts';
import { definitions } from '../../server/src/control-planes/registry.ts';
import { temporaryFolder, type FolderFiles } from '../session/temporary-folder.ts';
import { cli, type CliOptions } from './run-cli.ts';

const dependencies = (...names: readonly string[]): string =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) });
const flagd = JSON.stringify({
  flags: { 'new-checkout': { state: 'ENABLED', variants: { on: true, off: false }, defaultVariant: 'on' } },
});
const unleashCode = `import { initialize } from 'unleash-client';
const unleash = initialize({ url: '', appName: 'shop' });
export const a = () => (unleash.isEnabled('new-checkout') ? 1 : 2);
export const b = () => (unleash.isEnabled('gift-cards') ? 1 : 2);
`;
const posthogCode = `import posthog from 'posthog-js';
export const c = () => (posthog.isFeatureEnabled('beta') ? 1 : 2);
`;
const openFeatureCode = `import { OpenFeature } from '@openfeature/server-sdk';
export const d = () => OpenFeature.getClient().getBooleanValue('new-checkout', false);
`;

async function init(files: FolderFiles, line = 'init --yes', options: Partial<CliOptions> = {}) {
  const cwd = temporaryFolder(files);
  const { code, stdout, stderr } = await cli(line, { cwd, ...options });
  const path = join(cwd, 'sluice.config.json');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const check = code === 0 ? await cli('check --offline --no-cache', { cwd }) : null;
  return { code, stdout, stderr, text, check: check?.code, config: loadConfig(cwd, { env: {} }).config.controlPlane };
}

/** The block as it is once its slashes are taken away. */
function commented(text: string): string {
  const [, block = ''] = /take the slashes away:\n((?: {2}\/\/ .*\n)+)/.exec(text) ?? [];
  return block.replace(/^ {2}\/\/ /gm, '').trim();
}

test('every kind of control plane can be chosen', () => {
  expect(controlPlaneChoices).toEqual([...definitions.map(({ kind }) => kind), 'none']);
});

test.each<{ title: string; files: FolderFiles; why: string; expected: unknown }>([
  {
    title: 'Unleash, whose address is left to SLUICE_URL',
    files: { 'package.json': dependencies('unleash-client'), 'src/a.ts': unleashCode },
    why: 'Unleash is proposed (unleash): unleash-client in package.json; 2 places in the code read flags through it.',
    expected: { kind: 'unleash', project: 'default' },
  },
  {
    title: 'an SDK that no package.json names',
    files: { 'src/a.ts': unleashCode },
    why: 'Unleash is proposed (unleash): unleash-client in imports; 2 places in the code read flags through it.',
    expected: { kind: 'unleash', project: 'default' },
  },
  {
    title: 'a flagd provider in front of a definition file',
    files: {
      'package.json': dependencies('@openfeature/server-sdk', '@openfeature/flagd-provider'),
      'src/d.ts': openFeatureCode,
      'flags.flagd.json': flagd,
    },
    why: 'flagd definition file is proposed (flagd-file): flags.flagd.json is a flag definition file; @openfeature/flagd-provider in package.json; 1 place in the code reads flags through it.',
    expected: { kind: 'flagd-file', path: 'flags.flagd.json', environment: 'production' },
  },
  {
    title: 'a flagd provider whose definition is elsewhere',
    files: { 'package.json': dependencies('@openfeature/flagd-provider'), 'src/d.ts': openFeatureCode },
    why: 'flagd definition behind a URL is proposed (flagd-http): @openfeature/flagd-provider in package.json; 1 place in the code reads flags through it.',
    expected: { kind: 'flagd-http', environment: 'production', authScheme: 'Bearer' },
  },
  {
    title: 'an OFREP provider',
    files: { 'web/package.json': dependencies('@openfeature/ofrep-web-provider'), 'src/d.ts': openFeatureCode },
    why: 'OFREP is proposed (ofrep): @openfeature/ofrep-web-provider in web/package.json; 1 place in the code reads flags through it.',
    expected: { kind: 'ofrep', environment: 'production', auth: 'bearer', context: { targetingKey: 'sluice' } },
  },
  {
    title: 'OpenFeature alone',
    files: { 'package.json': dependencies('@openfeature/server-sdk'), 'src/d.ts': openFeatureCode },
    why: 'The code reads flags through OpenFeature and does not say what is behind it. No control plane is set: ',
    expected: undefined,
  },
  {
    title: 'analytics whose flags nobody reads',
    files: { 'package.json': dependencies('posthog-js'), 'src/d.ts': openFeatureCode },
    why: 'Found, but no flag is read through it: posthog (posthog-js in package.json).',
    expected: undefined,
  },
])('proposes with a reason: $title', async ({ files, why, expected }) => {
  const { stdout, config, check } = await init(files);
  expect(stdout).toContain(why);
  expect([config, check]).toEqual([expected, 0]);
});

test('of several, proposes the one through which most flags are read, and tells of the others', async () => {
  const { stdout, text, config } = await init({
    'package.json': dependencies('posthog-js', 'unleash-client'),
    'src/a.ts': unleashCode,
    'src/c.ts': posthogCode,
    'flags.flagd.json': flagd,
  });
  expect(stdout).toContain(`
Unleash is proposed (unleash): unleash-client in package.json; 2 places in the code read flags through it.
Found as well:
  posthog: posthog-js in package.json; 1 place in the code reads flags through it
  flagd-file: flags.flagd.json is a flag definition file
Where flags move from one to the other, or folders differ, list them under \`controlPlanes\` (README: Several control planes).
`);
  expect(text).toContain(
    '// Also found: posthog, flagd-file. For a migration, or for folders that differ, see "controlPlanes"',
  );
  expect(config).toMatchObject({ kind: 'unleash' });
});

test('what nobody can know is shown as a comment, which is right once it is filled in', async () => {
  const { text, stdout, config, check } = await init({ 'package.json': dependencies('launchdarkly-js-client-sdk') });
  expect([config, check]).toEqual([undefined, 0]);
  expect(commented(text)).toBe(`"controlPlane": {
  "kind": "launchdarkly",
  "url": "https://app.launchdarkly.com",
  // The key of the project.
  "project": "",
},`);
  expect(stdout).toContain(`sluice.config.json was written. Next:
  1. fill in "project" in the file
  2. set SLUICE_URL=https://app.launchdarkly.com: SLUICE_TOKEN is sent there and nowhere else
  3. set SLUICE_TOKEN to an API access token (Settings → Authorization), no SDK key
  4. \`sluice status\` shows the flags, \`sluice check\` what is wrong in the code
`);
  const filled = await init({ 'sluice.config.json': `{ ${commented(text).replace('""', '"shop"')} }` }, 'usages');
  expect(filled.config).toMatchObject({ kind: 'launchdarkly', project: 'shop' });
});

test('an address that nobody named is shown as a comment in a block that works', async () => {
  const { text } = await init({ 'package.json': dependencies('unleash-client') });
  expect(text).toContain(`  "controlPlane": {
    "kind": "unleash",
    // Where Unleash runs, without "/api". Without it: SLUICE_URL.
    // "url": "https://unleash.example.com",
    "project": "default",
  },
`);
});

test.each<{ line: string; env?: NodeJS.ProcessEnv; expected: unknown }>([
  {
    line: 'init --yes --control-plane posthog --url https://eu.posthog.com --project 4711 --environment live',
    expected: { kind: 'posthog', url: 'https://eu.posthog.com', project: '4711', environment: 'live' },
  },
  {
    line: 'init --yes --control-plane flagd-file --path deploy/flags.json',
    expected: { kind: 'flagd-file', path: 'deploy/flags.json', environment: 'production' },
  },
  {
    line: 'init --yes --url https://app.eu.launchdarkly.com --project shop',
    expected: { kind: 'launchdarkly', url: 'https://app.eu.launchdarkly.com', project: 'shop' },
  },
  {
    line: 'init --yes --url http://127.0.0.1:4650',
    expected: { kind: 'sluice', url: 'http://127.0.0.1:4650', project: 'default' },
  },
  {
    line: 'init --yes',
    env: { SLUICE_URL: 'http://127.0.0.1:4242' },
    expected: { kind: 'unleash', project: 'default' },
  },
  { line: 'init --yes --control-plane none', expected: undefined },
])('without questions: $line', async ({ line, env = {}, expected }) => {
  const { code, config } = await init({ 'package.json': dependencies('unleash-client') }, line, { env });
  expect([code, config]).toEqual([0, expected]);
});

test.each([
  ['init --yes --control-plane unlesh', 'Did you mean unleash?'],
  [
    'init --yes --control-plane posthog --project shop',
    'The project cannot be used (the number of a project, as a text).',
  ],
  [
    'init --yes --control-plane posthog --project 1 --url https://us.i.posthog.com',
    'takes in events and tells no flags',
  ],
  ['init --yes --control-plane unleash --path flags.json', 'A control plane of the kind unleash takes no --path.'],
  ['init --yes --control-plane none --project shop', 'Without a control plane there is no --project.'],
])('nothing is written: %s', async (line, message) => {
  const { code, stderr, text } = await init({ 'src/a.ts': '' }, line);
  expect([code, text]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test('asks for what belongs to the kind that the person chooses', async () => {
  const files = { 'package.json': dependencies('unleash-client'), 'src/a.ts': unleashCode };
  const answers = ['launchdarkly', 'https://app.eu.launchdarkly.com', 'shop', ''];
  const { config, stdout } = await init(files, 'init', { answers });
  expect(config).toEqual({ kind: 'launchdarkly', url: 'https://app.eu.launchdarkly.com', project: 'shop' });
  expect(stdout).toContain('The state of flags comes from LaunchDarkly, as answered.');
});
