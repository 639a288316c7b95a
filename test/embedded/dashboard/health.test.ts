import { describe, expect, test } from 'vitest';
import type { Flag } from '../../../server/src/core/model.ts';
import { stuckValve } from '../../../server/src/core/checks/stuck-valve.ts';
import { staleSwitch } from '../../../server/src/core/checks/stale-switch.ts';
import type { Check } from '../../../server/src/core/checks/check.ts';
import { indexFleet } from '../../../server/src/embedded/dashboard/page/model/fleet.ts';
import {
  concerns,
  healthKinds,
  healthReason,
  judgeHealth,
} from '../../../server/src/embedded/dashboard/page/model/health.ts';
import type { FleetServer, PageEnvironment } from '../../../server/src/embedded/dashboard/page/model/wire.ts';
import { flag, now, off, on, override, percent, production, server, silent, staging, state } from './shop-flags.ts';

const judge = (
  of: Flag,
  fleet: readonly FleetServer[] = [],
  environments: readonly PageEnvironment[] = [production, staging],
) => judgeHealth(of, environments, indexFleet(fleet)?.driftOf.get(of.key) ?? [], { now, knownUntil: now });
const reasons = (of: Flag, fleet: readonly FleetServer[] = []): string[] =>
  judge(of, fleet).map((mark) => `${mark.kind}: ${healthReason(of, mark, now)}`);

const may = '2026-05-04T12:00:00Z';
const constant = (parts: Partial<Flag> = {}): Flag =>
  flag({ environments: { production: state(on, { constantSince: may }) }, ...parts });
const halfOpen = (parts: Partial<Flag> = {}): Flag =>
  flag({ kind: 'valve', environments: { production: state(percent(25)) }, ...parts });
const differs = (name: string, parts: Partial<FleetServer> = {}): FleetServer =>
  server('fra', name, { state: 'behind', behind: 3, differs: [{ flagKey: 'new-checkout', serving: off }], ...parts });

