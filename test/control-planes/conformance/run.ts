/**
 * The cases that every adapter has to pass. A test of an adapter is its subject and `describeConformance(subject)`.
 * What a control plane cannot do is left out only where its definition says so, with the reason.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { abilities, type Ability } from '../../../server/src/control-planes/definition.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { faultReadingCases } from './cases/faults.ts';
import { readingCases } from './cases/reading.ts';
import { troubleCases } from './cases/trouble.ts';
import { writingCases } from './cases/writing.ts';
import { keyOf, type Case, type Stage } from './stage.ts';
import type { RunningSubject, Subject } from './subject.ts';

const cases: readonly Case[] = [...readingCases, ...faultReadingCases, ...writingCases, ...troubleCases];

/** Runs all cases against the subject; where it is missing here, says so, or fails with SLUICE_REQUIRE_SERVERS set. */
export function describeConformance(subject: Subject): void {
  const { definition } = subject;
  const title = `${definition.title} (${definition.testedAgainst})`;
  const missing = subject.missing ?? null;
  if (missing !== null && !process.env['SLUICE_REQUIRE_SERVERS']) {
    describe.skip(`${title}: ${missing}`, () => it.skip('every case', () => undefined));
    return;
  }
  describe(title, () => {
    let running: RunningSubject;
    let proxy: FaultProxy;
    const log: string[] = [];

    beforeAll(async () => {
      if (missing !== null) throw new Error(`SLUICE_REQUIRE_SERVERS is set, and ${missing}.`);
      running = await subject.start();
    }, 120_000);
    afterAll(async () => running?.stop(), 30_000);
    beforeEach(async () => {
      log.length = 0;
      await running.reset();
      proxy = await startFaultProxy(() => running.url);
    }, 60_000);
    afterEach(() => proxy.close());

    const stage = (): Stage => ({
      definition,
      subject: running,
      proxy,
      log,
      open: (options = {}) => {
        const note = (message: string): void => void log.push(message);
        const url = definition.reach === 'file' ? running.url : proxy.url;
        return running.open({ url, token: running.writer, log: { debug: note, warn: note }, ...options });
      },
      key: (role) => keyOf(running, role),
      can: (ability) => definition.cannot[ability] === undefined,
      isWrite: (request) => running.isWrite?.(request) ?? request.method !== 'GET',
    });

    for (const { title: name, needs = [], reach, timeoutMs = 20_000, run } of cases) {
      const lacking = needs.find((ability) => definition.cannot[ability] !== undefined);
      if (reach === 'http' && definition.reach === 'file') continue;
      if (lacking === undefined) it(name, { timeout: timeoutMs }, () => run(stage()));
      else it.skip(`${name} (no: ${definition.cannot[lacking]})`, () => undefined);
    }

    it('says what it cannot do in words of its own, and has the capabilities it says', () => {
      const { capabilities, cannot } = definition;
      for (const reason of Object.values(cannot)) expect(reason).toMatch(/^\S.{8,}[^.]$/);
      const can = (ability: Ability): boolean => cannot[ability] === undefined;
      expect(Object.keys(cannot).filter((ability) => !(ability in abilities))).toEqual([]);
      expect({ write: can('switch'), rollback: can('rollback'), subscribe: can('live') }).toEqual({
        write: capabilities.write,
        rollback: capabilities.rollback,
        subscribe: capabilities.subscribe,
      });
      expect(can('datacenters')).toBe(capabilities.narrowestScope !== 'environment');
      expect(stage().open().capabilities).toEqual(capabilities);
      expect(stage().open().kind).toBe(definition.kind);
    });
  });
}
