/** What a server that lags behind really applies, told from the audit log. */
import { describe, expect, it } from 'vitest';
import type { Flag, Scope, Serving } from '../../../server/src/core/model.ts';
import { anyRevision } from '../../../server/src/embedded/store/unit-of-work.ts';
import { lagOf, undo } from '../../../server/src/embedded/evaluation/fleet/history.ts';
import type { TestControlPlane } from '../../support/control-plane.ts';
import { off, on, open } from '../client.ts';
import { author, setServing, startShop } from './servers.ts';
import { randomNumbers } from './shop-flags.ts';

const flagsOf = async (plane: TestControlPlane): Promise<Map<string, Flag>> =>
  new Map((await plane.store.snapshot('shop')).flags.map((flag) => [flag.key, flag]));

/** What decides what is served, without who changed it when, and in an order of its own. */
const essence = (flags: Iterable<Flag>): unknown =>
  [...flags]
    .map(({ key, archivedAt, environments }) => ({
      key,
      isArchived: archivedAt !== null,
      environments: Object.entries(environments).map(([environment, { serving, scopes }]) => ({
        environment,
        serving,
        scopes: scopes.map(({ datacenter, server, serving: own }) => JSON.stringify([datacenter, server, own])).sort(),
      })),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));

async function change(plane: TestControlPlane, random: () => number): Promise<void> {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
  const key = pick(['recommendations', 'new-checkout']);
  const [datacenter, server] = pick([
    [null, null],
    ['fra', null],
    ['fra', 'fra-1'],
    ['iad', null],
  ] as const);
  const scope: Scope = { environment: pick(['production', 'staging']), datacenter, server };
  const valve: Serving[] = [open(1000), open(9000)];
  const serving = pick<Serving | null>([on, off, { kind: 'off' }, ...(key === 'recommendations' ? valve : []), null]);
  const what = random();
  // What is refused (an archived flag, nothing to roll back, no such place) is no part of the history.
  const attempt =
    what < 0.1
      ? plane.store.patchFlag(
          'shop',
          key,
          { archived: random() < 0.25, owner: 'x"; archivedAt: "a" → null' },
          anyRevision,
          author,
        )
      : what < 0.2
        ? plane.store.rollBack('shop', key, { scope, reason: null }, anyRevision, author)
        : what < 0.25
          ? plane.store.createFlag('shop', { key: `flag-${Math.floor(random() * 1e9)}`, kind: 'switch' }, author)
          : plane.store.changeServing('shop', key, { scope, serving, reason: null }, anyRevision, author);
  await attempt.catch(() => undefined);
}

describe('history', () => {
  it.each([1, 2, 3])('applied backwards gives the state at each revision (seed %i)', async (seed) => {
    const plane = await startShop();
    const random = randomNumbers(seed);
    const states = new Map([[await plane.store.revision('shop'), essence((await flagsOf(plane)).values())]]);
    const first = await plane.store.revision('shop');
    for (let n = 0; n < 120; n++) {
      await change(plane, random);
      states.set(await plane.store.revision('shop'), essence((await flagsOf(plane)).values()));
    }
    const now = await flagsOf(plane);
    for (const [revision, expected] of states) {
      const entries = await plane.store.entriesSince('shop', Number(revision), 1000);
      const then = new Map<string, Flag | null>(now);
      for (const entry of entries.toReversed()) {
        if (entry.flagKey !== null) then.set(entry.flagKey, undo(then.get(entry.flagKey) ?? null, entry));
      }
      expect(essence([...then.values()].filter((flag) => flag !== null))).toEqual(expected);
    }
    expect(states.size).toBeGreaterThan(40);
    expect(Number(await plane.store.revision('shop'))).toBeGreaterThan(Number(first));
  });

  it('counts only what changes what the server applies', async () => {
    const plane = await startShop();
    const held = Number(await plane.store.revision('shop'));
    const scope = { project: 'shop', environment: 'production', datacenter: 'fra', server: 'fra-1' };
    const lag = async () => lagOf(await flagsOf(plane), scope, await plane.store.entriesSince('shop', held, 100));
    await setServing(plane, 'new-checkout', off, { environment: 'staging' });
    await setServing(plane, 'new-checkout', off, { datacenter: 'iad' });
    await plane.store.patchFlag('shop', 'new-checkout', { owner: 'team-basket' }, anyRevision, author);
    expect(await lag()).toEqual({ behind: 0, differs: [] });
    await setServing(plane, 'new-checkout', off);
    expect(await lag()).toEqual({ behind: 1, differs: [{ flagKey: 'new-checkout', serving: on }] });
    await setServing(plane, 'new-checkout', on, { datacenter: 'fra', server: 'fra-1' });
    expect(await lag()).toEqual({ behind: 2, differs: [] });
  });
});
