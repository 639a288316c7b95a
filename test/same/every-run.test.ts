/** The same tree, state and clock give the same bytes, in whatever order a folder lists its files, in whatever time zone, language and thread. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import type * as Fs from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { checkFormats } from '../../server/src/cli/formats.ts';
import { formatSnapshot } from '../../server/src/control-planes/snapshots/snapshot-file.ts';
import type * as ReadAheadModule from '../../server/src/session/files/read-ahead.ts';
import { cli, spawnCli } from '../cli/run-cli.ts';
import { temporaryFolder } from '../session/temporary-folder.ts';
import { randomFrom } from '../support/random-edits.ts';
import { seededSnapshot, shopRoot } from '../support/shop.ts';
import { now } from '../support/snapshots.ts';

/** Set anew before each run. */
let random = (): number => 0;
/** After how many files a second thread reads ahead; null: there is none. */
let readAheadFrom: number | null = null;
let threads = 0;
let listings = 0;

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof Fs>();
  const readdirSync = (...given: Parameters<typeof fs.readdirSync>) => shuffled(fs.readdirSync(...given) as unknown[]);
  return { ...fs, readdirSync };
});

vi.mock('../../server/src/session/files/read-ahead.ts', async (original) => {
  const module = await original<typeof ReadAheadModule>();
  return {
    startReadAhead: (task: Parameters<typeof module.startReadAhead>[0]) => {
      const ahead = readAheadFrom === null ? null : module.startReadAhead(task, readAheadFrom, 1);
      if (ahead) threads++;
      return ahead;
    },
  };
});

function shuffled<Item>(items: readonly Item[]): Item[] {
  listings++;
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

const timeZone = process.env['TZ'];
afterAll(() => {
  if (timeZone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = timeZone;
});

/** The example (or a part of it, which takes less time) with all checks on, and its state in a file. */
async function shop(leftOut = /^$/): Promise<{ readonly root: string; readonly state: string }> {
  const root = temporaryFolder();
  cpSync(shopRoot, root, { recursive: true, filter: (path) => !leftOut.test(path) });
  const config = join(root, 'sluice.config.json');
  writeFileSync(config, readFileSync(config, 'utf8').replace('{', '{ "preset": "all",'));
  const state = join(temporaryFolder(), 'state.json');
  writeFileSync(state, formatSnapshot(await seededSnapshot()));
  return { root, state };
}

test('100 runs', { timeout: 240_000 }, async () => {
  const { root, state } = await shop(/[\\/]packages[\\/]web$/);
  const zones = ['UTC', 'Asia/Tokyo', 'America/St_Johns', 'Pacific/Kiritimati', 'Asia/Kathmandu'];
  const outputs = new Map<string, Set<string>>();
  for (let run = 0; run < 100; run++) {
    random = randomFrom(run + 1);
    readAheadFrom = [null, 0, 1, 20][run % 4] ?? null;
    process.env['TZ'] = zones[run % zones.length];
    const format = checkFormats[run % checkFormats.length] ?? 'json';
    const { stdout } = await cli(`check --format ${format} --no-cache --state ${state}`, { cwd: root, now: now + run });
    expect(stdout.length, format).toBeGreaterThan(500);
    outputs.set(format, (outputs.get(format) ?? new Set()).add(stdout));
  }
  expect([...outputs].map(([format, texts]) => `${format} ${texts.size}`)).toEqual(
    checkFormats.map((format) => `${format} 1`),
  );
  expect([threads, listings].every((count) => count > 50)).toBe(true);
});

test('as processes of their own, in other languages', { timeout: 120_000 }, async () => {
  const { root, state } = await shop();
  const environments = [
    { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' },
    { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'America/St_Johns', LANG: 'sv_SE.UTF-8', LC_ALL: 'sv_SE.UTF-8', SLUICE_CACHE_DIR: temporaryFolder() },
  ];
  const options = ['check', '--format', 'json', '--state', state];
  const { stdout } = await cli([...options, '--no-cache'], { cwd: root, now });
  const runs = environments.map((env) => spawnCli(options, { cwd: root, env }));
  expect(new Set((await Promise.all(runs)).map((run) => run.stdout))).toEqual(new Set([stdout]));
});
