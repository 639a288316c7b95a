/** Two control planes on one PostgreSQL: one order of changes, seen by everybody, whoever dies. */
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import type { Flag } from '../../../server/src/core/model.ts';
import { applySeed } from '../../../server/src/embedded/seed.ts';
import { openStore } from '../../../server/src/embedded/store/open-store.ts';
import type { Store } from '../../../server/src/embedded/store/store.ts';
import type { FleetServer } from '../../../server/src/embedded/evaluation/fleet/fleet-server.ts';
import { freshDatabase, shopSeed, startTestControlPlane, type TestControlPlane } from '../../support/control-plane.ts';
import { startChild } from '../child.ts';
import { call, off, open } from '../client.ts';
import { clientOn, flagdProvider, sdkToken, setServing } from '../evaluation/servers.ts';
import { createRevisionReader } from './revisions.ts';

const author = { name: 'mia', tokenId: null };
const flagKeys = ['recommendations', 'delivery-slots', 'gift-wrap', 'loyalty-points'];

interface Shop {
  readonly url: string;
  readonly store: Store;
  readonly token: string;
}

async function createShop(): Promise<Shop> {
  const url = (await freshDatabase()) ?? expect.fail('these tests run on PostgreSQL');
  const store = await openStore({ dataDir: '', store: url });
  onTestFinished(() => store.close());
  await applySeed(store, 'shop', shopSeed);
  for (const key of flagKeys.slice(1)) await store.createFlag('shop', { key, kind: 'valve' }, author);
  const { token } = await store.createToken({ name: 'operator', role: 'operator' }, author);
  return { url, store, token };
}

