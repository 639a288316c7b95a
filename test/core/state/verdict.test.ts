import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { CallSite, Flag, FlagSnapshot, Purpose } from '../../../server/src/core/model.ts';
import { dayMs } from '../../../server/src/core/state/age.ts';
import { criticalEnvironments } from '../../../server/src/core/state/environments.ts';
import { staleAfter, stuckAfter } from '../../../server/src/core/state/allowance.ts';
import { judgeStale } from '../../../server/src/core/state/stale.ts';
import { judgeStuck } from '../../../server/src/core/state/stuck.ts';
import { verdictText, verdictWord } from '../../../server/src/core/state/verdict-text.ts';
import { judgeFlag, type FlagVerdict, type VerdictInput } from '../../../server/src/core/state/verdict.ts';
import { callSitesOf } from '../../support/call-sites-of.ts';
import {
  daysAgo,
  now,
  serves,
  shopSnapshot,
  shopSwitch,
  shopValve,
  shopVariant,
  targeted,
} from '../../support/snapshots.ts';

const reads = (code: string): readonly CallSite[] =>
  callSitesOf({
    'src/cart.ts': `import { OpenFeature } from '@openfeature/server-sdk'; const client = OpenFeature.getClient();\n${code}`,
  });
const oneRead = reads(`client.getBooleanValue('gift-cards', false)`);

interface Case extends Partial<Omit<VerdictInput, 'snapshot'>> {
  readonly snapshot?: Partial<FlagSnapshot>;
  /** Other flags of the snapshot. */
  readonly others?: readonly Flag[];
}

function judge(flag: Flag, { snapshot: parts, others = [], ...input }: Case = {}): FlagVerdict {
  const snapshot = shopSnapshot({ flags: [flag, ...others], ...parts });
  return judgeFlag(flag, {
    snapshot,
    isFresh: true,
    criticalEnvironments: criticalEnvironments(snapshot, null),
    now,
    staleAfter: {},
    stuckAfter: {},
    code: { callSites: oneRead, dynamicReads: 0 },
    ...input,
  });
}

/** What speaks against removing it, or is missing. */
function objections({ predicates }: FlagVerdict): readonly string[] {
  return predicates
    .filter(({ says }) => says !== null && says !== 'safe')
    .map(({ name, value, says }) => `${says}: ${name}: ${value}`);
}

const unread: Case = { code: { callSites: [], dynamicReads: 0 } };
const tells: Partial<FlagSnapshot> = {
  controlPlane: { ...shopSnapshot().controlPlane, tells: ['evaluated'] },
};
function observedEverywhere(what: string) {
  return { 'fra/fra-1': what, 'fra/fra-2': what, 'nyc/nyc-1': what };
}
function asking(key: string, parts: Partial<Flag> = {}): Flag {
  return shopSwitch('gift-wrap', { prerequisites: [key], ...parts });
}

const on = (days: number | null, parts: object = {}) => serves('on', { forDays: days, ...parts });
const both = (state: Flag['environments'][string]) => ({ environments: { production: state, staging: state } });
/** On for everybody in both environments since May. */
const done = (parts: Partial<Flag> = {}): Flag => shopSwitch('gift-cards', { ...both(on(205)), ...parts });
/** The same in production; something else in staging. */
const staging = (state: Flag['environments'][string]): Flag =>
  done({ environments: { production: on(205), staging: state } });

