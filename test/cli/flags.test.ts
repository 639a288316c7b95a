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
