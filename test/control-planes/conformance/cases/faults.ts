/** What may go wrong while reading. None of it may look like a state. */
import { expect } from 'vitest';
import type { ControlPlaneErrorKind } from '../../../../server/src/control-planes/control-plane.ts';
import { startFaultServer, type Fault } from '../../../support/fault-server.ts';
import type { ProxiedRequest } from '../../../support/fault-proxy.ts';
import { everythingIn, failure, type Case } from '../stage.ts';

const all = (): boolean => true;

/** A number: the control plane's own answer with this status. */
type FaultOf = Fault | number;

const faults: readonly [title: string, fault: FaultOf, kinds: readonly ControlPlaneErrorKind[]][] = [
  ['401', 401, ['auth']],
  ['403', 403, ['forbidden']],
  ['404', 404, ['not-found']],
  ['500', 500, ['server']],
  [
    '502 of a gateway',
    { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' },
    ['server'],
  ],
  ['503 without a body', { status: 503 }, ['server']],
  ['silence', 'silent', ['timeout']],
  ['one byte and silence', 'drip', ['timeout']],
  ['a connection that breaks', 'reset', ['network']],
  ['a connection that breaks in the middle', 'cut-off', ['network']],
  ['half a document', 'cut-json', ['format']],
  ['nothing', 'empty', ['format']],
  ['a sign-in page', 'html', ['format']],
  ['JSON without a type', 'no-type', ['format']],
  ['JSON of something else', 'wrong-product', ['format']],
  ['an empty object', { body: {} }, ['format']],
  ['null', { body: null }, ['format']],
  ['a text', { headers: { 'content-type': 'application/json' }, body: '"ok"' }, ['format']],
  ['bytes that are no text', 'not-text', ['format']],
  ['more than 32 MiB', { body: { flags: 'x'.repeat(33 * 1024 * 1024) } }, ['format']],
];

const faultCases = faults.map(([title, fault, kinds]): Case => ({
  title: `answered with ${title}: an error that says so, and no state`,
  reach: 'http',
  async run(stage) {
    stage.proxy.on(all, { instead: typeof fault === 'number' ? stage.subject.answer(fault, 'Not today.') : fault });
    const isSlow = fault === 'silent' || fault === 'drip';
    const controlPlane = stage.open(isSlow ? { timeoutMs: 200 } : {});
    const error = await failure(controlPlane.readFlags());
    expect(kinds).toContain(error.kind);
    expect(error.message).toContain(`(${controlPlane.name})`);
    expect(error.message).toMatch(/[.?!]$/);
  },
}));

const partCase: Case = {
  title: 'without a part of the picture: incomplete, with the reason, or an error',
  reach: 'http',
  timeoutMs: 60_000,
  async run(stage) {
    expect(Object.keys(stage.subject.parts).length).toBeGreaterThan(0);
    const missing: readonly [string, Fault][] = [
      ['500', { status: 500 }],
      ['403', stage.subject.answer(403, 'Not this one.')],
      ['cut JSON', 'cut-json'],
      ['empty object', { body: {} }],
      ['reset', 'reset'],
    ];
    for (const [part, matches] of Object.entries(stage.subject.parts)) {
      for (const [name, fault] of missing) {
        stage.proxy.reset();
        let wasHit = false;
        const spy = (request: ProxiedRequest): boolean => {
          const isHit = matches(request);
          wasHit ||= isHit;
          return isHit;
        };
        stage.proxy.on(spy, { instead: fault });
        const outcome = await stage
          .open()
          .readFlags()
          .then(
            ({ complete, incompleteReason }) => ({ complete, reason: incompleteReason }),
            (error: Error) => ({ complete: false, reason: error.message }),
          );
        expect({ part, name, wasHit, complete: outcome.complete }).toEqual({
          part,
          name,
          wasHit: true,
          complete: false,
        });
        expect(outcome.reason).toEqual(expect.stringMatching(/\w{3}/));
      }
    }
  },
};

const lieCase: Case = {
  title: 'told lies about its pages: incomplete, with the reason, or an error, and never an endless loop',
  needs: ['pages'],
  reach: 'http',
  timeoutMs: 120_000,
  async run(stage) {
    const pages = stage.subject.pages ?? expect.fail('the subject says nothing about pages');
    await pages.fill();
    for (const [name, rewrite] of Object.entries(pages.lies)) {
      stage.proxy.reset();
      stage.proxy.on(pages.matches, { rewrite });
      const outcome = await stage
        .open()
        .readFlags()
        .then(
          ({ complete, incompleteReason }) => ({ complete, reason: incompleteReason }),
          (error: Error) => ({ complete: false, reason: error.message }),
        );
      expect({ name, complete: outcome.complete }).toEqual({ name, complete: false });
      expect(outcome.reason).toEqual(expect.stringMatching(/\w{3}/));
    }
  },
};

export const faultReadingCases: readonly Case[] = [
  ...faultCases,
  partCase,
  lieCase,
  {
    title: 'asked too often: says when to come back',
    reach: 'http',
    async run(stage) {
      const answer = stage.subject.answer(429, 'Too many requests.');
      stage.proxy.on(all, { instead: { ...answer, headers: { ...answer.headers, 'retry-after': '7' } } });
      const error = await failure(stage.open().readFlags());
      expect([error.kind, error.retryAfterMs]).toEqual(['rate-limit', 7_000]);
    },
  },
  {
    title: 'redirected: an error, and the token never reaches the other address',
    reach: 'http',
    async run(stage) {
      const thief = await startFaultServer({ body: {} });
      try {
        for (const status of [301, 302, 307, 308]) {
          stage.proxy.reset();
          stage.proxy.on(all, { instead: { status, headers: { location: `${thief.url}/` } } });
          expect((await failure(stage.open().readFlags())).kind).toBe('format');
        }
        expect(thief.requests).toEqual([]);
      } finally {
        await thief.close();
      }
    },
  },
  {
    title: 'asked with a wrong token, or none: says so',
    reach: 'http',
    async run(stage) {
      const wrong = await failure(stage.open({ token: 'slc_this-is-no-token' }).readFlags());
      expect(wrong.kind).toBe('auth');
      const none = await failure(stage.open({ token: null }).readFlags());
      expect(none.kind).toBe('auth');
      expect(none.message).toMatch(/sign in/i);
    },
  },
  {
    title: 'nowhere to be found: says so',
    reach: 'http',
    async run(stage) {
      const controlPlane = stage.open();
      await stage.proxy.close();
      const error = await failure(controlPlane.readFlags());
      expect(error.kind).toBe('network');
      expect(error.message).toContain('ECONNREFUSED');
    },
  },
  {
    title: 'waited for no longer than the caller does',
    reach: 'http',
    async run(stage) {
      stage.proxy.on(all, { instead: 'silent' });
      const controller = new AbortController();
      const answer = stage.open().readFlags({ signal: controller.signal });
      await expect.poll(() => stage.proxy.requests.length).toBeGreaterThan(0);
      controller.abort(new Error('closed the window'));
      await expect(answer).rejects.toThrow('closed the window');
    },
  },
  {
    title: 'sends its token in a header alone, and repeats it nowhere, even where the control plane does',
    reach: 'http',
    async run(stage) {
      const token = stage.subject.writer ?? expect.fail('the subject has no token');
      await stage.open().readFlags();
      expect(stage.proxy.requests.length).toBeGreaterThan(0);
      for (const { url, body } of stage.proxy.requests) expect(url + body).not.toContain(token);
      const errors: string[] = [];
      for (const status of [400, 401, 403, 404, 409, 422, 429, 500]) {
        stage.proxy.reset();
        stage.proxy.on(all, { instead: stage.subject.answer(status, `\u001B[2JNo, ${token}\r\n::error::x`) });
        errors.push(everythingIn(await failure(stage.open().readFlags())));
      }
      const everything = [...errors, ...stage.log].join('\n');
      expect(everything).not.toContain(token);
      expect(everything).not.toContain('\u001B');
    },
  },
];
