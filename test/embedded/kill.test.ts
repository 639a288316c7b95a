/** kill -9 in the middle of writes: whatever was acknowledged is there, whole, with its audit row. */
import { once } from 'node:events';
import { expect, it } from 'vitest';
import type { Flag, Serving } from '../../server/src/core/model.ts';
import { applySeed } from '../../server/src/embedded/seed.ts';
import { openStore } from '../../server/src/embedded/store/open-store.ts';
import { shopSeed } from '../support/control-plane.ts';
import { open } from './client.ts';
import { startChild } from './child.ts';
import { createDataDir } from './data-dir.ts';

/** A thousand take some ten minutes: `SLUICE_KILLS=1000 npx vitest run --project all test/embedded/kill.test.ts`. */
const kills = Number(process.env['SLUICE_KILLS'] ?? 20);
const flagKeys = ['recommendations', 'delivery-slots'];
const author = { name: 'mia', tokenId: null };

interface Acknowledged {
  readonly revision: number;
  readonly key: string;
  readonly serving: Serving;
}

it(`loses no acknowledged write in ${kills} kills`, { timeout: 60_000 + kills * 3_000 }, async () => {
  const dataDir = createDataDir();
  const token = await prepare(dataDir);
  const acknowledged: Acknowledged[] = [];
  const random = mulberry32(2026);
  for (let n = 0; n < kills; n++) {
    const { child, url } = await startChild(dataDir);
    const enough = acknowledged.length + 1 + Math.floor(random() * 40);
    const kill = (): void => {
      if (acknowledged.length >= enough && !child.killed) child.kill('SIGKILL');
    };
    const exited = once(child, 'exit');
    await Promise.all(
      flagKeys.map((key) => writeUntilDead(url, token, { key, random, acknowledged, afterEach: kill })),
    );
    await exited;
    const before = acknowledged.length;
    await check(dataDir, acknowledged);
    expect(before).toBeGreaterThanOrEqual(enough);
  }
});

async function prepare(dataDir: string): Promise<string> {
  const store = await openStore({ dataDir });
  await applySeed(store, 'shop', shopSeed);
  await store.createFlag('shop', { key: 'delivery-slots', kind: 'valve' }, author);
  const { token } = await store.createToken({ name: 'operator', role: 'operator' }, author);
  await store.close();
  return token;
}

/** One writer per flag, one write after the other, until the server does not answer any more. */
async function writeUntilDead(
  url: string,
  token: string,
  {
    key,
    random,
    acknowledged,
    afterEach,
  }: { key: string; random: () => number; acknowledged: Acknowledged[]; afterEach: () => void },
): Promise<void> {
  const address = `${url}/api/v1/projects/shop/flags/${key}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  try {
    let { revision } = (await (await fetch(address, { headers })).json()) as Flag;
    for (;;) {
      const serving = open(Math.floor(random() * 10001));
      const body = JSON.stringify({ environment: 'production', serving });
      const response = await fetch(`${address}/serving`, {
        method: 'PUT',
        body,
        headers: { ...headers, 'if-match': `"${revision}"` },
      });
      const flag = (await response.json()) as Flag;
      if (response.status !== 200) throw new Error(`The control plane answered ${response.status}.`);
      if (flag.revision !== revision) acknowledged.push({ revision: Number(flag.revision), key, serving });
      ({ revision } = flag);
      afterEach();
    }
  } catch (error) {
    // `fetch` failed: the server is dead, which is what this waits for. Whether that last write took place is unknown.
    if (!(error instanceof TypeError)) throw error;
  }
}

async function check(dataDir: string, acknowledged: readonly Acknowledged[]): Promise<void> {
  const store = await openStore({ dataDir });
  try {
    expect((await store.verifyAudit()).ok).toBe(true);
    const entries = (await Promise.all(flagKeys.map((key) => store.history('shop', key, 100_000)))).flat();
    const byRevision = new Map(entries.map((entry) => [Number(entry.revision), entry]));
    const lost = acknowledged.filter(({ revision, key, serving }) => {
      const entry = byRevision.get(revision);
      return entry?.flagKey !== key || JSON.stringify(entry.after) !== JSON.stringify(serving);
    });
    expect(lost).toEqual([]);
    for (const key of flagKeys) {
      const [last] = await store.history('shop', key, 1);
      const flag = await store.flag('shop', key);
      expect(flag.revision).toBe(last?.revision);
      if (last?.environment === 'production' && last.datacenter === null) {
        expect(flag.environments['production']?.serving).toEqual(last.after);
      }
    }
  } finally {
    await store.close();
  }
}

/** A small seeded generator, so that a failure can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
