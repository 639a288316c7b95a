import { describe, expect, test } from 'vitest';
import type { ControlPlaneErrorKind } from '../../server/src/control-planes/control-plane.ts';
import type { Flag, Scope, Serving } from '../../server/src/core/model.ts';
import { rollBack, writeServing } from '../../server/src/session/write.ts';
import { serves, servingOf, shopSnapshot, shopSwitch } from '../support/snapshots.ts';
import { fakeControlPlane, trouble } from './fake-control-plane.ts';

const production: Scope = { environment: 'production', datacenter: null, server: null };
const flagAt = (revision: string, serving: string): Flag =>
  shopSwitch('new-checkout', { revision, environments: { production: serves(serving) } });

interface Case {
  readonly title: string;
  /** What the write fails with. */
  readonly error: Error;
  /** What reading back shows; an error: it fails, too. */
  readonly after: Flag | Error;
  /** `on`: the flag as it is read back; else the kind of the error. */
  readonly expected: ControlPlaneErrorKind | 'on';
  readonly reads: number;
}

const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });

const cases: readonly Case[] = [
  {
    title: 'no answer, but it happened',
    error: trouble('timeout'),
    after: flagAt('6', 'on'),
    expected: 'on',
    reads: 1,
  },
  {
    title: 'no answer, and it did not happen',
    error: trouble('timeout'),
    after: flagAt('5', 'off'),
    expected: 'timeout',
    reads: 1,
  },
  {
    title: 'no answer, and somebody did something else',
    error: trouble('timeout'),
    after: flagAt('6', 'off'),
    expected: 'unknown',
    reads: 1,
  },
  {
    title: 'no answer, and no answer to reading',
    error: trouble('timeout'),
    after: trouble('network'),
    expected: 'unknown',
    reads: 1,
  },
  {
    title: 'connection cut while waiting',
    error: trouble('network', { cause: reset }),
    after: flagAt('6', 'on'),
    expected: 'on',
    reads: 1,
  },
  {
    title: 'never connected',
    error: trouble('network', { cause: new Error('fetch failed', { cause: refused }) }),
    after: flagAt('5', 'off'),
    expected: 'network',
    reads: 0,
  },
  { title: 'a gateway gave up', error: trouble('server'), after: flagAt('6', 'on'), expected: 'on', reads: 1 },
  {
    title: 'conflict',
    error: trouble('conflict', { current: flagAt('7', 'off') }),
    after: flagAt('7', 'off'),
    expected: 'conflict',
    reads: 0,
  },
  { title: 'no right', error: trouble('forbidden'), after: flagAt('5', 'off'), expected: 'forbidden', reads: 0 },
];

test.each(cases)('a write: $title', async ({ error, after, expected, reads }) => {
  const plane = fakeControlPlane(after instanceof Error ? after : shopSnapshot({ flags: [after] }));
  plane.onWrite = () => Promise.reject(error);
  const change = { key: 'new-checkout', scope: production, expectedRevision: '5', reason: null };
  const outcome = writeServing(plane, { ...change, serving: servingOf('on') });
  if (expected === 'on') expect(await outcome).toBe(after);
  else await expect(outcome).rejects.toMatchObject({ kind: expected });
  expect(plane.reads).toBe(reads);
});

describe('reading back', () => {
  const lost = (after: Flag) => {
    const plane = fakeControlPlane(shopSnapshot({ flags: [after] }));
    let writes = 0;
    plane.onWrite = () => {
      writes++;
      return Promise.reject(trouble('timeout'));
    };
    return { plane, writes: () => writes };
  };
  const change = { key: 'new-checkout', expectedRevision: '5', reason: null };

  test('nothing is ever sent twice', async () => {
    const { plane, writes } = lost(flagAt('5', 'off'));
    const serving: Serving = servingOf('on');
    await expect(writeServing(plane, { ...change, scope: production, serving })).rejects.toThrow(
      'Trying again is safe',
    );
    expect(writes()).toBe(1);
  });

  test('where a late change would not be refused, trying again is not called safe', async () => {
    const { plane } = lost(flagAt('5', 'off'));
    const detecting = { ...plane, capabilities: { ...plane.capabilities, lostUpdates: 'detected' as const } };
    const outcome = writeServing(detecting, { ...change, scope: production, serving: servingOf('on') });
    await expect(outcome).rejects.toThrow('Look at it once more in a moment before trying again');
  });

  test('an override that was to go is gone', async () => {
    const after = flagAt('6', 'off');
    const scope = { environment: 'production', datacenter: 'fra', server: null };
    expect(await writeServing(lost(after).plane, { ...change, scope, serving: null })).toBe(after);
  });

  test('an override that is still there leaves it open', async () => {
    const environments = { production: serves('off', { overrides: { fra: 'on' } }) };
    const after = shopSwitch('new-checkout', { revision: '6', environments });
    const scope = { environment: 'production', datacenter: 'fra', server: null };
    await expect(writeServing(lost(after).plane, { ...change, scope, serving: null })).rejects.toMatchObject({
      kind: 'unknown',
    });
  });

  test('a rollback whose flag has moved on is not known: nobody knows what it should serve', async () => {
    await expect(rollBack(lost(flagAt('6', 'off')).plane, { ...change, scope: production })).rejects.toMatchObject({
      kind: 'unknown',
      current: { revision: '6' },
    });
  });
});
