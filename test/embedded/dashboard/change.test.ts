import { describe, expect, test } from 'vitest';
import { describeChange, verdict } from '../../../server/src/embedded/dashboard/page/model/change.ts';
import type { Proposal } from '../../../server/src/embedded/dashboard/page/model/change.ts';
import { historyLines, lastReason } from '../../../server/src/embedded/dashboard/page/model/history.ts';
import type { AuditEntry } from '../../../server/src/embedded/dashboard/page/model/history.ts';
import { flag, off, on, override, percent, production, state } from './shop-flags.ts';

const everywhere = { environment: 'production', datacenter: null, server: null };
const fra = { ...everywhere, datacenter: 'fra' };
const fra1 = { ...fra, server: 'fra-1' };
const valve = flag({
  kind: 'valve',
  environments: {
    production: state(percent(10), { scopes: [override('fra', 'fra-1', percent(50)), override('iad', null, off)] }),
  },
});
const describeIt = (proposal: Proposal) => describeChange(valve, proposal, [production]);

describe('what is confirmed', () => {
  test('a change says what, where, from → to, and who is left out', () => {
    expect(describeIt({ kind: 'set', scope: everywhere, to: percent(25) })).toEqual({
      title: 'Change',
      where: 'production',
      from: '10 % on, 90 % off',
      to: '25 % on, 75 % off',
      toShort: '25 %',
      notes: ['Reaches 1 of 4 servers: fra-1, iad-1, iad-2 keep their own override.'],
      noop: false,
    });
  });

  test('a change of a scope that inherits says that it creates an override', () => {
    expect(describeIt({ kind: 'set', scope: fra, to: on })).toMatchObject({
      from: '10 % on, 90 % off (inherited)',
      to: 'on',
      notes: ['This creates an override for this datacenter.', 'Reaches 1 of 2 servers: fra-1 keeps its own override.'],
    });
  });

  test('clearing an override says what is served then', () => {
    expect(describeIt({ kind: 'clear', scope: fra1 })).toMatchObject({
      title: 'Clear the override of',
      where: 'production / fra / fra-1',
      from: '50 % on, 50 % off',
      to: '10 % on, 90 % off (inherited, no override)',
      noop: false,
    });
  });

  test('a rollback to before there was an override clears it', () => {
    expect(describeIt({ kind: 'rollback', scope: fra1, to: null }).to).toBe(
      '10 % on, 90 % off (inherited, no override)',
    );
  });

  test('what changes nothing is said to change nothing', () => {
    expect(describeIt({ kind: 'set', scope: everywhere, to: percent(10) }).noop).toBe(true);
    expect(describeIt({ kind: 'clear', scope: fra }).noop).toBe(true);
    // Pinning what is inherited is a change: it stays when the environment moves.
    expect(describeIt({ kind: 'set', scope: fra, to: percent(10) }).noop).toBe(false);
  });

  test('a long list of servers is cut', () => {
    const servers = Array.from({ length: 9 }, (_, index) => `ams-${index + 1}`);
    const wide = { ...production, datacenters: [{ key: 'ams', servers }] };
    const scopes = servers.slice(0, 8).map((server) => override('ams', server, off));
    const notes = describeChange(
      flag({ environments: { production: state(on, { scopes }) } }),
      { kind: 'set', scope: everywhere, to: off },
      [wide],
    ).notes;
    expect(notes).toEqual([
      'Reaches 1 of 9 servers: ams-1, ams-2, ams-3, ams-4, ams-5 and 3 more keep their own override.',
    ]);
  });
});

describe('what reading back says about a request nobody answered', () => {
  const proposal: Proposal = { kind: 'set', scope: everywhere, to: percent(25) };
  const now = (revision: string, serving: typeof on) =>
    flag({ kind: 'valve', revision, environments: { production: state(serving) } });

  test.each([
    ['the same revision: it was not made', now('7', percent(10)), 'not-applied'],
    ['another revision that serves it: it was', now('8', percent(25)), 'applied'],
    ['another revision that serves something else: somebody moved it', now('8', percent(50)), 'moved'],
  ])('%s', (_, read, expected) => {
    expect(verdict(read, '7', proposal)).toBe(expected);
  });

  test('a cleared override is gone', () => {
    expect(verdict(now('8', on), '7', { kind: 'clear', scope: fra1 })).toBe('applied');
    expect(verdict({ ...valve, revision: '8' }, '7', { kind: 'clear', scope: fra1 })).toBe('moved');
  });
});

describe('history', () => {
  const entry = (id: number, parts: Partial<AuditEntry>): AuditEntry => ({
    id,
    at: '2026-11-20T12:00:00Z',
    actor: 'ana',
    action: 'serving-changed',
    flagKey: 'express-pay',
    environment: 'production',
    datacenter: null,
    server: null,
    before: null,
    after: null,
    reason: null,
    revision: id,
    ...parts,
  });
  const entries = [
    entry(6, { action: 'rolled-back', before: percent(25), after: percent(10), reason: 'Errors' }),
    entry(5, { before: percent(10), after: percent(25) }),
    entry(4, { datacenter: 'fra', server: 'fra-1', before: null, after: percent(50) }),
    entry(3, { environment: 'staging', before: null, after: on }),
    entry(2, { action: 'flag-updated', environment: null }),
    entry(1, { action: 'flag-created', environment: null }),
  ];
  const lines = historyLines(valve, entries);

  test('says who did what where, from → to', () => {
    expect(lines.map(({ actor, what, where, from, to }) => [actor, what, where, from, to].join('|'))).toEqual([
      'ana|rolled back|production|25 % on, 75 % off|10 % on, 90 % off',
      'ana|changed|production|10 % on, 90 % off|25 % on, 75 % off',
      'ana|changed|production / fra / fra-1|no override|50 % on, 50 % off',
      'ana|changed|staging|no override|on',
      'ana|edited the flag|||',
      'ana|created the flag|||',
    ]);
  });

  test('offers a rollback on the last change of each scope that has something to go back to', () => {
    expect(lines.map(({ rollback }) => rollback)).toEqual([
      { scope: everywhere, to: percent(25) },
      null,
      { scope: fra1, to: null },
      null,
      null,
      null,
    ]);
  });

  test('keeps what the control plane adds, and says unknown actions in their own words', () => {
    const [line] = historyLines(valve, [entry(7, { action: 'flag-frozen', detail: 'approved by ana' })]);
    expect(line).toMatchObject({ what: 'flag frozen', detail: 'approved by ana', from: null });
  });

  test('says why an environment is as it is', () => {
    expect(lastReason(entries, 'production')).toBe('Errors');
    expect(lastReason(entries, 'staging')).toBeNull();
    expect(lastReason([], 'production')).toBeNull();
  });
});
