/** Reading LaunchDarkly's flags from a fake of it: what is LaunchDarkly's own, beside what all adapters have to pass. */
import { describe, expect, it } from 'vitest';
import { asked, connect, failure, fake, isOn, log, now, read, start, write } from './connect.ts';
import { off, on } from './flags.ts';

describe('reading', () => {
  it('puts each environment, the deprecated and the archived flags together', async () => {
    await start([
      isOn,
      { key: 'old-banner', deprecated: true },
      { key: 'old-search', archived: true, archivedDate: now },
    ]);
    const snapshot = await connect().readFlags();
    expect(snapshot).toMatchObject({
      controlPlane: {
        kind: 'launchdarkly',
        name: `LaunchDarkly project shop at ${fake.url}`,
        url: `${fake.url}/shop/~/features`,
      },
      environments: [
        { key: 'production', critical: true, datacenters: [] },
        { key: 'staging', critical: false, datacenters: [] },
      ],
      complete: true,
      incompleteReason: null,
      readAt: '2026-11-23T12:00:00.000Z',
    });
    const told = snapshot.flags.map(({ key, staleMark, environments }) => [
      key,
      staleMark,
      environments['production']?.serving,
      environments['staging']?.serving,
    ]);
    expect(told).toEqual([
      ['new-checkout', null, on, off],
      ['old-banner', 'deprecated', off, off],
      ['old-search', null, { kind: 'off' }, { kind: 'off' }],
    ]);
    expect(log).toEqual([]);
  });

  it('asks for deprecated flags once where there are none', async () => {
    await start([isOn], { environments: ['production', 'staging', 'test'].map((key) => ({ key })) });
    await connect().readFlags();
    expect([asked('state%3Alive'), asked('state%3Adeprecated'), asked('state%3Aarchived')]).toEqual([3, 1, 1]);
  });

  it('reads the environments it was told to, and no others', async () => {
    await start([isOn]);
    const { environments, flags } = await connect('api-writer', { only: ['staging'] }).readFlags();
    expect([environments.map(({ key }) => key), Object.keys(flags[0]?.environments ?? {})]).toEqual([
      ['staging'],
      ['staging'],
    ]);
    expect(asked('env=production')).toBe(0);
  });

  it('says which environment it was told to read is not there', async () => {
    await start([isOn]);
    const error = await failure(connect('api-writer', { only: ['staging', 'prod'] }).readFlags());
    expect([error.kind, error.message]).toEqual([
      'not-found',
      expect.stringContaining('the project has no environment prod; it has production, staging.'),
    ]);
  });

  it('takes an environment that wants changes confirmed for a critical one', async () => {
    await start([isOn], { environments: [{ key: 'eu', confirmChanges: true }, { key: 'test' }] });
    const { environments } = await connect().readFlags();
    expect(environments.map(({ critical }) => critical)).toEqual([true, false]);
  });

  it('judges by critical environments whether a flag does anything', async () => {
    await start([isOn]);
    fake.setStatus('production', 'new-checkout', {
      name: 'launched',
      lastRequested: '2026-11-22 18:17:01.514000+00:00',
    });
    const flag = await read(connect());
    expect(flag.staleMark).toBe('launched in production');
    expect(flag.environments['production']?.lastEvaluatedAt).toBe('2026-11-22T18:17:01.514Z');
    expect(flag.environments['staging']?.lastEvaluatedAt).toBeNull();
  });

  it('without one environment is incomplete, and holds the others', async () => {
    await start([isOn]);
    fake.fail((path) => path.includes('env=staging'), 500);
    const plane = connect();
    const { complete, incompleteReason, flags, environments } = await plane.readFlags();
    expect([complete, incompleteReason]).toEqual([
      false,
      expect.stringContaining('What flags serve in staging is not known: '),
    ]);
    expect(Object.keys(flags[0]?.environments ?? {})).toEqual(['production']);
    expect(environments.map(({ key }) => key)).toEqual(['production', 'staging']);
    expect(log).toEqual([expect.stringContaining('staging is not known')]);
    // Nothing has changed for those who work with what is there.
    expect((await write(plane, off)).environments['production']?.serving).toEqual(off);
  });

  it('without any environment is an error', async () => {
    await start([isOn]);
    fake.fail((path) => path.includes('env='), 403);
    expect((await failure(connect().readFlags())).kind).toBe('forbidden');
  });

  it('without knowing when flags were evaluated is complete, and says so once', async () => {
    await start([isOn]);
    fake.fail((path) => path.includes('flag-statuses'), 403);
    const plane = connect();
    await plane.readFlags();
    const { complete, flags } = await plane.readFlags();
    expect([complete, flags[0]?.staleMark, flags[0]?.environments['production']?.lastEvaluatedAt]).toEqual([
      true,
      null,
      null,
    ]);
    expect(log).toEqual([expect.stringContaining('When flags of production were evaluated is not known: ')]);
  });

  it('of a flag that cannot be read is incomplete, and holds the others', async () => {
    await start([isOn, { key: 'of-tomorrow', variations: [] }]);
    const { complete, incompleteReason, flags } = await connect().readFlags();
    expect([complete, incompleteReason]).toEqual([
      false,
      expect.stringContaining('1 flag could not be read: of-tomorrow ('),
    ]);
    expect(flags.map(({ key }) => key)).toEqual(['new-checkout']);
  });

  it('of a list that changes from one environment to the next is incomplete', async () => {
    await start([isOn]);
    const plane = connect();
    fake.beforeNext(
      (path) => path.includes('env=staging'),
      () => fake.add([{ key: 'brand-new' }]),
    );
    expect(await plane.readFlags()).toMatchObject({
      complete: false,
      incompleteReason: expect.stringContaining('changed while it was read'),
    });
    expect((await plane.readFlags()).complete).toBe(true);
  });

  it('stops at a limit of requests, and says when to go on', async () => {
    await start([isOn], { environments: ['a', 'b', 'c', 'd'].map((key) => ({ key })) });
    fake.limit((path) => path.includes('env=b'), { 'x-ratelimit-reset': String(now + 4_000) });
    const error = await failure(connect().readFlags());
    expect([error.kind, error.retryAfterMs]).toEqual(['rate-limit', 4_000]);
    expect([asked('env=b'), asked('env=c'), asked('env=d'), asked('archived'), asked('flag-statuses')]).toEqual([
      1, 0, 0, 0, 0,
    ]);
  });

  it('does not lose what it has when the limit is reached at the end', async () => {
    await start([isOn]);
    fake.limit((path) => path.includes('flag-statuses/shop/production'));
    expect((await connect().readFlags()).complete).toBe(true);
    expect(asked('flag-statuses')).toBe(1);
  });

  it('keeps no key of an SDK', async () => {
    await start([isOn]);
    expect(JSON.stringify([await connect().readFlags(), log])).not.toContain('secret');
  });
});
