/** The last known snapshot on disk: found again, told apart, and never in the way. */
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createSnapshotCache,
  type SnapshotCache,
} from '../../../server/src/control-planes/snapshots/snapshot-cache.ts';
import { now, shopSnapshot } from '../../support/snapshots.ts';

const shop = { kind: 'sluice', origin: 'https://flags.shop.example', project: 'shop' };

let folder: string;
let cache: SnapshotCache;
let log: string[];
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'sluice-cache-')), 'cache');
  log = [];
  cache = createSnapshotCache({
    folder,
    now: () => now + 90_000,
    log: { debug: (message) => log.push(message), warn: () => expect.fail('a cache warns nobody') },
  });
});
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

async function onlyFile(): Promise<string> {
  const [name, ...others] = await readdir(join(folder, 'state'));
  expect(others).toEqual([]);
  return join(folder, 'state', name ?? expect.fail('nothing was written'));
}

it('gives back what was kept, with its age', async () => {
  const snapshot = shopSnapshot();
  await cache.write(shop, snapshot);
  const flags = [...snapshot.flags].sort((a, b) => (a.key < b.key ? -1 : 1));
  expect(await cache.read(shop)).toEqual({ snapshot: { ...snapshot, flags }, ageMs: 90_000 });
  expect(log).toEqual([]);
});

it('keeps control planes and projects apart', async () => {
  await cache.write(shop, shopSnapshot());
  expect(await cache.read({ ...shop, project: 'blog' })).toBeNull();
  expect(await cache.read({ ...shop, origin: 'https://flags.evil.test' })).toBeNull();
  expect(await cache.read({ ...shop, origin: 'https://flags.shop.example","shop', project: '' })).toBeNull();
});

it('does not lose a complete snapshot to an incomplete one', async () => {
  await cache.write(shop, shopSnapshot({ revision: '17' }));
  await cache.write(shop, shopSnapshot({ revision: '18', complete: false, incompleteReason: 'Something is missing.' }));
  expect((await cache.read(shop))?.snapshot.revision).toBe('17');
});

it.skipIf(process.platform === 'win32')('is readable by its user alone', async () => {
  await mkdir(join(folder, 'state'), { recursive: true, mode: 0o777 });
  await cache.write(shop, shopSnapshot());
  expect((await stat(join(folder, 'state'))).mode & 0o777).toBe(0o700);
  expect((await stat(await onlyFile())).mode & 0o777).toBe(0o600);
});

it('never says that a snapshot is younger than now', async () => {
  await cache.write(shop, shopSnapshot({ readAt: new Date(now + 3_600_000).toISOString() }));
  expect((await cache.read(shop))?.ageMs).toBe(0);
});

describe('a file that cannot be trusted is ignored with one line in the log', () => {
  it.each([
    ['cut off', (text: string): string => text.slice(0, 200), 'it is not JSON'],
    ['empty', (): string => '', 'it is not JSON'],
    [
      'of another version',
      (text: string): string => text.replace('"sluiceSnapshot": 1', '"sluiceSnapshot": 9'),
      'it is a snapshot of version 9',
    ],
    [
      'of another project, renamed',
      (text: string): string => text.replace('"shop"]', '"blog"]'),
      'it is of another control plane',
    ],
    ['something else', (): string => 'null', 'it is of another control plane'],
  ])('%s', async (_what, spoil, reason) => {
    await cache.write(shop, shopSnapshot());
    const path = await onlyFile();
    await writeFile(path, spoil(await readFile(path, 'utf8')));
    expect(await cache.read(shop)).toBeNull();
    expect(log).toEqual([expect.stringContaining(`The cached state ${path} is ignored: ${reason}`)]);
  });
});

it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'that cannot be written is no trouble',
  async () => {
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o500);
    await cache.write(shop, shopSnapshot());
    expect(log).toEqual([expect.stringContaining('The state could not be cached in')]);
    await chmod(folder, 0o700);
  },
);

it('whose folder is a file is no trouble either', async () => {
  await writeFile(folder, '');
  await cache.write(shop, shopSnapshot());
  expect(await cache.read(shop)).toBeNull();
  expect(log[0]).toContain('The state could not be cached in');
});