describe('a flag that is done', () => {
  it('is safe to remove, and every predicate says on what that stands', () => {
    const verdict = judge(done({ expiresAt: daysAgo(3), staleMark: 'launched' }));
    expect([verdict.verdict, verdict.survivor]).toEqual(['safe', { kind: 'variant', variant: 'on', value: true }]);
    expect(
      verdict.predicates.map(({ name, value, source, at, says }) =>
        [name, value, source, at?.slice(0, 10) ?? '-', says ?? '-'].join(' | '),
      ),
    ).toEqual([
      'served in production | on everywhere for 205 days, allowed 30 days | control plane | 2026-05-02 | safe',
      'overrides in production | none | control plane | - | -',
      'observed in production | not told | control plane | - | -',
      'changed in production | 205 days ago | control plane | 2026-05-02 | -',
      'last evaluated in production | not told | control plane | - | -',
      'served in staging | on for 205 days | control plane | 2026-05-02 | safe',
      'last evaluated in staging | not told | control plane | - | -',
      'purpose | release | control plane | - | -',
      'allowed time | 30 days, the default for release flags | default | - | -',
      'permanent | no | control plane | - | -',
      'expires | expired on 2026-11-20 | control plane | 2026-11-20 | safe',
      'prerequisites | none | control plane | - | safe',
      'dependents | none | control plane | - | safe',
      'references | read in 1 place of 1 file | code | - | safe',
      'value that survives | true (variant on) | control plane | - | safe',
      `control plane's own mark | "launched", says sluice at http://127.0.0.1:4650 | control plane | - | safe`,
      'archived | no | control plane | - | -',
      'created | 400 days ago | control plane | 2025-10-19 | -',
      'state | complete | control plane | 2026-11-23 | -',
    ]);
  });

  test.each<[what: string, flag: Flag, input: Case]>([
    ['off', done(both(serves('off', { forDays: 31 }))), {}],
    [
      'at one of several variants',
      shopVariant('layout', ['roomy', 'dense'], both(serves('roomy', { forDays: 31 }))),
      {},
    ],
    [
      'at 100 %, written as a share',
      done({ kind: 'valve', ...both(serves(10_000, { forDays: 31, constantSince: daysAgo(31) })) }),
      {},
    ],
    ['as its servers report', done(both(on(31, { observed: observedEverywhere('on') }))), {}],
    ['with an override that serves the same', done(both(on(31, { overrides: { fra: 'on' } }))), {}],
    ['in a shorter time, as configured', done(both(on(15))), { staleAfter: { release: 14 * dayMs } }],
    ['though its purpose is not set', done({ purpose: null }), {}],
    ['and nowhere in code, nor evaluated', done(), { ...unread, snapshot: tells }],
    ['and nowhere in code, evaluated long ago', done(both(on(205, { lastEvaluatedAt: daysAgo(8) }))), unread],
    ['and evaluated an hour ago by the code that reads it', done(both(on(205, { lastEvaluatedAt: daysAgo(0) }))), {}],
    ['with an archived flag that asked for it', done(), { others: [asking('gift-cards', { archivedAt: daysAgo(1) })] }],
  ])('%s: safe', (_, flag, input) => {
    const verdict = judge(flag, input);
    expect([objections(verdict), verdict.verdict]).toEqual([[], 'safe']);
  });
});

describe('a flag that is to be kept', () => {
  test.each<[flag: Flag, why: string, input?: Case]>([
    [done({ permanent: true }), 'permanent: yes, it is meant to stay'],
    [done({ purpose: 'kill-switch' }), 'allowed time: forever, the default for kill-switch flags'],
    [done({ purpose: 'permission' }), 'allowed time: forever, the default for permission flags'],
    [done(), 'allowed time: forever, as configured for release flags', { staleAfter: { release: null } }],
    [done(both(on(12))), 'served in production: on everywhere for 12 days, allowed 30 days'],
    [done(both(on(30))), 'served in production: on everywhere for 30 days, allowed 30 days'],
    [
      done(both(serves(targeted('off'), { forDays: 300 }))),
      'served in production: targeted, else off, so it still decides something',
    ],
    [
      shopValve('gift-cards', both(serves(2_500, { forDays: 3 }))),
      'served in production: 25 %, so it still decides something',
    ],
    [
      done(both(on(205, { overrides: { 'fra/fra-2': 'off' } }))),
      'served in production: on, other in 1 override, so it still decides something',
    ],
    [
      done({ archivedAt: daysAgo(205) }),
      'archived: yes since 2026-05-02, and nothing is left to remove',
      { code: { callSites: [], dynamicReads: 0 } },
    ],
  ])('%#: %s', (flag, why, input) => {
    const verdict = judge(flag, input);
    expect([verdict.verdict, verdictWord(verdict)]).toEqual(['keep', 'keep']);
    expect(objections(verdict)).toContain(`keep: ${why}`);
  });

  it('decides by environment', () => {
    const environments = shopSnapshot().environments.map((environment) => ({ ...environment, critical: true }));
    const verdict = judge(staging(serves('off', { forDays: 100 })), { snapshot: { environments } });
    expect(objections(verdict)).toEqual(['keep: critical environments: production on, staging off']);
  });
});

