/** What a change has to do, and what it must not. */
import { expect } from 'vitest';
import { writeRefusal } from '../../../../server/src/control-planes/refusal.ts';
import type { ControlPlane } from '../../../../server/src/control-planes/control-plane.ts';
import type { Serving } from '../../../../server/src/core/model.ts';
import { openShare } from '../../../../server/src/core/state/serving.ts';
import { changeTo, failure, mainScope, read, type Case, type Stage } from '../stage.ts';
import type { ShopRole } from '../subject.ts';

/** Shares in 1/100 %: nothing, the least, the usual, the awkward, all but the least, everything. */
const shares = [0, 1, 100, 2_500, 3_333, 9_999, 10_000];

/** Changes the share, and insists that the answer, a fresh reading and the control plane itself agree. */
async function set(stage: Stage, controlPlane: ControlPlane, key: string, share: number): Promise<void> {
  const change = changeTo(stage, await read(controlPlane, key), share);
  expect(writeRefusal(controlPlane, change)).toBeNull();
  const written = await controlPlane.write(change);
  const fresh = await read(stage.open(), key);
  for (const flag of [written, fresh]) {
    const state = flag.environments[stage.subject.main] ?? expect.fail(`${key} lost its state`);
    expect([flag.key, openShare(flag, state.serving)]).toEqual([key, share]);
  }
  expect(written.revision).toBe(fresh.revision);
  expect((await stage.subject.truth(key)).share).toBe(share);
}

/** A change that has to be refused, before and after it was sent, and leaves everything as it is. */
async function expectRefused(
  stage: Stage,
  controlPlane: ControlPlane,
  change: Parameters<ControlPlane['write']>[0],
  said: 'before' | 'after' = 'before',
): Promise<void> {
  const before = await stage.subject.truth(stage.key('valve'));
  if (said === 'before') expect(writeRefusal(controlPlane, change)).toEqual(expect.stringMatching(/\S.*\.$/));
  const error = await failure(controlPlane.write(change));
  expect(['invalid', 'unsupported', 'not-found', 'forbidden']).toContain(error.kind);
  expect(error.message).toMatch(/[.?!]$/);
  expect(stage.proxy.requests.filter((request) => stage.isWrite(request))).toEqual([]);
  expect(await stage.subject.truth(stage.key('valve'))).toEqual(before);
}

