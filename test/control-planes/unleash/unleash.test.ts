/** What is Unleash's own, on the real server; what every adapter has to do is in conformance.test.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ControlPlane } from '../../../server/src/control-planes/control-plane.ts';
import type { Flag, Serving } from '../../../server/src/core/model.ts';
import { silentLog } from '../../../server/src/control-planes/log.ts';
import { openShare } from '../../../server/src/core/state/serving.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { startUnleash, unleashMissing, type Unleash } from '../../support/unleash.ts';
import { openWith } from '../conformance/open.ts';

const missing = unleashMissing();
const isRequired = process.env['SLUICE_REQUIRE_SERVERS'] !== undefined;
const features = '/api/admin/projects/default/features';
const on: Serving = { kind: 'static', variant: 'on' };
const openTo = (share: number): Serving => ({
  kind: 'fractional',
  shares: [
    { variant: 'on', share },
    { variant: 'off', share: 10_000 - share },
  ],
});

describe.skipIf(missing !== null && !isRequired)(`Unleash${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let server: Unleash;
  let proxy: FaultProxy;
  let number = 0;
  let key = '';

  beforeAll(async () => {
    server = await startUnleash({ searchesPerMinute: 15 });
    proxy = await startFaultProxy(() => server.url);
    await server.ask('POST', features, { name: 'old-search', type: 'release' });
    await server.ask('DELETE', `${features}/old-search`);
  }, 120_000);
  afterAll(async () => {
    await proxy?.close();
    await server?.stop();
  }, 30_000);
  beforeEach(async () => {
    proxy.reset();
    key = `banner-${(number += 1)}`;
    await server.ask('POST', features, { name: key, type: 'release' });
  });

  const open = (config: { readonly [name: string]: unknown } = {}): ControlPlane =>
    openWith({ kind: 'unleash', ...config }, { url: proxy.url, token: server.editorToken, log: silentLog });
  const read = async (controlPlane: ControlPlane): Promise<Flag> =>
    (await controlPlane.readFlags()).flags.find((flag) => flag.key === key) ?? expect.fail(`there is no ${key}`);
  const write = (controlPlane: ControlPlane, flag: Flag, environment: string, serving: Serving): Promise<Flag> =>
    controlPlane.write({
      key,
      scope: { environment, datacenter: null, server: null },
      serving,
      expectedRevision: flag.revision ?? '',
      reason: null,
    });
  const shareIn = (flag: Flag, environment: string): number | null =>
    openShare(flag, flag.environments[environment]?.serving ?? expect.fail(`no state in ${environment}`));

  it('a project that does not exist is an error, although Unleash answers with an empty list', async () => {
    await expect(open({ project: 'shop' }).readFlags()).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('there is no project "shop"'),
    });
  });

  it('a flag without a strategy is turned on for everybody, whatever the environment adds by itself', async () => {
    await server.ask('POST', '/api/admin/projects/default/environments/development/default-strategy', {
      name: 'flexibleRollout',
      parameters: { rollout: '25', stickiness: 'default', groupId: 'shop' },
      constraints: [],
    });
    const controlPlane = open();
    const flag = await write(controlPlane, await read(controlPlane), 'development', on);
    expect(shareIn(flag, 'development')).toBe(10_000);
    expect(shareIn(flag, 'production')).toBe(0);
  });

  it('somebody who sets another share right before it is switched on is noticed in the event log', async () => {
    const controlPlane = open();
    const flag = await read(controlPlane);
    proxy.on(({ url }) => url.endsWith('/on'), {
      before: async () => {
        const strategies = `${features}/${key}/environments/production/strategies`;
        const [{ id }] = (await server.ask('GET', strategies)) as [{ id: string }];
        await server.ask('PATCH', `${strategies}/${id}`, [{ op: 'replace', path: '/parameters/rollout', value: '1' }]);
        await server.ask('PATCH', `${strategies}/${id}`, [{ op: 'replace', path: '/parameters/rollout', value: '5' }]);
      },
    });
    const error: unknown = await write(controlPlane, flag, 'production', openTo(500)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ kind: 'conflict', current: { key } });
    expect(error).toHaveProperty('message', expect.stringContaining('admin changed it at the same moment'));
  });

  it('what a change was is told with its author and undone, one switch at a time', async () => {
    const controlPlane = open();
    const scope = { environment: 'production', datacenter: null, server: null };
    const flag = await write(controlPlane, await read(controlPlane), 'production', openTo(2_500));
    expect(flag.environments['production']).toMatchObject({ changedBy: 'mia@example.com' });
    expect(await controlPlane.previousServing?.({ key, scope })).toEqual({
      kind: 'serving',
      serving: { kind: 'static', variant: 'off' },
    });
    const back = await controlPlane.rollback({ key, scope, expectedRevision: flag.revision ?? '', reason: null });
    expect(shareIn(back, 'production')).toBe(0);
    const again = await controlPlane.rollback({ key, scope, expectedRevision: back.revision ?? '', reason: null });
    expect(shareIn(again, 'production')).toBe(2_500);
  });

  it('a rollback that would take a strategy away is not tried', async () => {
    await server.ask('POST', `${features}/${key}/environments/production/strategies`, {
      name: 'flexibleRollout',
      parameters: { rollout: '25' },
    });
    const controlPlane = open();
    const { revision } = await read(controlPlane);
    const scope = { environment: 'production', datacenter: null, server: null };
    expect(await controlPlane.previousServing?.({ key, scope })).toEqual({ kind: 'unknown' });
    await expect(
      controlPlane.rollback({ key, scope, expectedRevision: revision ?? '', reason: null }),
    ).rejects.toMatchObject({ kind: 'unsupported' });
  });

  it('searching too often leaves archived flags as they were known, and is said where nothing was known', async () => {
    const controlPlane = open();
    const archived = async (plane: ControlPlane): Promise<unknown> => {
      const { flags, complete, incompleteReason } = await plane.readFlags();
      return { complete, incompleteReason, archived: flags.some((flag) => flag.archivedAt !== null) };
    };
    expect(await archived(controlPlane)).toEqual({ complete: true, incompleteReason: null, archived: true });
    for (let search = 0; search < 15; search += 1)
      await server.ask('GET', '/api/admin/search/features?limit=1').catch(() => undefined);
    expect(await archived(controlPlane)).toEqual({ complete: true, incompleteReason: null, archived: true });
    expect(await archived(open())).toEqual({
      complete: false,
      incompleteReason: expect.stringMatching(/Archived flags may be missing: .*asked too often \(429\)/),
      archived: false,
    });
    // Something was archived since: what was known does not do any more.
    await server.ask('DELETE', `${features}/${key}`);
    expect(await archived(controlPlane)).toMatchObject({ complete: false });
  });
});