describe('a flag to be looked at first', () => {
  test.each<[why: string, flag: Flag, input?: Case]>([
    [
      'caution: served in production: 25 % for 40 days, allowed 14 days',
      shopValve('gift-cards', both(serves(2_500, { forDays: 40 }))),
    ],
    ['caution: served in staging: off for 90 days', staging(serves('off', { forDays: 90 }))],
    ['caution: served in staging: on for 3 days', staging(on(3))],
    ['caution: served in staging: 50 %', staging(serves(5_000))],
    ['unknown: served in staging: on, since when is not told', staging(on(null))],
    ['unknown: served in staging: not told', done({ environments: { production: on(205) } })],
    [
      'caution: changed in production: 2 days ago by mia',
      done(both(on(205, { changedAt: daysAgo(2), changedBy: 'mia' }))),
    ],
    ['caution: expires: planned to stay until 2026-12-03', done({ expiresAt: daysAgo(-10) })],
    ['caution: prerequisites: served only where "checkout" is', done({ prerequisites: ['checkout'] })],
    ['unknown: prerequisites: not told', done({ prerequisites: null }), { others: [] }],
    ['caution: dependents: "gift-wrap" asks for it', done(), { others: [asking('gift-cards')] }],
    ['unknown: dependents: not told', done(), { others: [shopSwitch('gift-wrap', { prerequisites: null })] }],
    ['unknown: references: the workspace is not read', done(), { code: null }],
    [
      'unknown: references: no code of the workspace reads it, 2 places that compute their keys may',
      done(),
      { code: { callSites: [], dynamicReads: 2 }, snapshot: tells },
    ],
    ['caution: last evaluated in production: 2 days ago', done(both(on(205, { lastEvaluatedAt: daysAgo(2) }))), unread],
    ['unknown: last evaluated in production: not told', done(), unread],
    [
      'caution: archived: yes since 2026-05-02, so the code gets its default values',
      done({ archivedAt: daysAgo(205), permanent: true, purpose: 'kill-switch' }),
    ],
    [
      'unknown: observed in production: 2 of 3 servers apply it, nyc-1 has not reported',
      done(both(on(205, { observed: { 'fra/fra-1': 'on', 'fra/fra-2': 'on' } }))),
    ],
    [
      'caution: observed in production / nyc / nyc-1: really applies off',
      done(both(on(205, { observed: { ...observedEverywhere('on'), 'nyc/nyc-1': 'off' } }))),
    ],
    [
      'caution: value that survives: the default value in the code: false in 1 place, true in 1 place',
      done(both(serves('disabled', { forDays: 205 }))),
      {
        code: {
          callSites: reads(`client.getBooleanValue('gift-cards', false); client.getBooleanValue('gift-cards', true)`),
          dynamicReads: 0,
        },
      },
    ],
    [
      'unknown: value that survives: the default value in the code: not known in 1 place',
      done(both(serves('disabled', { forDays: 205 }))),
      {
        code: {
          callSites: reads(`declare const fallback: boolean; client.getBooleanValue('gift-cards', fallback)`),
          dynamicReads: 0,
        },
      },
    ],
    // Nobody says since when, but the flag is marked.
    [
      'unknown: served in production: on everywhere, since when is not told',
      done({ ...both(on(null)), staleMark: 'stale' }),
    ],
    [
      'unknown: served in production: on everywhere, since when is not told',
      done({ ...both(on(null)), expiresAt: daysAgo(1) }),
    ],
  ])('%s', (why, flag, input) => {
    const verdict = judge(flag, input);
    expect([verdict.verdict, verdictWord(verdict)]).toEqual(['caution', 'caution']);
    expect(objections(verdict)).toContain(why);
    expect(verdict.missing).toEqual(
      verdict.predicates.filter(({ says }) => says === 'unknown').map(({ name }) => name),
    );
  });
});

describe('a flag of which too little is known is kept, and called unknown', () => {
  const marked = { staleMark: 'stale', expiresAt: daysAgo(1) };
  test.each<[why: string, flag: Flag, input?: Case]>([
    ['served in production: not told', done({ environments: { staging: on(205) } })],
    ['served in production: on everywhere, since when is not told', done(both(on(null)))],
    [
      'state: incomplete: The second page was lost.',
      done(marked),
      { snapshot: { complete: false, incompleteReason: 'The second page was lost.' } },
    ],
    ['state: too old', done(marked), { isFresh: false }],
    ['state: no environment is marked as critical', done(marked), { criticalEnvironments: [] }],
  ])('%s', (why, flag, input) => {
    const verdict = judge(flag, input);
    expect([verdict.verdict, verdict.isKnown, verdictWord(verdict)]).toEqual(['keep', false, 'unknown']);
    expect(objections(verdict)).toContain(`unknown: ${why}`);
  });
});

