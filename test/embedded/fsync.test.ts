/** An answer comes after the disk, and a disk that fails is not trusted again. Seen from outside, through the system calls. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Flag } from '../../server/src/core/model.ts';
import { applySeed } from '../../server/src/embedded/seed.ts';
import { openStore } from '../../server/src/embedded/store/open-store.ts';

import { shopSeed } from '../support/control-plane.ts';
import { startChild } from './child.ts';
import { open } from './client.ts';
import { createDataDir } from './data-dir.ts';

/** A kill cannot show a missing fsync: the page cache survives it. Where `strace` may not run, nothing can be said. */
const strace = 'strace';
const canTrace = spawnSync(strace, ['-qq', '-o', '/dev/null', 'true']).status === 0;

describe.skipIf(!canTrace)('under strace', { timeout: 60_000 }, () => {
  it('answers each write after an fsync of its own', async () => {
    const { dataDir, token } = await prepare();
    const trace = join(dataDir, 'trace');
    const calls = 'trace=fsync,fdatasync,write,writev,sendto';
    const { url } = await startChild(dataDir, [strace, '-f', '-qq', '-e', calls, '-s', '20', '-o', trace]);
    const writer = createWriter(url, token);
    await writer.read();
    for (let share = 0; share < 20; share++) expect((await writer.write(share)).status).toBe(200);
    const events = readFileSync(trace, 'utf8')
      .split('\n')
      .flatMap((line) => {
        if (/ f(?:data)?sync\(/.test(line)) return ['fsync'];
        return line.includes('"HTTP/1.1 200') ? ['answer'] : [];
      });
    // What comes before is the start and the read.
    const writes = events.slice(events.indexOf('answer') + 1);
    expect(writes.filter((event) => event === 'answer')).toHaveLength(20);
    expect(writes.filter((event, n) => event === 'answer' && writes[n - 1] !== 'fsync')).toEqual([]);
  });

  it('does not acknowledge a write that the disk refused, and takes no other until it is restarted', async () => {
    const { dataDir, token } = await prepare();
    // One fsync fails, some writes after those of the start; every later one would succeed.
    const { url, pid, child } = await startChild(dataDir, [
      strace,
      '-f',
      '-qq',
      '-o',
      '/dev/null',
      '-e',
      'trace=fsync,fdatasync',
      '-e',
      'inject=fsync,fdatasync:error=EIO:when=12',
    ]);
    const writer = createWriter(url, token);
    await writer.read();
    const statuses: number[] = [];
    for (let share = 0; share < 20; share++) statuses.push((await writer.write(share)).status);
    const refused = statuses.indexOf(500);
    expect(refused).toBeGreaterThan(0);
    expect(statuses.slice(refused)).toEqual(statuses.slice(refused).map(() => 500));
    expect((await writer.read()).environments['production']?.serving).toEqual(open(refused - 1));
    const exited = new Promise((resolve) => child.on('exit', resolve));
    process.kill(pid, 'SIGKILL');
    await exited;
    const store = await openStore({ dataDir });
    expect((await store.verifyAudit()).ok).toBe(true);
    await store.close();
  });

  it('says that the disk is full, makes nothing of the change, and goes on once there is room', async () => {
    const { dataDir, token } = await prepare();
    // Some writes after those of the start find no room; later ones do.
    const inject = 'inject=pwrite64:error=ENOSPC:when=120..160';
    const options = `-f -qq -o /dev/null -e trace=pwrite64 -e ${inject}`;
    const { url } = await startChild(dataDir, [strace, ...options.split(' ')]);
    const writer = createWriter(url, token);
    await writer.read();
    const outcomes: { status: number; share: number }[] = [];
    for (let share = 0; share < 60; share++) {
      const { status } = await writer.write(share);
      outcomes.push({ status, share });
      const made = outcomes.filter((outcome) => outcome.status === 200).at(-1);
      if (made) expect((await writer.read()).environments['production']?.serving).toEqual(open(made.share));
    }
    const statuses = outcomes.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([200, 507]));
    expect(statuses.at(-1)).toBe(200);
  });
});

async function prepare(): Promise<{ dataDir: string; token: string }> {
  const dataDir = createDataDir();
  const store = await openStore({ dataDir });
  await applySeed(store, 'shop', shopSeed);
  const { token } = await store.createToken({ name: 'operator', role: 'operator' }, { name: 'mia', tokenId: null });
  await store.close();
  return { dataDir, token };
}

function createWriter(url: string, token: string) {
  const address = `${url}/api/v1/projects/shop/flags/recommendations`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  let revision = '';
  const keep = async (response: Response): Promise<Flag> => {
    const flag = (await response.json()) as Flag;
    if (response.status === 200) revision = flag.revision ?? '';
    return flag;
  };
  return {
    read: async () => keep(await fetch(address, { headers })),
    write: async (share: number) => {
      const body = JSON.stringify({ environment: 'production', serving: open(share) });
      const response = await fetch(`${address}/serving`, {
        method: 'PUT',
        body,
        headers: { ...headers, 'if-match': `"${revision}"` },
      });
      await keep(response.clone());
      return response;
    },
  };
}
