/** The adapter of LaunchDarkly against a fake of it: changes, tokens, rollbacks, beside what all adapters have to pass. */
import { describe, expect, it } from 'vitest';
import type { ControlPlane } from '../../../server/src/control-planes/control-plane.ts';
import {
  asked,
  connect,
  failure,
  fake,
  inProduction,
  isOn,
  patches,
  production,
  read,
  rollBack,
  start,
  valve,
  write,
} from './connect.ts';
import { off, on, open, rollout, rule, targeted } from './flags.ts';

const setShare = (weight: number): object => ({
  kind: 'updateFallthroughVariationOrRollout',
  rolloutWeights: { 'new-checkout-a': weight, 'new-checkout-b': 100_000 - weight },
});
const turnOff = { kind: 'turnFlagOff' };

describe('a change', () => {
  it('is one semantic patch with the comment, and read back', async () => {
    await start([inProduction({ ...rollout([25_000, 75_000], { contextKind: 'shop' }) })]);
    const flag = await write(connect(), open(5_000), ' Half of the shops ');
    const share = { ...setShare(50_000), rolloutContextKind: 'shop' };
    expect(patches()).toEqual([
      { environmentKey: 'production', comment: 'Half of the shops', instructions: [share, { kind: 'turnFlagOn' }] },
    ]);
    expect(flag.environments).toMatchObject({ production: { serving: open(5_000) }, staging: { serving: off } });
    expect(fake.requests.at(-1)).toMatchObject({ method: 'GET', url: '/api/v2/flags/shop/new-checkout' });
  });

  it('to what it is sends nothing', async () => {
    await start([isOn]);
    await write(connect(), on);
    expect(patches()).toEqual([]);
  });

  it('leaves rules alone: off and on again, and what the others get', async () => {
    await start([inProduction({ on: true, rules: [rule], ...rollout([10_000, 90_000]) })]);
    const plane = connect();
    expect((await write(plane, off)).environments['production']?.serving).toEqual(off);
    expect((await write(plane, targeted(open(1_000)))).environments['production']?.serving).toEqual(
      targeted(open(1_000)),
    );
    expect((await write(plane, targeted(on))).environments['production']?.serving).toEqual(targeted(on));
    expect((await failure(write(plane, open(5_000)))).message).toContain('decide for some');
    expect(fake.flag('new-checkout').environments['production']?.rules).toEqual([rule]);
    expect(patches()).toHaveLength(3);
  });

  it('where a comment is wanted needs a reason, and is not sent without', async () => {
    await start([isOn], { environments: [{ key: 'production', requireComments: true }] });
    const plane = connect();
    for (const reason of [null, '  ']) {
      const error = await failure(write(plane, off, reason));
      expect([error.kind, error.message]).toEqual(['invalid', expect.stringContaining('give a reason')]);
    }
    expect(patches()).toEqual([]);
    await write(plane, off, 'too many errors');
    expect(patches()).toHaveLength(1);
  });

  it('that needs an approval was not made, and says where to ask for it', async () => {
    await start([isOn]);
    fake.requireApprovals(['production']);
    const error = await failure(write(connect(), off));
    expect(error.kind).toBe('approval');
    expect(error.message).toContain('Approval is required to make this request');
    expect(error.message).toContain(`${fake.url}/shop/production/features/new-checkout`);
    expect(fake.flag('new-checkout').environments['production']?.on).toBe(true);
  });

  it('that would break a pending one says which', async () => {
    await start([isOn]);
    fake.refuseNextPatch('pending');
    const error = await failure(write(connect(), off));
    expect([error.kind, error.message]).toEqual([
      'invalid',
      expect.stringContaining('would cause a scheduled change to fail'),
    ]);
    expect(fake.requests.filter(({ url }) => url.includes('ignoreConflicts'))).toEqual([]);
  });

  it('at the same time as another is a conflict with the flag as it is', async () => {
    await start([isOn]);
    fake.refuseNextPatch('conflict');
    const error = await failure(write(connect(), off));
    expect([error.kind, error.current?.environments['production']?.serving]).toEqual(['conflict', on]);
    expect(error.message).toContain('Optimistic lock error');
  });

  it('over another in between is reported, though it was done', async () => {
    await start([valve(25_000)]);
    fake.beforeNextPatch(() => fake.edit('new-checkout', 'production', setShare(60_000)));
    const error = await failure(write(connect(), open(3_000)));
    expect([error.kind, error.message]).toEqual(['conflict', expect.stringContaining('that change may be lost')]);
    expect(error.current?.environments['production']?.serving).toEqual(open(3_000));
  });

  it('of two instructions is one change', async () => {
    await start([inProduction({ on: false })]);
    expect((await write(connect(), open(3_000))).environments['production']?.serving).toEqual(open(3_000));
  });

  it('of rules in between is reported, too', async () => {
    await start([valve(25_000)]);
    fake.beforeNextPatch(() =>
      fake.rewrite('new-checkout', 'production', 'updateRules', (config) => config.rules.push(rule)),
    );
    const error = await failure(write(connect(), open(3_000)));
    expect([error.kind, error.current?.environments['production']?.serving]).toEqual([
      'conflict',
      targeted(open(3_000)),
    ]);
  });

  it('that has no effect is not called done', async () => {
    await start([isOn]);
    fake.ignoreNextPatch();
    const error = await failure(write(connect(), off));
    expect([error.kind, error.current?.environments['production']?.serving]).toEqual(['conflict', on]);
    expect(error.message).toContain('the flag serves something else');
  });

  it('of another environment in between is none of its business', async () => {
    await start([valve(25_000)]);
    fake.beforeNextPatch(() => fake.edit('new-checkout', 'staging', { kind: 'turnFlagOn' }));
    expect((await write(connect(), open(3_000))).environments['staging']?.serving).toEqual(on);
  });
});

