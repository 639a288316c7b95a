import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../server/src/core/state/age.ts';
import type { Flag } from '../../../server/src/core/model.ts';
import { callSite, dynamic } from '../../support/call-sites.ts';
import { checkWorkspace, type CheckWorkspaceOptions } from '../../support/check-workspace.ts';
import { daysAgo, serves, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

const other = `client.getBooleanValue('new-cart', false);`;
const withFlag = (parts: Partial<Flag> = {}, options: CheckWorkspaceOptions = {}): CheckWorkspaceOptions => ({
  settings: { 'unused-flag': {} },
  snapshot: shopSnapshot({ flags: [shopSwitch('promo-de', parts)] }),
  code: other,
  ...options,
});
const count = (options: CheckWorkspaceOptions): number => checkWorkspace(options).length;

describe('the finding', () => {
  it('says what was looked at', () => {
    const environments = { production: serves('off', { lastEvaluatedAt: daysAgo(90) }) };
    const [finding] = checkWorkspace(withFlag({ environments, owner: 'team-shop' }));
    expect(finding?.message).toBe('No code of this workspace reads flag "promo-de".');
    expect(finding?.flagKey).toBe('promo-de');
    expect(
      finding?.evidence.map(({ label, value, since }) => `${label}: ${value} ${since?.slice(0, 10) ?? ''}`),
    ).toEqual([
      'flag: in the control plane 2025-10-19',
      'in the code: 0 call sites ',
      'in other repositories: not known, no reports were given ',
      'last evaluated in production: 2026-08-25 ',
      'purpose: release ',
      'allowed: 14 days (the default for release flags) ',
      'owner: team-shop ',
    ]);
  });

  it('tells that other repositories were looked at', () => {
    const [finding] = checkWorkspace(withFlag({}, { workspace: { referencesElsewhere: () => 0 } }));
    expect(finding?.evidence).toContainEqual({ label: 'in other repositories', value: '0 call sites', since: null });
  });

  it('stands for each flag, in the order of their keys', () => {
    const flags = [shopSwitch('c'), shopSwitch('a'), shopSwitch('b')];
    const found = checkWorkspace({ ...withFlag(), snapshot: shopSnapshot({ flags }) });
    expect(found.map(({ flagKey }) => flagKey)).toEqual(['a', 'b', 'c']);
  });
});

describe('how old a flag has to be', () => {
  it.each<[string, Partial<Flag>, number]>([
    ['14 days', { createdAt: daysAgo(14) }, 0],
    ['15 days', { createdAt: daysAgo(15) }, 1],
    ['a kill switch of 15 days', { createdAt: daysAgo(15), purpose: 'kill-switch' }, 1],
    [
      'not known, but changed 40 days ago',
      { createdAt: null, environments: { production: serves('off', { forDays: 40 }) } },
      1,
    ],
    ['not known, but changed yesterday', { createdAt: null }, 0],
    ['not known at all', { createdAt: null, environments: { production: serves('off', { forDays: null }) } }, 0],
  ])('%s', (_, parts, expected) => expect(count(withFlag(parts))).toBe(expected));

  it('is what is configured', () => {
    const settings = { 'unused-flag': { options: { after: { release: 60 * dayMs, ops: null } } } };
    expect(count(withFlag({ createdAt: daysAgo(50) }, { settings }))).toBe(0);
    expect(count(withFlag({ createdAt: daysAgo(61) }, { settings }))).toBe(1);
    expect(count(withFlag({ purpose: 'ops' }, { settings }))).toBe(0);
  });
});

describe('silent', () => {
  it.each<[string, CheckWorkspaceOptions]>([
    ['code reads it', withFlag({}, { code: `client.getBooleanValue('promo-de', false);` })],
    [
      'a test reads it',
      withFlag({}, { code: `client.getBooleanValue('promo-de', false);`, callSite: { inTest: true } }),
    ],
    ['it is one of several keys', withFlag({}, { code: `client.getBooleanValue('promo-fr' | 'promo-de', false);` })],
    ['another repository reads it', withFlag({}, { workspace: { referencesElsewhere: () => 3 } })],
    ['archived', withFlag({ archivedAt: daysAgo(3) })],
    ['evaluated lately', withFlag({ environments: { staging: serves('off', { lastEvaluatedAt: daysAgo(7) }) } })],
    ['not all code has been read', withFlag({}, { workspace: { isWhole: false } })],
  ])('%s', (_, options) => expect(count(options)).toBe(0));

  it('another flag needs it', () => {
    const needs = (parts: Partial<Flag>) => shopSwitch('new-cart', { prerequisites: ['promo-de'], ...parts });
    const state = (parts: Partial<Flag>) => shopSnapshot({ flags: [shopSwitch('promo-de'), needs(parts)] });
    expect(count(withFlag({}, { snapshot: state({}) }))).toBe(0);
    expect(count(withFlag({}, { snapshot: state({ archivedAt: daysAgo(3) }) }))).toBe(1);
  });

  it('the same without any of that is reported', () => {
    expect(count(withFlag())).toBe(1);
    expect(count(withFlag({ environments: { staging: serves('off', { lastEvaluatedAt: daysAgo(8) }) } }))).toBe(1);
  });
});

describe('keys that are built at run time', () => {
  it.each([
    ['`promo-${country}`', 0],
    ['`${kind}-de`', 0],
    ['`${kind}-${country}`', 0],
    ['`promo-${of(`x${y}`)}`', 0],
    ['`promo.${country}`', 1],
    ['`promo-${country}-new`', 1],
    ['`${a}o${b}m${c}d${d}`', 0],
    ['`promo-${a}o-de`', 1],
    ['`${a}o${b}o${c}o${d}`', 1],
    ['`promo-de`', 0],
    [`\`${'${a}o'.repeat(15)}x\``, 1],
    ['`${country}`', 0],
    ['key', 0],
    ['keyOf(...)', 0],
    ['`promo-${a}-and-much-more-of-it-so-that-it-had-to-be-cut-and-has-no-end...', 0],
  ])('%s: %s', (text, expected) => {
    const workspace = { dynamicCallSites: () => sitesOf(text) };
    expect(count(withFlag({}, { workspace }))).toBe(expected);
  });

  it('a part of it comes from the callers of a wrapper, who may not be seen', () => {
    const key = dynamic('`promo-${country}`', 'parameter of the function around it: the callers decide');
    const workspace = { dynamicCallSites: () => [{ ...callSite(), key }] };
    expect(count(withFlag({}, { workspace }))).toBe(0);
  });

  it.each([
    ['inside a wrapper', { key: dynamic('key', 'parameter of the function around it: the callers decide') }],
    ['a condition that draws', { role: 'home-made-valve' as const, key: dynamic('Math.random() < 0.1') }],
  ])('%s: says nothing against it', (_, callSite) => {
    const workspace = { dynamicCallSites: () => sitesOf('key').map((site) => ({ ...site, ...callSite })) };
    expect(count(withFlag({}, { workspace }))).toBe(1);
  });
});

function sitesOf(text: string) {
  return [{ ...callSite(), key: dynamic(text) }];
}