describe('the health of a flag, in words', () => {
  test.each<[string, Flag, readonly FleetServer[], string[]]>([
    ['nothing', flag(), [], []],
    [
      'stale: constant for longer than its purpose allows',
      constant(),
      [],
      [
        'stale: On everywhere in production for 203 days, since 2026-05-04. A release flag may stay 30 days. It decides nothing any more: remove it from the code.',
      ],
    ],
    [
      'stale without a purpose: judged as release',
      constant({ purpose: null, kind: 'valve' }),
      [],
      [
        'stale: At 100 % everywhere in production for 203 days, since 2026-05-04. A flag without a purpose may stay 30 days. It decides nothing any more: remove it from the code.',
      ],
    ],
    ['a kill switch may sit for years', constant({ purpose: 'kill-switch' }), [], []],
    ['a permanent flag is never stale', constant({ permanent: true }), [], []],
    [
      'stuck: half open for too long',
      halfOpen(),
      [],
      [
        'stuck: 25 % open in production, untouched for 22 days (last changed 2026-11-01 by mia). A release valve may stand half open for 14 days.',
      ],
    ],
    [
      'stuck: open here, closed there',
      flag({
        kind: 'valve',
        environments: { production: state(on, { scopes: [{ ...override('fra', null, off), changedAt: may }] }) },
      }),
      [],
      [
        'stuck: 0 % to 100 % open in production, untouched for 22 days (last changed 2026-11-01 by mia). A release valve may stand half open for 14 days.',
      ],
    ],
    ['a switch is never stuck', halfOpen({ kind: 'switch' }), [], []],
    [
      'expired, from that moment on',
      flag({ expiresAt: '2026-11-23T12:00:00Z' }),
      [],
      ['expired: It was meant to be gone by 2026-11-23, just now.'],
    ],
    ['not expired a second before', flag({ expiresAt: '2026-11-23T12:00:01Z' }), [], []],
    [
      'drifting: a server applies something else',
      flag(),
      [server('fra', 'fra-1'), differs('fra-2')],
      ['drifting: fra-2 in production still applies off (3 revisions behind).'],
    ],
    [
      'drifting: a server fell silent before it took the change over',
      flag(),
      [differs('fra-1', silent)],
      ['drifting: fra-1 in production last applied off (silent for 5 min).'],
    ],
    ['a silent server that holds what it should', flag(), [server('fra', 'fra-1', silent)], []],
    [
      'archived, and nothing but that',
      constant({ archivedAt: '2026-11-21T12:00:00Z', expiresAt: may }),
      [differs('fra-1')],
      ['archived: Archived 2 days ago: read-only, and no longer sent to servers.'],
    ],
  ])('%s', (_, of, fleet, expected) => {
    expect(reasons(of, fleet)).toEqual(expected);
  });

  test('a flag that a server does not serve as it should is not constant', () => {
    expect(judge(constant(), [differs('fra-1')]).map(({ kind }) => kind)).toEqual(['drifting']);
    // A silent one says nothing about what it applies now.
    expect(judge(constant(), [differs('fra-1', silent)]).map(({ kind }) => kind)).toEqual(['drifting', 'stale']);
  });

  test('marks come worst first', () => {
    const all = halfOpen({ expiresAt: may });
    const kinds = judge(all, [differs('fra-1')]).map(({ kind }) => kind);
    expect(kinds).toEqual(['drifting', 'stuck', 'expired']);
    expect(kinds).toEqual(healthKinds.filter((kind) => kinds.includes(kind)));
  });

  test('what a mark is about: the environments it was judged on, or all', () => {
    const [stale] = judge(constant());
    const [expired] = judge(flag({ expiresAt: may }));
    const [drifting] = judge(flag(), [differs('fra-1')]);
    const about = (mark: typeof stale): boolean[] =>
      mark === undefined ? [] : ['production', 'staging'].map((environment) => concerns(mark, environment));
    expect([about(stale), about(expired), about(drifting)]).toEqual([
      [true, false],
      [true, true],
      [true, false],
    ]);
  });

  test('without a critical environment nothing is judged stale or stuck', () => {
    expect(judge(constant(), [], [{ ...production, critical: false }])).toEqual([]);
    expect(judge(halfOpen(), [], [{ ...production, critical: false }])).toEqual([]);
  });
});

describe('the dashboard and the checks say the same', () => {
  const callSite = {
    role: 'evaluation',
    keySpan: { start: 0, end: 0 },
    key: { kind: 'literal' },
    uri: 'file:///shop.ts',
    defaultValue: null,
  };
  const isFound = (check: Check, of: Flag): boolean =>
    check.run({
      usages: [{ kind: 'found', callSite, flags: [of] }],
      snapshot: { complete: true, readAt: new Date(now).toISOString(), environments: [production], flags: [of] },
      criticalEnvironments: [production],
      now,
      options: { after: {} },
    } as unknown as Parameters<Check['run']>[0]).length > 0;
  const times = ['2026-11-09T11:59:59Z', '2026-11-09T12:00:01Z', '2026-10-24T11:59:59Z', '2026-10-24T12:00:01Z', may];
  const servings = [on, off, percent(25), percent(100)];
  const cases = times.flatMap((time) =>
    servings.flatMap((serving) =>
      (['switch', 'valve'] as const).flatMap((kind) =>
        (['release', 'ops', 'experiment', 'kill-switch', null] as const).map((purpose) =>
          flag({
            kind,
            purpose,
            environments: {
              production: state(serving, {
                changedAt: time,
                constantSince: serving.kind === 'static' ? time : null,
              }),
            },
          }),
        ),
      ),
    ),
  );

  test.each([
    ['stale', staleSwitch],
    ['stuck', stuckValve],
  ] as const)('%s', (kind, check) => {
    const verdicts = cases.map((of) => [isFound(check, of), judge(of).some((mark) => mark.kind === kind)]);
    for (const [byCheck, byPage] of verdicts) expect(byPage).toBe(byCheck);
    // Both verdicts occur, so that the comparison says something.
    expect(new Set(verdicts.map(([byCheck]) => byCheck)).size).toBe(2);
  });
});