/** Writes one flag through whichever replica answers, until `enough`. Gives each acknowledged revision with its share. */
async function keepWriting(
  replicas: readonly string[],
  token: string,
  key: string,
  isEnough: () => boolean,
): Promise<ReadonlyMap<number, number>> {
  const acknowledged = new Map<number, number>();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  let turn = 0;
  let share = 0;
  while (!isEnough()) {
    const address = `${replicas[turn++ % replicas.length]}/api/v1/projects/shop/flags/${key}`;
    try {
      const { revision } = (await (await fetch(address, { headers })).json()) as Flag;
      share = (share + 1) % 10_001;
      const response = await fetch(`${address}/serving`, {
        method: 'PUT',
        headers: { ...headers, 'if-match': `"${revision}"` },
        body: JSON.stringify({ environment: 'production', serving: open(share) }),
      });
      if (response.status === 200) acknowledged.set(Number(((await response.json()) as Flag).revision), share);
      else await response.body?.cancel();
    } catch (error) {
      // That replica is dead: what it was asked last may have been made or not.
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return acknowledged;
}

it('loses no acknowledged change when one of two is killed under load, and every subscriber sees every revision', async () => {
  const { url, store, token } = await createShop();
  const [first, second] = [await startChild('', [], url), await startChild('', [], url)];
  const begin = Number(await store.revision('shop'));
  // One listens at the replica that dies and goes on at the other one with Last-Event-ID, two at the one that stays.
  const readers = [[first.url, second.url], [second.url], [second.url, second.url]].map((urls) =>
    createRevisionReader(urls, token),
  );
  onTestFinished(() => readers.forEach((reader) => reader.close()));
  await Promise.all(readers.map((reader) => reader.isOpen));

  const soFar = async (): Promise<number> => Number(await store.revision('shop')) - begin;
  let isEnough = false;
  const writers = flagKeys.map((key) => keepWriting([first.url, second.url], token, key, () => isEnough));
  await expect.poll(soFar, { timeout: 15_000 }).toBeGreaterThan(60);
  const died = once(first.child, 'exit');
  first.child.kill('SIGKILL');
  await died;
  const atDeath = await soFar();
  await expect.poll(soFar, { timeout: 15_000 }).toBeGreaterThan(atDeath + 60);
  isEnough = true;
  const acknowledged = await Promise.all(writers);

  const end = Number(await store.revision('shop'));
  const entries = await store.entriesSince('shop', begin, 100_000);
  expect(entries.map(({ revision }) => Number(revision))).toEqual(range(begin + 1, end));
  const written = new Map(entries.map((entry) => [Number(entry.revision), entry]));
  for (const [index, changes] of acknowledged.entries()) {
    expect(changes.size).toBeGreaterThan(0);
    for (const [revision, share] of changes) {
      expect(written.get(revision)).toMatchObject({ flagKey: flagKeys[index], after: open(share) });
    }
  }
  expect(await store.verifyAudit()).toMatchObject({ ok: true });
  for (const reader of readers) {
    await expect.poll(() => reader.revisions.at(-1), { timeout: 10_000 }).toBe(end);
    expect(reader.revisions).toEqual(range(begin + 1, end));
  }
}, 60_000);

it('refuses the second of two changes that were made for the same revision on different replicas', async () => {
  const { url, store, token } = await createShop();
  const replicas = [await startChild('', [], url), await startChild('', [], url)];
  const { revision } = await store.flag('shop', 'recommendations');
  const answers = await Promise.all(
    replicas.map(async (replica, index) => {
      const response = await fetch(`${replica.url}/api/v1/projects/shop/flags/recommendations/serving`, {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'if-match': `"${revision}"`,
        },
        body: JSON.stringify({ environment: 'production', serving: open(100 * (index + 1)) }),
      });
      return { status: response.status, body: (await response.json()) as { error?: { current: Flag } } };
    }),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const refused = answers.find(({ status }) => status === 409);
  expect(refused?.body.error?.current.revision).toBe((await store.flag('shop', 'recommendations')).revision);
});

it('lets a token that is revoked at one replica do nothing more at the other, and ends its streams within a second', async () => {
  const { url, store, token } = await createShop();
  const other = await startChild('', [], url);
  const reader = createRevisionReader([other.url], token);
  onTestFinished(() => reader.close());
  await reader.isOpen;
  const id = (await store.tokens()).find(({ name }) => name === 'operator')?.id ?? '';
  const began = performance.now();
  await store.revokeToken(id, author);
  await reader.hasEnded;
  expect(performance.now() - began).toBeLessThan(1_000);
  const answer = await fetch(`${other.url}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(401);
});

it('shows at each replica the servers that read flags from the other one, and what they hold', async () => {
  const { url, store } = await createShop();
  const [first, second] = await Promise.all([
    startTestControlPlane({ dataDir: '', store: url }),
    startTestControlPlane({ dataDir: '', store: url }),
  ]);
  onTestFinished(async () => {
    await Promise.all([first.close(), second.close()]);
  });
  const { token } = await sdkToken(first);
  await clientOn(flagdProvider(first, token, { datacenter: 'fra', server: 'fra-1' }));
  const fleetAt = async (plane: TestControlPlane): Promise<unknown> => {
    // What it does by itself every ten seconds: reads what the others wrote.
    await plane.evaluation.fleet.sweep();
    const { fleet } = (await call(plane, '/api/v1/projects/shop/fleet', { token: plane.viewerToken })).body as {
      fleet: readonly FleetServer[];
    };
    return fleet.map(({ server, connected, state, revision, differs }) => ({
      server,
      connected,
      state,
      revision,
      differs,
    }));
  };
  const seen = async (revision: string) => {
    const expected = [{ server: 'fra-1', connected: true, state: 'current', revision, differs: [] }];
    for (const plane of [first, second]) {
      await expect.poll(() => fleetAt(plane), { timeout: 15_000 }).toEqual(expected);
    }
  };
  await seen(await store.revision('shop'));
  // Changed at the replica that the server does not read from.
  await setServing(second, 'new-checkout', off);
  await seen(await store.revision('shop'));
}, 60_000);

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}
