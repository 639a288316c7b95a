/** Applications with the official OpenFeature providers and no code of ours: several servers at once, in two datacenters. */
import { ProviderEvents, ProviderStatus, type Client } from '@openfeature/server-sdk';
import { describe, expect, it } from 'vitest';
import type { TestControlPlane } from '../../support/control-plane.ts';
import { off, on, open } from '../client.ts';
import { clientOn, flagdProvider, nextEvent, ofrepProvider, sdkToken, setServing, startShop } from './servers.ts';

const places = [
  { datacenter: 'fra', server: 'fra-1' },
  { datacenter: 'fra', server: 'fra-2' },
  { datacenter: 'iad', server: 'iad-1' },
];
const users = Array.from({ length: 2000 }, (_, n) => `user-${n}`);

async function startServers(plane: TestControlPlane, token: string): Promise<readonly Client[]> {
  return Promise.all(places.map((place) => clientOn(flagdProvider(plane, token, place))));
}

const readSwitch = (clients: readonly Client[]): Promise<boolean[]> =>
  Promise.all(clients.map((client) => client.getBooleanValue('new-checkout', false)));

const inside = async (client: Client, users: readonly string[]): Promise<Set<string>> => {
  const values = await Promise.all(
    users.map((targetingKey) => client.getBooleanValue('recommendations', false, { targetingKey })),
  );
  return new Set(users.filter((_, index) => values[index]));
};

describe('the in-process provider', () => {
  it('sees what its own server serves, as soon as it changes', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const servers = await startServers(plane, token);
    expect(await readSwitch(servers)).toEqual([true, true, true]);

    await setServing(plane, 'new-checkout', off, { datacenter: 'fra' });
    await expect.poll(() => readSwitch(servers)).toEqual([false, false, true]);
    await setServing(plane, 'new-checkout', on, { datacenter: 'fra', server: 'fra-2' });
    await expect.poll(() => readSwitch(servers)).toEqual([false, true, true]);
    await setServing(plane, 'new-checkout', null, { datacenter: 'fra' });
    await setServing(plane, 'new-checkout', off);
    await expect.poll(() => readSwitch(servers)).toEqual([false, true, false]);
  });

  it('keeps everybody inside when a valve is opened further, and is the same as OFREP', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const [, , iad] = places;
    const flagd = await clientOn(flagdProvider(plane, token, iad));
    const ofrep = await clientOn(ofrepProvider(plane, token, iad));
    let before = new Set<string>();
    for (const share of [100, 2500, 2501, 7000, 10000]) {
      const changed = nextEvent(flagd, ProviderEvents.ConfigurationChanged);
      await setServing(plane, 'recommendations', open(share), iad);
      await changed;
      const now = await inside(flagd, users);
      expect([...before].filter((user) => !now.has(user))).toEqual([]);
      expect(Math.abs(now.size / users.length - share / 10000)).toBeLessThan(0.04);
      const some = users.slice(0, 200);
      expect(await inside(ofrep, some)).toEqual(new Set(some.filter((user) => now.has(user))));
      before = now;
    }
  });

  it('is given the default value in the code for a disabled or archived flag, and metadata without its token', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    await setServing(plane, 'new-checkout', { kind: 'off' });
    const client = await clientOn(flagdProvider(plane, token, places[0]));
    expect(await client.getBooleanDetails('new-checkout', true)).toMatchObject({ value: true, reason: 'DISABLED' });
    expect(await client.getBooleanDetails('old-search', true)).toMatchObject({ errorCode: 'FLAG_NOT_FOUND' });
    const details = await client.getStringDetails('button-color', '#000');
    expect(details).toMatchObject({ value: '#00f', variant: 'blue', reason: 'STATIC' });
    expect(details.flagMetadata).toMatchObject({ flagSetId: 'shop/production', owner: 'team-growth', kind: 'variant' });
    expect(JSON.stringify(details)).not.toContain(token);
  });

  it('keeps its last values when the control plane is gone, and says that they are stale', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const client = await clientOn(flagdProvider(plane, token, places[0]));
    const stale = nextEvent(client, ProviderEvents.Stale);
    await plane.close();
    await stale;
    expect(client.providerStatus).toBe(ProviderStatus.STALE);
    expect(await client.getBooleanValue('new-checkout', false)).toBe(true);
  });

  it('is cut off within a second when its token is revoked, and others go on', async () => {
    const plane = await startShop();
    const [mine, other] = [await sdkToken(plane), await sdkToken(plane)];
    const [first, second] = await Promise.all([
      clientOn(flagdProvider(plane, mine.token, places[0])),
      clientOn(flagdProvider(plane, other.token, places[1])),
    ]);
    const stale = nextEvent(first, ProviderEvents.Stale);
    const started = performance.now();
    await plane.store.revokeToken(mine.id, { name: 'mia', tokenId: null });
    await stale;
    expect(performance.now() - started).toBeLessThan(1000);
    await expect.poll(() => plane.evaluation.streams().sync).toBe(1);
    await setServing(plane, 'new-checkout', off);
    await expect.poll(() => readSwitch([second])).toEqual([false]);
    expect(await readSwitch([first])).toEqual([true]);
  });
});

describe('the OFREP provider', () => {
  it('sees what its own server serves', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const servers = await Promise.all(places.map((place) => clientOn(ofrepProvider(plane, token, place))));
    await setServing(plane, 'new-checkout', off, { datacenter: 'iad' });
    await setServing(plane, 'new-checkout', off, { datacenter: 'fra', server: 'fra-2' });
    expect(await readSwitch(servers)).toEqual([true, false, false]);
  });

  it('gives the default value in the code where the flag is disabled, unknown or of another type', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const client = await clientOn(ofrepProvider(plane, token));
    await setServing(plane, 'new-checkout', { kind: 'off' });
    expect(await client.getBooleanValue('new-checkout', true)).toBe(true);
    expect(await client.getBooleanDetails('nothing', true)).toMatchObject({ value: true, errorCode: 'FLAG_NOT_FOUND' });
    expect(await client.getNumberDetails('button-color', 7)).toMatchObject({ value: 7, errorCode: 'TYPE_MISMATCH' });
    expect(await client.getBooleanDetails('recommendations', true)).toMatchObject({
      value: true,
      errorCode: 'TARGETING_KEY_MISSING',
    });
  });
});