export const writingCases: readonly Case[] = [
  {
    title: 'turns a switch on and off, and says what it serves then',
    needs: ['switch'],
    async run(stage) {
      const controlPlane = stage.open();
      await set(stage, controlPlane, stage.key('killSwitch'), 10_000);
      await set(stage, controlPlane, stage.key('killSwitch'), 0);
      await set(stage, controlPlane, stage.key('switch'), 0);
      await set(stage, controlPlane, stage.key('switch'), 10_000);
    },
  },
  {
    title: 'changes nothing but what was asked for',
    needs: ['switch', 'environments'],
    async run(stage) {
      const controlPlane = stage.open();
      const before = await controlPlane.readFlags();
      await set(stage, controlPlane, stage.key('killSwitch'), 10_000);
      const after = await stage.open().readFlags();
      const others = (flags: typeof before.flags): unknown =>
        flags.filter(({ key }) => key !== stage.key('killSwitch')).map(({ key, revision }) => [key, revision]);
      expect(others(after.flags)).toEqual(others(before.flags));
      const other = stage.subject.other ?? '';
      const servingIn = ({ flags }: typeof before): unknown =>
        flags.find(({ key }) => key === stage.key('killSwitch'))?.environments[other]?.serving;
      expect(servingIn(after)).toEqual(servingIn(before));
    },
  },
  {
    title: 'sets a share in whatever step it said, and refuses what lies between the steps',
    needs: ['valve'],
    timeoutMs: 60_000,
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('valve');
      for (const share of shares) {
        if (share % controlPlane.capabilities.shareStep === 0) {
          await set(stage, controlPlane, key, share);
          continue;
        }
        stage.proxy.reset();
        const change = changeTo(stage, await read(controlPlane, key), share);
        await expectRefused(stage, controlPlane, change);
        expect(writeRefusal(controlPlane, change)).toContain(`${share / 100} %`);
      }
    },
  },
  {
    title: 'opens a valve that was never open no wider than asked, at no moment',
    needs: ['valve'],
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('dark');
      const seen: (number | null)[] = [];
      const change = changeTo(stage, await read(controlPlane, key), 100);
      stage.proxy.on((request) => stage.isWrite(request), {
        after: async () => seen.push((await stage.subject.truth(key)).share),
      });
      await controlPlane.write(change);
      expect((await stage.subject.truth(key)).share).toBe(100);
      if (stage.definition.reach === 'http') expect(seen.length).toBeGreaterThan(0);
      expect(seen.filter((share) => share === null || share > 100)).toEqual([]);
    },
  },
  {
    title: 'writes nothing where nothing is to be changed',
    needs: ['switch'],
    async run(stage) {
      const controlPlane = stage.open();
      const before = await stage.subject.truth(stage.key('switch'));
      await controlPlane.write(changeTo(stage, await read(controlPlane, stage.key('switch')), 10_000));
      expect(await stage.subject.truth(stage.key('switch'))).toEqual(before);
    },
  },
  {
    title: 'leaves the rules of a flag alone, whatever it does to it',
    needs: ['switch', 'targeting'],
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('targeted');
      const before = await stage.subject.truth(key);
      const flag = await read(controlPlane, key);
      const servings: readonly Serving[] = [
        changeTo(stage, flag, 10_000).serving ?? expect.fail(),
        changeTo(stage, flag, 0).serving ?? expect.fail(),
      ];
      for (const serving of servings) {
        const now = await read(controlPlane, key);
        const change = { ...changeTo(stage, now, 0), serving };
        const said = writeRefusal(controlPlane, change);
        const outcome = await controlPlane.write(change).then(
          () => 'written',
          (error: { kind: string }) => error.kind,
        );
        if (said !== null) expect(['invalid', 'unsupported']).toContain(outcome);
        else expect(outcome).toBe('written');
        expect((await stage.subject.truth(key)).rest).toEqual(before.rest);
      }
    },
  },
  {
    title: 'changes flags whose keys hold slashes, colons, dots, percent signs and spaces, and no others',
    needs: ['switch'],
    async run(stage) {
      const controlPlane = stage.open();
      for (const key of stage.subject.hostileKeys) await set(stage, controlPlane, key, 10_000);
      for (const key of stage.subject.hostileKeys) expect((await stage.subject.truth(key)).share).toBe(10_000);
      expect((await stage.subject.truth(stage.key('killSwitch'))).share).toBe(0);
    },
  },
  ...(['.', '..', '', 'no-such-flag', '../../projects'] as const).map((key): Case => ({
    title: `refuses to change a flag that does not exist (${JSON.stringify(key)})`,
    needs: ['switch'],
    async run(stage) {
      if (stage.subject.hostileKeys.includes(key)) return;
      const controlPlane = stage.open();
      const change = { ...changeTo(stage, await read(controlPlane, stage.key('killSwitch')), 10_000), key };
      // A key that cannot be addressed may be refused before the flag is looked for.
      await expectWrongKey(stage, controlPlane, change);
    },
  })),
  {
    title: 'refuses datacenters and servers where there are none',
    needs: ['switch'],
    async run(stage) {
      if (stage.can('datacenters')) return;
      const controlPlane = stage.open();
      const change = changeTo(stage, await read(controlPlane, stage.key('killSwitch')), 10_000);
      stage.proxy.reset();
      await expectRefused(stage, controlPlane, { ...change, scope: { ...change.scope, datacenter: 'fra' } });
      await expectRefused(stage, controlPlane, {
        ...change,
        scope: { ...change.scope, datacenter: 'fra', server: 'fra-1' },
      });
    },
  },
  {
    title: 'refuses an environment that does not exist, and taking away an override that an environment cannot have',
    needs: ['switch'],
    async run(stage) {
      const controlPlane = stage.open();
      const change = changeTo(stage, await read(controlPlane, stage.key('killSwitch')), 10_000);
      const refuse = async (wrong: Parameters<ControlPlane['write']>[0]): Promise<void> => {
        const error = await failure(controlPlane.write(wrong));
        expect(['invalid', 'unsupported', 'not-found']).toContain(error.kind);
        expect((await stage.subject.truth(stage.key('killSwitch'))).share).toBe(0);
      };
      await refuse({ ...change, scope: { ...change.scope, environment: 'moon' } });
      await refuse({ ...change, serving: null });
    },
  },
  {
    title: 'refuses to change an archived flag',
    needs: ['switch', 'archived'],
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('archived');
      const flag = await read(controlPlane, key);
      const change = changeTo(stage, flag, 10_000);
      const error = await failure(controlPlane.write(change));
      expect(['invalid', 'not-found']).toContain(error.kind);
      expect((await read(stage.open(), key)).archivedAt).not.toBeNull();
    },
  },
  {
    title: 'changes a datacenter and a server alone, and lets them follow again',
    needs: ['datacenters', 'switch'],
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('killSwitch');
      const { environments } = await controlPlane.readFlags();
      const datacenter = environments.find(({ key: name }) => name === stage.subject.main)?.datacenters[0]?.key;
      const scope = { ...mainScope(stage), datacenter: datacenter ?? expect.fail('no datacenter') };
      const change = changeTo(stage, await read(controlPlane, key), 10_000);
      const narrow = await controlPlane.write({ ...change, scope });
      expect(narrow.environments[stage.subject.main]?.scopes).toMatchObject([{ datacenter, serving: change.serving }]);
      expect((await stage.subject.truth(key)).share).toBe(0);
      const wide = await controlPlane.write({
        ...change,
        scope,
        serving: null,
        expectedRevision: narrow.revision ?? '',
      });
      expect(wide.environments[stage.subject.main]?.scopes).toEqual([]);
    },
  },
  {
    title: 'can change nothing, and says so before and after',
    async run(stage) {
      if (stage.can('switch')) return;
      const controlPlane = stage.open();
      for (const role of ['switch', 'killSwitch'] satisfies ShopRole[]) {
        const flag = await read(controlPlane, stage.key(role));
        stage.proxy.reset();
        await expectRefused(stage, controlPlane, changeTo(stage, flag, role === 'switch' ? 0 : 10_000));
      }
    },
  },
];

async function expectWrongKey(
  stage: Stage,
  controlPlane: ControlPlane,
  change: Parameters<ControlPlane['write']>[0],
): Promise<void> {
  stage.proxy.reset();
  const before = await stage.subject.truth(stage.key('killSwitch'));
  const error = await failure(controlPlane.write(change));
  expect(['not-found', 'invalid']).toContain(error.kind);
  expect(await stage.subject.truth(stage.key('killSwitch'))).toEqual(before);
}
