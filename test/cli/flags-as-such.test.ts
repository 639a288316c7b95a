/** `sluice check` on what is said of flags as such: with a place, where the whole workspace is asked for. */
import { expect, test } from 'vitest';
import { now } from '../support/snapshots.ts';
import { temporaryFolder } from '../session/temporary-folder.ts';
import { cli } from './run-cli.ts';
import { shop } from './shop.ts';

const files = {
  'sluice.config.json': '{\n  "controlPlane": { "kind": "sluice" },\n  "checks": { "unused-flag": {} }\n}\n',
  // Nothing computed: a key that nobody knows may be any.
  'src/checkout.ts': `import { OpenFeature } from '@openfeature/server-sdk';\nexport const read = () => OpenFeature.getClient().getBooleanValue('new-checkout', false);\n`,
};

async function unused(options: string, cwd = shop(files)): Promise<readonly string[]> {
  const { stdout } = await cli(`check --format json --state flags.snapshot.json ${options}`, { cwd, now });
  const { findings } = JSON.parse(stdout) as {
    findings: readonly { check: string; file: string; line: number; column: number; key: string }[];
  };
  return findings
    .filter(({ check }) => check === 'unused-flag')
    .map(({ file, line, column, key }) => `${file}:${line}:${column} ${key}`);
}

test('of the whole workspace', async () => {
  expect(await unused('')).toEqual(['sluice.config.json:2:3 new-search']);
});

test('not of a part', async () => {
  expect(await unused('src')).toEqual([]);
});

test.each([
  ['reads it', [{ keys: ['new-search'], role: 'evaluation' }], []],
  ['reads a key that is computed', [{ keys: [], role: 'evaluation' }], []],
  ['reads another one', [{ keys: ['old-search'], role: 'evaluation' }], ['sluice.config.json:2:3 new-search']],
])('another repository %s', async (_, callSites, expected) => {
  const folder = temporaryFolder({ 'usages.json': JSON.stringify({ version: 1, callSites }) });
  expect(await unused(`--usages ${folder}/usages.json`)).toEqual(expected);
});

test('in one shard of several', async () => {
  const cwd = shop(files);
  const shards = [await unused('--shard 1/3', cwd), await unused('--shard 2/3', cwd), await unused('--shard 3/3', cwd)];
  expect(shards.flat()).toEqual(['sluice.config.json:2:3 new-search']);
});
