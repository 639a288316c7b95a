import { describe, expect, test } from 'vitest';
import { serves, shopSwitch, shopValve, targeted } from '../support/snapshots.ts';
import { cli } from './run-cli.ts';
import { shop, shopState } from './shop.ts';

const state = shopState({
  flags: [
    shopSwitch('new-checkout', {
      owner: 'team-checkout',
      environments: {
        production: serves('on', {
          forDays: 200,
          overrides: { 'fra/fra-2': 'off' },
          observed: { 'fra/fra-1': 'on', 'fra/fra-2': 'on' },
        }),
        staging: serves('on', { forDays: 3 }),
      },
    }),
    shopValve('new-search', { environments: { production: serves(targeted(2_500), { forDays: 40 }) } }),
    shopSwitch('old-banner', { archivedAt: '2026-02-01T09:00:00Z' }),
  ],
});

describe('flags', () => {
  test('for people', async () => {
    const { code, stdout } = await cli('flags --state flags.snapshot.json', { cwd: shop({}, state) });
    expect(code).toBe(0);
    expect(stdout).toBe(`FLAG          KIND    PRODUCTION           STAGING    UNCHANGED FOR  OWNER          READS
new-checkout  switch  on +1                on         200 days       team-checkout  1
new-search    valve   targeted, else 25 %  not known                 nobody         0
old-banner    switch  archived             archived                  nobody         0

3 flags
state: file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 3 flags, complete
`);
  });

  test('for programs', async () => {
    const { stdout } = await cli('flags --state flags.snapshot.json --format json', { cwd: shop({}, state) });
    const { flags } = JSON.parse(stdout);
    expect(flags.map(({ key }: { key: string }) => key)).toEqual(['new-checkout', 'new-search', 'old-banner']);
    expect(flags[0]).toMatchObject({
      kind: 'switch',
      owner: 'team-checkout',
      references: 1,
      environments: { production: { serving: 'on', share: 10_000, overrides: 1 }, staging: { serving: 'on' } },
    });
    expect(flags[1].environments.production).toMatchObject({ serving: 'targeted, else 25 %', share: null });
  });
});

