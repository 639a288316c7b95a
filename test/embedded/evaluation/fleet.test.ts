/** The fleet: which server holds what, seen by what it fetches. */
import { describe, expect, it } from 'vitest';
import type { FleetServer } from '../../../server/src/embedded/evaluation/fleet/fleet-server.ts';
import type { TestControlPlane } from '../../support/control-plane.ts';
import { call, off, on } from '../client.ts';
import { createDataDir } from '../data-dir.ts';
import { clientOn, flagdProvider, sdkToken, setServing, startShop } from './servers.ts';

const fleetOf = async (plane: TestControlPlane): Promise<readonly FleetServer[]> =>
  ((await call(plane, '/api/v1/projects/shop/fleet')).body as { fleet: FleetServer[] }).fleet;

async function poll(plane: TestControlPlane, token: string, datacenter: string, server: string): Promise<number> {
  const { status } = await call(plane, '/ofrep/v1/evaluate/flags', {
    method: 'POST',
    token,
    body: { context: {} },
    headers: { 'x-sluice-datacenter': datacenter, 'x-sluice-server': server, 'user-agent': 'shop/1' },
  });
  return status;
}

describe('the fleet', () => {
  it('shows who is connected and current, who is behind and what it really applies, and who is silent', async () => {
    let now = Date.parse('2026-11-01T09:00:00Z');
    const plane = await startShop({ now: () => new Date(now) });
    const { token } = await sdkToken(plane);
    await clientOn(flagdProvider(plane, token, { datacenter: 'fra', server: 'fra-1' }));
    await poll(plane, token, 'syd', 'syd-9');
    await setServing(plane, 'new-checkout', off);
    await setServing(plane, 'new-checkout', on, { datacenter: 'iad' });
    await setServing(plane, 'stop-payments', on);
    const expected = [
      {
        environment: 'production',
        datacenter: 'fra',
        server: 'fra-1',
        connected: true,
        via: 'flagd-sync',
        seenAt: '2026-11-01T09:00:00.000Z',
        revision: '16',
        behind: 0,
        state: 'current',
        differs: [],
        client: expect.stringContaining('grpc-node-js'),
      },
      {
        environment: 'production',
        datacenter: 'syd',
        server: 'syd-9',
        connected: false,
        via: 'ofrep',
        seenAt: '2026-11-01T09:00:00.000Z',
        revision: '13',
        behind: 2,
        state: 'behind',
        client: 'shop/1',
        differs: [
          {
            flagKey: 'new-checkout',
            serving: {
              kind: 'static',
              variant: 'on',
            },
          },
          {
            flagKey: 'stop-payments',
            serving: {
              kind: 'static',
              variant: 'off',
            },
          },
        ],
      },
    ];
    await expect.poll(() => fleetOf(plane)).toEqual(expected);
    now += 3 * 60_000 + 1;
    expect((await fleetOf(plane)).map(({ server, state }) => [server, state])).toEqual([
      ['fra-1', 'current'],
      ['syd-9', 'silent'],
    ]);
  });

  it('shows who still has an older definition on its way as behind, not as current', async () => {
    const plane = await startShop();
    const { definitions, fleet } = plane.evaluation;
    const scope = { project: 'shop', environment: 'production', datacenter: 'fra', server: 'fra-1' };
    await expect.poll(() => definitions.of(scope)?.revision).toBe('13');
    const connection = fleet.connect(scope, { via: 'flagd-sync', client: null });
    const sent = definitions.of(scope);
    if (!sent) throw new Error('The shop has this scope.');
    await setServing(plane, 'new-checkout', off);
    await expect.poll(() => definitions.of(scope)).not.toBe(sent);
    // A slow reader: what it was sent before the change arrives only now.
    connection?.hold(sent);
    const [server] = await fleet.describe('shop');
    expect(server).toMatchObject({ server: 'fra-1', revision: '13', behind: 1, state: 'behind' });
    expect(server?.differs).toEqual([{ flagKey: 'new-checkout', serving: on }]);
  });

  it('is part of the snapshot, with servers nobody declared, and its ETag changes when it does', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const read = () => call(plane, '/api/v1/projects/shop/snapshot');
    const before = await read();
    await poll(plane, token, 'syd', 'syd-9');
    const after = await read();
    expect(after.headers.get('etag')).not.toBe(before.headers.get('etag'));
    const { environments, fleet } = after.body as {
      environments: { key: string; datacenters: object[] }[];
      fleet: object[];
    };
    expect(environments.find(({ key }) => key === 'production')?.datacenters).toContainEqual({
      key: 'syd',
      servers: ['syd-9'],
    });
    expect(fleet).toMatchObject([{ server: 'syd-9', state: 'current' }]);
    await poll(plane, token, 'syd', 'syd-9');
    expect((await read()).headers.get('etag')).toBe(after.headers.get('etag'));
  });

  it('can be set apart, also where nobody declared a server: it is known by what it fetched', async () => {
    const plane = await startShop();
    const { token } = await sdkToken(plane);
    const place = { datacenter: 'syd', server: 'syd-9' };
    await expect(setServing(plane, 'new-checkout', off, place)).rejects.toThrow('There is no datacenter "syd"');
    await poll(plane, token, 'syd', 'syd-9');
    const set = () => setServing(plane, 'new-checkout', off, place).then(() => 'set', String);
    await expect.poll(set, { timeout: 3000 }).toBe('set');
    await expect(setServing(plane, 'new-checkout', off, { datacenter: 'syd', server: 'syd-8' })).rejects.toThrow(
      '"syd-8"',
    );
    await call(plane, '/api/v1/projects/shop/environments/production', { method: 'PUT', body: { critical: true } });
    const { environments } = await plane.store.flag('shop', 'new-checkout');
    expect(environments['production']?.scopes).toMatchObject([place]);
  });

  it('is known after a restart', async () => {
    const dataDir = createDataDir();
    const first = await startShop({ dataDir });
    const { token } = await sdkToken(first);
    await poll(first, token, 'fra', 'fra-1');
    await setServing(first, 'new-checkout', off);
    await first.close();
    const second = await startShop({ dataDir, seed: undefined });
    const { fleet } = { fleet: await second.evaluation.fleet.describe('shop') };
    expect(fleet).toMatchObject([{ server: 'fra-1', revision: '13', behind: 1, state: 'behind' }]);
  });

  it('refuses one more server than there is room for, unless one has been silent', async () => {
    let now = Date.parse('2026-11-01T09:00:00Z');
    const fleetLimits = { datacenters: 1, servers: 2 };
    const plane = await startShop({ now: () => new Date(now), evaluation: { fleetLimits } });
    const { token } = await sdkToken(plane);
    expect(await poll(plane, token, 'fra', 'fra-1')).toBe(200);
    expect(await poll(plane, token, 'fra', 'fra-2')).toBe(200);
    expect(await poll(plane, token, 'fra', 'fra-3')).toBe(429);
    expect(await poll(plane, token, 'iad', 'iad-1')).toBe(429);
    now += 3 * 60_000 + 1;
    expect(await poll(plane, token, 'fra', 'fra-2')).toBe(200);
    expect(await poll(plane, token, 'fra', 'fra-3')).toBe(200);
    expect((await fleetOf(plane)).map(({ server }) => server)).toEqual(['fra-2', 'fra-3']);
  });
});
