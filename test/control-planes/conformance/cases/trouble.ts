/** What may go wrong with a change: refusals, other people, lost answers. */
import { expect } from 'vitest';
import type { ControlPlaneErrorKind, FlagWrite } from '../../../../server/src/control-planes/control-plane.ts';
import { rollbackRefusal, writeRefusal } from '../../../../server/src/control-planes/refusal.ts';
import { openShare } from '../../../../server/src/core/state/serving.ts';
import { writeServing } from '../../../../server/src/session/write.ts';
import { startFaultServer, type Fault } from '../../../support/fault-server.ts';
import type { ProxiedRequest } from '../../../support/fault-proxy.ts';
import { changeTo, everythingIn, failure, read, type Case, type Stage } from '../stage.ts';

/** The change "turn the kill switch on", based on what is there now. */
async function flip(stage: Stage, controlPlane = stage.open()): Promise<FlagWrite> {
  const change = changeTo(stage, await read(controlPlane, stage.key('killSwitch')), 10_000);
  stage.proxy.reset();
  return change;
}

function writes(stage: Stage): readonly ProxiedRequest[] {
  return stage.proxy.requests.filter((request) => stage.isWrite(request));
}

/** Nothing was sent twice. */
function expectNoRepetition(stage: Stage): void {
  const sent = writes(stage).map(({ method, url, body }) => `${method} ${url} ${body}`);
  expect(new Set(sent).size).toBe(sent.length);
}

const refusals: readonly [status: number, kinds: readonly ControlPlaneErrorKind[]][] = [
  [400, ['invalid']],
  [401, ['auth']],
  [403, ['forbidden']],
  [404, ['not-found']],
  [429, ['rate-limit']],
  [500, ['server']],
];

const refusalCases = refusals.map(([status, kinds]): Case => ({
  title: `a change answered with ${status}: an error that says so, and nothing is tried again`,
  needs: ['switch'],
  reach: 'http',
  async run(stage) {
    const controlPlane = stage.open();
    const change = await flip(stage, controlPlane);
    const token = stage.subject.writer ?? '';
    stage.proxy.on((request) => stage.isWrite(request), {
      instead: stage.subject.answer(status, `Not today, ${token}`),
    });
    const error = await failure(controlPlane.write(change));
    expect(kinds).toContain(error.kind);
    expect(error.message).toContain('stop-payments');
    expect(everythingIn(error)).not.toContain(token || 'nothing');
    expect(writes(stage)).toHaveLength(1);
    expect((await stage.subject.truth(change.key)).share).toBe(0);
  },
}));

const unanswered: readonly [title: string, fault: Fault][] = [
  ['silence', 'silent'],
  ['a connection that breaks', 'reset'],
  ['a gateway that gave up', { status: 504 }],
];

const unansweredCases = unanswered.map(([title, fault]): Case => ({
  title: `a change answered with ${title}, and not made: nobody says that it was, and it is not sent again`,
  needs: ['switch'],
  reach: 'http',
  async run(stage) {
    const change = await flip(stage);
    const controlPlane = stage.open({ timeoutMs: fault === 'silent' ? 1_000 : 10_000 });
    stage.proxy.on((request) => stage.isWrite(request), { instead: fault });
    const error = await failure(writeServing(controlPlane, change));
    expect(['timeout', 'unknown', 'conflict']).toContain(error.kind);
    expectNoRepetition(stage);
    expect((await stage.subject.truth(change.key)).share).toBe(0);
  },
}));