describe('a token', () => {
  const refusal = async (token: string): Promise<string | null | undefined> => {
    const plane = connect(token);
    await plane.readFlags();
    return plane.refusal?.({ key: 'new-checkout', scope: production, serving: off });
  };
  const onlyReads = expect.stringContaining('The LaunchDarkly token may only read');

  it('that may only read is told before it tries', async () => {
    await start([isOn]);
    expect(await refusal('api-reader')).toEqual(onlyReads);
    const error = await failure(write(connect('api-reader'), off));
    expect([error.kind, patches()]).toEqual(['forbidden', []]);
  });

  it('with a role of its own is not judged by the role it would have without', async () => {
    await start([isOn], { tokens: { custom: { role: 'reader', customRoleIds: ['flags'] } } });
    expect(await refusal('custom')).toBeNull();
  });

  it('that may not look at itself is judged by its member', async () => {
    await start([isOn], { tokens: { blind: { role: '', isBlind: true } }, memberRole: 'reader' });
    expect(await refusal('blind')).toEqual(onlyReads);
    await fake.close();
    await start([isOn], { tokens: { blind: { role: '', isBlind: true } } });
    expect(await refusal('blind')).toBeNull();
  });

  it('is asked about once', async () => {
    await start([isOn]);
    const plane = connect();
    await plane.readFlags();
    await plane.readFlags();
    expect([asked('caller-identity'), asked('/tokens/')]).toEqual([1, 1]);
  });

  it('that LaunchDarkly denies this flag is told so', async () => {
    await start([inProduction({ on: true, _access: { denied: [{ action: 'updateOn', reason: {} }], allowed: [] } })]);
    expect(await refusal('api-writer')).toBe('LaunchDarkly does not let this token change the flag here.');
  });

  it('that is refused a change, but not the flag, is not called wrong', async () => {
    await start([isOn]);
    const plane = connect();
    const { key, revision } = await read(plane);
    fake.fail((path) => path === '/api/v2/flags/shop/new-checkout' && fake.requests.at(-1)?.method === 'PATCH', 401);
    const change = { key, scope: production, serving: off, expectedRevision: revision ?? '', reason: null };
    const error = await failure(plane.write(change));
    expect([error.kind, error.message]).toEqual(['auth', expect.stringContaining('its role does not allow a change')]);
  });
});

