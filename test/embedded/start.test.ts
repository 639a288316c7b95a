/** Starting: the first token, addresses, seeds, and what can go wrong. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLog } from '../../server/src/embedded/log.ts';
import { applySeed, type Seed } from '../../server/src/embedded/seed.ts';
import {
  startControlPlane,
  type ControlPlaneOptions,
  type RunningControlPlane,
} from '../../server/src/embedded/start.ts';
import { openStore } from '../../server/src/embedded/store/open-store.ts';

import { shopSeed } from '../support/control-plane.ts';
import { createDataDir, tamper } from './data-dir.ts';
import { off, on } from './client.ts';

const now = () => new Date('2026-11-01T09:00:00Z');

async function start(options: Partial<ControlPlaneOptions> = {}): Promise<RunningControlPlane> {
  const defaults = {
    dataDir: ':memory:',
    host: '127.0.0.1',
    port: 0,
    project: 'shop',
    log: silentLog,
    assets: new Map(),
    now,
  };
  const plane = await startControlPlane({ ...defaults, ...options });
  onTestFinished(() => plane.close());
  return plane;
}

describe('the first start', () => {
  it('makes the project and one administrator, whose token it gives out once', async () => {
    const dataDir = createDataDir();
    const first = await start({ dataDir });
    const headers = { authorization: `Bearer ${first.adminToken}` };
    expect(await (await fetch(`${first.url}/api/v1/session`, { headers })).json()).toMatchObject({
      name: 'admin',
      role: 'admin',
      via: 'token',
    });
    expect(await first.store.projects()).toEqual(['shop']);
    await first.close();
    await first.close();
    const second = await start({ dataDir });
    expect(second.adminToken).toBeNull();
    expect((await fetch(`${second.url}/api/v1/session`, { headers })).status).toBe(200);
  });

  it('serves the dashboard', async () => {
    const plane = await start({ assets: undefined });
    for (const [path, type] of [
      ['/', 'text/html'],
      ['/dashboard.css', 'text/css'],
      ['/dashboard.js', 'text/javascript'],
    ]) {
      const response = await fetch(plane.url + path);
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        200,
        `${type}; charset=utf-8`,
      ]);
    }
  });
});

describe('addresses', () => {
  it('uses the public one in links, and answers to it', async () => {
    const plane = await start({ publicUrl: 'https://flags.shop.example/' });
    expect(plane.url).toBe('https://flags.shop.example');
    expect(await plane.createSignInLink()).toMatch(/^https:\/\/flags\.shop\.example\/sign-in\?code=/);
    await plane.store.createFlag('shop', { key: 'gift-wrap', kind: 'switch' }, { name: 'mia', tokenId: null });
    expect((await plane.store.flag('shop', 'gift-wrap')).url).toBe('https://flags.shop.example/#/flag/gift-wrap');
  });

  it.each([
    'flags.shop.example',
    'ftp://flags.shop.example',
    'https://flags.shop.example/sluice',
    'https://a:b@flags.shop.example',
  ])('refuses %s as the public one', async (publicUrl) => {
    await expect(start({ publicUrl })).rejects.toThrow('an http or https address without a path');
  });

  it('warns when tokens would travel in clear', async () => {
    const warnings: string[] = [];
    const log = { ...silentLog, warn: (text: string) => void warnings.push(text) };
    await start({ host: '0.0.0.0', log });
    expect(warnings).toEqual([expect.stringContaining('without encryption')]);
    await start({ host: '0.0.0.0', log, publicUrl: 'https://flags.shop.example' });
    expect(warnings).toHaveLength(1);
  });
});

describe('what can go wrong', () => {
  it('says that the port is taken; the next start is the first one still', async () => {
    const dataDir = createDataDir();
    const { port } = await start();
    await expect(start({ dataDir, port, seed: shopSeed })).rejects.toThrow(`Port ${port} of 127.0.0.1 is taken`);
    const plane = await start({ dataDir, seed: shopSeed });
    expect(plane.adminToken).not.toBeNull();
    expect(await plane.store.tokens()).toHaveLength(1);
  });

  it('says that an address is not of this machine', async () => {
    await expect(start({ host: '192.0.2.1' })).rejects.toThrow('192.0.2.1 is not an address of this machine.');
  });

  it('reports an audit log that somebody changed', async () => {
    const dataDir = createDataDir();
    await (await start({ dataDir, seed: shopSeed })).close();
    tamper(dataDir, "DROP TRIGGER audit_keeps_content; UPDATE audit SET actor = 'ben' WHERE id = 2");
    const errors: string[] = [];
    await start({ dataDir, log: { ...silentLog, error: (text) => void errors.push(text) } });
    expect(errors).toEqual([expect.stringContaining('row 2 was changed')]);
  });
});

describe('a seed', () => {
  const environments = [{ key: 'production', critical: true }];
  const giftWrap = { key: 'gift-wrap', kind: 'switch', createdAt: '2026-09-01T00:00:00Z' } as const;

  it('writes a history: who changed what, when, in which order', async () => {
    const store = await openStore({ dataDir: ':memory:', now });
    onTestFinished(() => store.close());
    await applySeed(store, 'shop', {
      environments,
      flags: [
        {
          ...giftWrap,
          createdBy: 'mia',
          changes: [
            { at: '-10d', by: 'ben', environment: 'production', serving: off, reason: 'Paper ran out' },
            { at: '2026-10-01T00:00:00Z', by: 'mia', environment: 'production', serving: on },
          ],
        },
      ],
    } satisfies Seed);
    expect(
      (await store.history('shop', 'gift-wrap', 10)).map(({ at, actor, action, reason }) => [
        at,
        actor,
        action,
        reason,
      ]),
    ).toEqual([
      ['2026-10-22T09:00:00.000Z', 'ben', 'serving-changed', 'Paper ran out'],
      ['2026-10-01T00:00:00.000Z', 'mia', 'serving-changed', null],
      ['2026-09-01T00:00:00.000Z', 'mia', 'flag-created', null],
    ]);
    expect((await store.flag('shop', 'gift-wrap')).environments['production']?.constantSince).toBe(
      '2026-10-22T09:00:00.000Z',
    );
    expect((await store.verifyAudit()).ok).toBe(true);
  });

  it.each<[string, unknown, string]>([
    ['no object', [], 'The seed is not valid.\nseed: '],
    ['an unknown property', { environments, flags: [], flag: [] }, 'The seed is not valid.\nseed: '],
    [
      'a time in words',
      { environments, flags: [{ ...giftWrap, createdAt: 'yesterday' }] },
      'flags.0.createdAt: a time is ISO 8601 such as',
    ],
    ['the future', { environments, flags: [{ ...giftWrap, createdAt: '2027-01-01T00:00:00Z' }] }, 'is in the future'],
    [
      'a change before the flag',
      {
        environments,
        flags: [{ ...giftWrap, changes: [{ at: '2026-01-01T00:00:00Z', environment: 'production', serving: on }] }],
      },
      'before the flag was created',
    ],
    [
      'an unknown environment',
      { environments, flags: [{ ...giftWrap, changes: [{ at: '-1d', environment: 'prod', serving: on }] }] },
      'nothing was written. Flag "gift-wrap": There is no environment "prod"',
    ],
    ['a flag twice', { environments, flags: [giftWrap, giftWrap] }, 'There is already a flag "gift-wrap"'],
  ])('is refused as a whole: %s', async (_what, seed, message) => {
    const dataDir = createDataDir();
    await expect(start({ dataDir, seed })).rejects.toThrow(message);
    const store = await openStore({ dataDir });
    expect([await store.projects(), await store.tokens()]).toEqual([[], []]);
    await store.close();
  });

  it('is refused where there are flags already', async () => {
    const dataDir = createDataDir();
    await (await start({ dataDir, seed: shopSeed })).close();
    await expect(start({ dataDir, seed: shopSeed })).rejects.toThrow('Project "shop" has flags already');
  });
});