export const troubleCases: readonly Case[] = [
  ...refusalCases,
  ...unansweredCases,
  {
    title: 'a change that was made, but whose answer is lost: read back, and not sent again',
    needs: ['switch'],
    reach: 'http',
    async run(stage) {
      for (const lost of ['reset', 'cut-off', { status: 504 }] satisfies Fault[]) {
        await stage.subject.reset();
        const controlPlane = stage.open();
        const change = await flip(stage, controlPlane);
        stage.proxy.on((request) => stage.isWrite(request), { lost }, 1);
        const outcome = await writeServing(controlPlane, change).then(
          (flag) => openShare(flag, flag.environments[stage.subject.main]?.serving ?? expect.fail()),
          (error: { kind: string }) => error.kind,
        );
        const { share } = await stage.subject.truth(change.key);
        // Where it takes several requests, the first one's lost answer leaves it undone; then nobody may call it done.
        if (share === 10_000) expect(outcome).toBe(10_000);
        else expect(['timeout', 'unknown', 'conflict', 'server']).toContain(outcome);
        expectNoRepetition(stage);
      }
    },
  },
  {
    title: 'a change that was made, but cannot be read back: nobody says that it was not made',
    needs: ['switch'],
    reach: 'http',
    async run(stage) {
      const controlPlane = stage.open();
      const change = await flip(stage, controlPlane);
      stage.proxy.on((request) => stage.isWrite(request), {
        after: () => Promise.resolve(stage.proxy.on((request) => !stage.isWrite(request), { instead: 'reset' })),
      });
      const outcome = await controlPlane.write(change).then(
        (flag) => openShare(flag, flag.environments[stage.subject.main]?.serving ?? expect.fail()),
        (error: { kind: string }) => error.kind,
      );
      expect((await stage.subject.truth(change.key)).share).toBe(10_000);
      expect([10_000, 'timeout']).toContain(outcome);
    },
  },
  {
    title: 'a change that needs an approval: says so, and changes nothing',
    needs: ['switch', 'approval'],
    reach: 'http',
    async run(stage) {
      const controlPlane = stage.open();
      const change = await flip(stage, controlPlane);
      const approval = stage.subject.approval ?? expect.fail('the subject does not say how an approval is asked for');
      stage.proxy.on((request) => stage.isWrite(request), { instead: approval });
      const error = await failure(controlPlane.write(change));
      expect(error.kind).toBe('approval');
      expect(error.message).toMatch(/approv/i);
      expect(writes(stage)).toHaveLength(1);
    },
  },
  {
    title: 'a redirected change: an error, and the token never reaches the other address',
    needs: ['switch'],
    reach: 'http',
    async run(stage) {
      const controlPlane = stage.open();
      const change = await flip(stage, controlPlane);
      const thief = await startFaultServer({ body: {} });
      try {
        for (const status of [302, 307, 308]) {
          stage.proxy.reset();
          const redirect = { status, headers: { location: `${thief.url}/` } };
          stage.proxy.on((request) => stage.isWrite(request), { instead: redirect });
          expect((await failure(controlPlane.write(change))).kind).toBe('format');
        }
        expect(thief.requests).toEqual([]);
      } finally {
        await thief.close();
      }
    },
  },
  {
    title: 'a change by somebody who has not seen the latest one: a conflict that holds it',
    needs: ['switch'],
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('valve');
      const seen = changeTo(stage, await read(controlPlane, key), 0);
      await stage.subject.change(key, 5_000);
      stage.proxy.reset();
      const error = await failure(controlPlane.write(seen));
      expect(error.kind).toBe('conflict');
      const state =
        error.current?.environments[stage.subject.main] ?? expect.fail('the conflict does not hold the flag');
      expect(openShare(error.current ?? expect.fail(), state.serving)).toBe(5_000);
      expect((await stage.subject.truth(key)).share).toBe(5_000);
    },
  },
  {
    title: 'a change while somebody else makes one: refused, or told that theirs was overwritten',
    needs: ['switch', 'valve'],
    reach: 'http',
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('valve');
      const change = changeTo(stage, await read(controlPlane, key), 7_500);
      stage.proxy.reset();
      stage.proxy.on((request) => stage.isWrite(request), { before: () => stage.subject.change(key, 5_000) }, 1);
      const error = await failure(controlPlane.write(change));
      expect(error.kind).toBe('conflict');
      const { share } = await stage.subject.truth(key);
      if (stage.definition.capabilities.lostUpdates === 'refused') expect(share).toBe(5_000);
      const current = error.current ?? expect.fail('the conflict does not hold the flag');
      expect(openShare(current, current.environments[stage.subject.main]?.serving ?? expect.fail())).toBe(share);
    },
  },
  {
    title: 'a change with a token that may only read: said before it is tried',
    needs: ['switch', 'roles'],
    async run(stage) {
      const controlPlane = stage.open({ token: stage.subject.reader ?? expect.fail('no token that may only read') });
      const change = await flip(stage, controlPlane);
      expect(writeRefusal(controlPlane, change)).toMatch(/\S.*\.$/);
      expect((await failure(controlPlane.write(change))).kind).toBe('forbidden');
      expect((await stage.subject.truth(change.key)).share).toBe(0);
    },
  },
  {
    title: 'a rollback brings back what was served before, as it said it would',
    needs: ['rollback', 'valve'],
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('valve');
      const before = await read(controlPlane, key);
      const changed = await controlPlane.write(changeTo(stage, before, 7_500));
      const { scope } = changeTo(stage, changed, 0);
      const previous = await controlPlane.previousServing?.({ key, scope });
      if (previous?.kind !== 'serving') return expect.fail(`it does not know what was served: ${previous?.kind}`);
      expect(openShare(before, previous.serving)).toBe(2_500);
      expect(rollbackRefusal(controlPlane, { key, scope, serving: previous.serving })).toBeNull();
      const expectedRevision = changed.revision ?? '';
      const back = await controlPlane.rollback({ key, scope, expectedRevision, reason: 'conformance' });
      expect(openShare(back, back.environments[stage.subject.main]?.serving ?? expect.fail())).toBe(2_500);
      expect((await stage.subject.truth(key)).share).toBe(2_500);
    },
  },
  {
    title: "a rollback after somebody else's change undoes that, or says that it cannot",
    needs: ['rollback', 'valve'],
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('valve');
      await controlPlane.write(changeTo(stage, await read(controlPlane, key), 7_500));
      await stage.subject.change(key, 5_000);
      const { expectedRevision, scope } = changeTo(stage, await read(controlPlane, key), 0);
      const previous = await controlPlane.previousServing?.({ key, scope });
      const flag = await read(controlPlane, key);
      if (previous?.kind === 'serving') expect(openShare(flag, previous.serving)).toBe(7_500);
      const outcome = await controlPlane.rollback({ key, scope, expectedRevision, reason: null }).then(
        () => 'done',
        (error: { kind: string }) => error.kind,
      );
      expect(['done', 'invalid', 'unsupported']).toContain(outcome);
      expect((await stage.subject.truth(key)).share).toBe(outcome === 'done' ? 7_500 : 5_000);
    },
  },
  {
    title: 'a rollback by somebody who has not seen the latest change: a conflict',
    needs: ['rollback', 'valve'],
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('valve');
      const changed = await controlPlane.write(changeTo(stage, await read(controlPlane, key), 7_500));
      const { expectedRevision, scope } = changeTo(stage, changed, 0);
      await stage.subject.change(key, 5_000);
      expect((await failure(controlPlane.rollback({ key, scope, expectedRevision, reason: null }))).kind).toBe(
        'conflict',
      );
      expect((await stage.subject.truth(key)).share).toBe(5_000);
    },
  },
  {
    title: 'a rollback where there is nothing to roll back, or no rollback at all: an error, and nothing changes',
    async run(stage) {
      const controlPlane = stage.open();
      const key = stage.key('dark');
      const { revision } = await read(controlPlane, key);
      const scope = { environment: stage.subject.main, datacenter: null, server: null };
      const before = await stage.subject.truth(key);
      const previous = (await controlPlane.previousServing?.({ key, scope })) ?? { kind: 'unknown' };
      expect(['none', 'unknown', 'serving']).toContain(previous.kind);
      const error = await failure(
        controlPlane.rollback({ key, scope, expectedRevision: revision ?? '', reason: null }),
      );
      if (stage.can('rollback')) expect(['invalid', 'unsupported']).toContain(error.kind);
      else {
        expect(error.kind).toBe('unsupported');
        expect(rollbackRefusal(controlPlane, { key, scope })).toMatch(/\S.*\.$/);
      }
      expect(await stage.subject.truth(key)).toEqual(before);
    },
  },
];