describe('a rollback', () => {
  const previous = (plane: ControlPlane) => plane.previousServing?.({ key: 'new-checkout', scope: production });

  it('undoes the last change, whoever made it, past changes of other things', async () => {
    await start([valve(25_000)]);
    fake.edit('new-checkout', 'production', setShare(60_000));
    fake.rewrite('new-checkout', 'production', 'updateTrackEvents', (config) => void (config.trackEvents = true));
    fake.edit('new-checkout', 'staging', { kind: 'turnFlagOn' });
    const plane = connect();
    await plane.readFlags();
    expect(await previous(plane)).toEqual({ kind: 'serving', serving: open(2_500) });
    const flag = await rollBack(plane);
    expect(flag.environments).toMatchObject({ production: { serving: open(2_500) }, staging: { serving: on } });
    expect(patches()).toMatchObject([{ comment: 'too many errors', instructions: [setShare(25_000)] }]);
  });

  it('of the switch and the share brings back both', async () => {
    await start([inProduction({ on: false })]);
    fake.edit('new-checkout', 'production', setShare(10_000), { kind: 'turnFlagOn' });
    await rollBack(connect());
    expect(fake.flag('new-checkout').environments['production']).toMatchObject({
      on: false,
      fallthrough: { variation: 0 },
    });
  });

  it('of a rollback is the change again', async () => {
    await start([isOn]);
    const plane = connect();
    await write(plane, off);
    expect((await rollBack(plane)).environments['production']?.serving).toEqual(on);
    expect((await rollBack(connect())).environments['production']?.serving).toEqual(off);
  });

  it('of a flag that was never changed says so', async () => {
    await start([isOn]);
    const plane = connect();
    await plane.readFlags();
    expect(await previous(plane)).toEqual({ kind: 'none' });
    const error = await failure(rollBack(plane));
    expect([error.kind, error.message]).toEqual(['invalid', expect.stringContaining('it was never changed')]);
  });

  it('of rules is left to LaunchDarkly', async () => {
    await start([isOn]);
    fake.rewrite('new-checkout', 'production', 'updateRules', (config) => config.rules.push(rule));
    const plane = connect();
    await plane.readFlags();
    expect(await previous(plane)).toEqual({ kind: 'unknown' });
    const error = await failure(rollBack(plane));
    expect([error.kind, error.message]).toEqual([
      'unsupported',
      expect.stringContaining('Undo the change in LaunchDarkly'),
    ]);
    expect(patches()).toEqual([]);
  });

  it('of rules and the share at once is left to LaunchDarkly, too', async () => {
    await start([inProduction({ on: true, rules: [rule] })]);
    fake.rewrite('new-checkout', 'production', 'updateRules', (config) => {
      config.rules = [{ ...rule, variation: 1 }];
      config.fallthrough = { variation: 1 };
    });
    expect((await failure(rollBack(connect()))).message).toContain('its last change was one of its rules');
    expect(patches()).toEqual([]);
  });

  it('is not guessed where the log does not lead to what is', async () => {
    await start([valve(25_000)]);
    fake.edit('new-checkout', 'production', turnOff);
    fake.flag('new-checkout').environments['production']!.on = true;
    const error = await failure(rollBack(connect()));
    expect([error.kind, error.message]).toEqual([
      'unsupported',
      expect.stringContaining('does not lead to what it is now'),
    ]);
    expect(patches()).toEqual([]);
  });

  it('without the audit log undoes what this adapter did, and only that', async () => {
    await start([valve(25_000)], { tokens: { 'api-writer': { role: 'writer', lacksHistory: true } } });
    const plane = connect();
    await write(plane, open(5_000));
    expect((await rollBack(plane)).environments['production']?.serving).toEqual(open(2_500));
    fake.edit('new-checkout', 'production', setShare(60_000));
    expect((await failure(rollBack(plane))).kind).toBe('forbidden');
    expect(fake.flag('new-checkout').environments['production']?.fallthrough.rollout?.variations[0]?.weight).toBe(
      60_000,
    );
  });

  it('of an archived flag is refused', async () => {
    await start([{ ...isOn, archived: true }]);
    const plane = connect();
    expect((await failure(rollBack(plane))).message).toContain('restore it there first');
  });
});

it('a page of a flag is the one LaunchDarkly links to', async () => {
  await start([isOn]);
  const plane = connect();
  await plane.readFlags();
  expect([
    await plane.dashboardUrl('new-checkout'),
    await plane.dashboardUrl('gone'),
    await plane.dashboardUrl(null),
  ]).toEqual([
    `${fake.url}/shop/production/features/new-checkout`,
    `${fake.url}/shop/~/features/gone`,
    `${fake.url}/shop/~/features`,
  ]);
});