describe('flags that may go', () => {
  const done = serves('on', { forDays: 200 });
  const lived = shopState({
    flags: [
      shopSwitch('new-checkout', { owner: 'team-checkout', environments: { production: done, staging: done } }),
      shopSwitch('old-banner', { environments: { production: done, staging: serves('off') } }),
      shopValve('new-search'),
    ],
  });

  test('with why, for people', async () => {
    const { code, stdout } = await cli('flags --stale --state flags.snapshot.json', { cwd: shop({}, lived) });
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "FLAG          VERDICT  KIND    PRODUCTION  STAGING  UNCHANGED FOR  OWNER          READS
      new-checkout  safe     switch  on          on       200 days       team-checkout  1
      old-banner    caution  switch  on          off      200 days       nobody         0

      new-checkout
      Safe to remove; what survives is true (variant on).
      LOOKED AT             VALUE                                        SINCE       SAYS
      served in production  on everywhere for 200 days, allowed 30 days  2026-05-07  safe
      served in staging     on for 200 days                              2026-05-07  safe
      references            read in 1 place of 1 file                                safe
      value that survives   true (variant on)                                        safe
      Also looked at: changed in production (200 days ago), purpose (release), allowed time (30 days, the default for release flags), created (400 days ago), state (complete); nothing there: overrides in production, permanent, expires, prerequisites, dependents, control plane's own mark, archived; not told: observed in production, last evaluated in production, last evaluated in staging.

      old-banner
      Caution: served in staging (off for 24 hours), and 3 more. What would survive is true (variant on).
      LOOKED AT                     VALUE                                                                 SINCE       SAYS
      served in production          on everywhere for 200 days, allowed 30 days                           2026-05-07  safe
      last evaluated in production  not told                                                                          unknown
      served in staging             off for 24 hours                                                      2026-11-22  caution
      last evaluated in staging     not told                                                                          unknown
      references                    no code of the workspace reads it, 1 place that computes its key may              unknown
      value that survives           true (variant on)                                                                 safe
      Also looked at: changed in production (200 days ago), purpose (release), allowed time (30 days, the default for release flags), created (400 days ago), state (complete); nothing there: overrides in production, permanent, expires, prerequisites, dependents, control plane's own mark, archived; not told: observed in production.

      2 flags may go: 1 safe to remove, 1 with caution
      state: file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 3 flags, complete
      "
    `);
  });

  test('one of them, with everything that was looked at', async () => {
    const { stdout } = await cli('flags new-search --state flags.snapshot.json', { cwd: shop({}, lived) });
    expect(stdout).toMatchInlineSnapshot(`
      "FLAG        VERDICT  KIND   PRODUCTION  STAGING  UNCHANGED FOR  OWNER   READS
      new-search  keep     valve  25 %        100 %                   nobody  0

      new-search
      Keep: served in production (25 %, so it still decides something).
      LOOKED AT                     VALUE                                                                 SINCE       SAYS
      served in production          25 %, so it still decides something                                   2026-11-22  keep
      overrides in production       none
      observed in production        not told
      changed in production         24 hours ago                                                          2026-11-22  caution
      last evaluated in production  not told                                                                          unknown
      served in staging             at 100 % for 24 hours                                                 2026-11-22
      last evaluated in staging     not told                                                                          unknown
      purpose                       release
      allowed time                  30 days, the default for release flags
      permanent                     no
      expires                       not set
      prerequisites                 none                                                                              safe
      dependents                    none                                                                              safe
      references                    no code of the workspace reads it, 1 place that computes its key may              unknown
      control plane's own mark      none
      archived                      no
      created                       400 days ago                                                          2025-10-19
      state                         complete                                                              2026-11-23

      state: file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 3 flags, complete
      "
    `);
  });

  test('for programs', async () => {
    const { stdout } = await cli('flags --stale --state flags.snapshot.json --format json', { cwd: shop({}, lived) });
    const { flags } = JSON.parse(stdout);
    expect(
      flags.map(({ key, verdict }: { key: string; verdict: { verdict: string } }) => [key, verdict.verdict]),
    ).toEqual([
      ['new-checkout', 'safe'],
      ['old-banner', 'caution'],
    ]);
    expect(flags[0].verdict).toMatchObject({
      text: 'Safe to remove; what survives is true (variant on).',
      survivor: { kind: 'variant', variant: 'on', value: true },
      missing: [],
    });
    expect(flags[0].verdict.predicates[0]).toEqual({
      name: 'served in production',
      value: 'on everywhere for 200 days, allowed 30 days',
      source: 'control plane',
      at: '2026-05-07T12:00:00.000Z',
      says: 'safe',
    });
  });

  test('none', async () => {
    const { code, stdout } = await cli('flags --stale --state flags.snapshot.json', {
      cwd: shop({}, shopState({ flags: [shopValve('new-search')] })),
    });
    expect([code, stdout.split('\n')[0]]).toEqual([0, 'No flag is known to have outlived its purpose.']);
  });

  test('and one that is not there', async () => {
    const { code, stderr } = await cli('flags new-serach --state flags.snapshot.json', { cwd: shop({}, lived) });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean "new-search"?')]);
  });
});

describe('status', () => {
  test('of one flag: desired and observed, and what is not known', async () => {
    const { code, stdout } = await cli('status new-checkout --state flags.snapshot.json', { cwd: shop({}, state) });
    expect(code).toBe(0);
    expect(stdout).toBe(`new-checkout  switch, release, team-checkout
SCOPE                  DESIRED  OBSERVED      CHANGED
production (critical)  on                     200 days ago
  fra                  on                     as above
    fra-1              on       on            as above
    fra-2              off      on (differs)  200 days ago
  nyc                  on                     as above
    nyc-1              on       not reported  as above
staging                on                     3 days ago
  fra                  on                     as above
    stage-1            on       not reported  as above
applied on 1 of 4 servers, 1 differs, 2 not reported

state: file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 3 flags, complete
`);
  });

  test('for programs', async () => {
    const { stdout } = await cli('status new-checkout --state flags.snapshot.json --format json', {
      cwd: shop({}, state),
    });
    const [{ scopes }] = JSON.parse(stdout).flags;
    expect(scopes).toHaveLength(9);
    expect(scopes[3]).toMatchObject({
      environment: 'production',
      datacenter: 'fra',
      server: 'fra-2',
      critical: true,
      desired: 'off',
      overridden: true,
      observed: 'on',
      agrees: false,
    });
    expect(scopes[5]).toMatchObject({ server: 'nyc-1', observed: null, agrees: null });
  });

  test('of all flags: without archived ones', async () => {
    const { stdout } = await cli('status --state flags.snapshot.json', { cwd: shop({}, state) });
    expect(stdout).toContain('new-checkout');
    expect(stdout).not.toContain('old-banner');
  });

  test.each([
    ['status new-chekout', 'has no flag "new-chekout". Did you mean "new-checkout"?'],
    ['status zzz', 'has no flag "zzz". `sluice flags` lists all.'],
  ])('%s', async (line, message) => {
    const { code, stdout, stderr } = await cli(`${line} --state flags.snapshot.json`, { cwd: shop({}, state) });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  test('an incomplete state: a flag that is not there is not called missing', async () => {
    const partial = shopState({ complete: false, incompleteReason: 'The second page was lost.' });
    const { stderr } = await cli('status gift-cards --state flags.snapshot.json', { cwd: shop({}, partial) });
    expect(stderr).toContain('"gift-cards" is not among the flags that could be read');
  });
});