it('agrees with the checks: what they report is never kept, and nothing is safe that is not stale', () => {
  const servings = ['on', 'off', 'disabled', 2_500, 10_000, targeted('on')];
  const flags = servings.flatMap((serving) =>
    [1, 13, 15, 29, 31, 200].flatMap((forDays) =>
      [{}, { overrides: { fra: 'off' } }, { observed: { 'fra/fra-1': 'on' } }].flatMap((parts) =>
        ([null, 'release', 'ops', 'kill-switch'] as const).map((purpose) =>
          shopValve('gift-cards', { purpose, ...both(serves(serving, { forDays, ...parts })) }),
        ),
      ),
    ),
  );
  const counts = { stale: 0, stuck: 0, safe: 0 };
  for (const flag of flags) {
    const { verdict } = judge(flag);
    const on = { criticalEnvironments: criticalEnvironments(shopSnapshot(), null), knownUntil: now, after: {} };
    const [isStale, isStuck] = [judgeStale(flag, on) !== null, judgeStuck(flag, on) !== null];
    if (isStale || isStuck) expect(verdict).not.toBe('keep');
    if (verdict === 'safe') expect(isStale).toBe(true);
    counts.stale += isStale ? 1 : 0;
    counts.stuck += isStuck ? 1 : 0;
    counts.safe += verdict === 'safe' ? 1 : 0;
  }
  expect(counts).toEqual({ stale: 25, stuck: 40, safe: 20 });
});

describe('docs/staleness.md', () => {
  const page = readFileSync('docs/staleness.md', 'utf8');

  it('tells of every predicate', () => {
    const names = judge(done()).predicates.map(({ name }) => name.replace(/ in (production|staging)$/, ''));
    for (const name of new Set([...names, 'critical environments'])) expect(page).toContain(`**${name}**`);
  });

  test.each(Object.keys(staleAfter) as Purpose[])('has the times of %s flags', (purpose) => {
    const [row = ''] = page.split('\n').filter((line) => line.startsWith('| `') && line.includes(`\`${purpose}\``));
    const [, , constant, halfOpen] = row.split('|').map((cell) => cell.trim());
    const text = (ms: number | null) => (ms === null ? 'forever' : `${ms / dayMs} days`);
    expect([constant, halfOpen]).toEqual([text(staleAfter[purpose]), text(stuckAfter[purpose])]);
  });
});

describe('the words', () => {
  test.each<[headline: string, flag: Flag, input?: Case]>([
    ['Safe to remove; what survives is true (variant on).', done()],
    [
      'Safe to remove; what survives is the default value in the code: false.',
      done(both(serves('disabled', { forDays: 205 }))),
    ],
    ['Keep: served in production (25 %, so it still decides something).', shopValve('gift-cards')],
    ['Not known whether it can go: state (too old).', done(), { isFresh: false }],
    [
      'Caution: dependents ("gift-wrap" asks for it), and 1 more. What would survive is true (variant on).',
      done({ prerequisites: null }),
      { others: [asking('gift-cards')] },
    ],
  ])('%s', (headline, flag, input) => expect(verdictText(judge(flag, input)).headline).toBe(headline));

  it('show what decides in rows and gather the rest', () => {
    const { rows, rest } = verdictText(judge(done()));
    expect(rows).toEqual([
      ['served in production', 'on everywhere for 205 days, allowed 30 days', '2026-05-02', 'safe'],
      ['served in staging', 'on for 205 days', '2026-05-02', 'safe'],
      ['references', 'read in 1 place of 1 file', '', 'safe'],
      ['value that survives', 'true (variant on)', '', 'safe'],
    ]);
    expect(rest).toBe(
      'Also looked at: changed in production (205 days ago), purpose (release), allowed time (30 days, the default for release flags), created (400 days ago), state (complete); ' +
        "nothing there: overrides in production, permanent, expires, prerequisites, dependents, control plane's own mark, archived; " +
        'not told: observed in production, last evaluated in production, last evaluated in staging.',
    );
  });

  it('show what others wrote as what it is', () => {
    const nasty = 'a\n\u202e\u001b[31m';
    const flag = done({ staleMark: nasty, prerequisites: [nasty], variants: [{ name: 'on', value: nasty }] });
    const text = JSON.stringify(verdictText(judge(flag), 'all').rows);
    expect(text).toContain(String.raw`\\u{202e}`);
    // oxlint-disable-next-line no-control-regex -- these must not be there
    expect(JSON.parse(text).flat().join('')).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});
