import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../server/src/core/state/age.ts';
import type { Flag, FlagState } from '../../../server/src/core/model.ts';
import { checkCode, evidenceLines, findingLines, type CheckCodeOptions } from '../../support/check-code.ts';
import {
  daysAgo,
  now,
  serves,
  shopEnvironments,
  shopSnapshot,
  shopSwitch,
  shopValve,
  shopVariant,
  targeted,
} from '../../support/snapshots.ts';

const code = `client.getBooleanValue('gift-cards', false);`;
const onFor = (days: number | null, parts: object = {}): FlagState => serves('on', { forDays: days, ...parts });
/** A switch in production only. */
const inProduction = (production: FlagState, parts: Partial<Flag> = {}): CheckCodeOptions => ({
  snapshot: shopSnapshot({ flags: [shopSwitch('gift-cards', { environments: { production }, ...parts })] }),
});
const count = (options: CheckCodeOptions): number =>
  checkCode(code, options).findings.filter((finding) => finding.check === 'stale-switch').length;

describe('the finding', () => {
  it('lists every predicate behind it', () => {
    const options = inProduction(onFor(205, { lastEvaluatedAt: daysAgo(3) }));
    expect(findingLines(code, options)).toEqual([
      `'gift-cards' warning stale-switch: Switch "gift-cards" has been on everywhere in production since 2026-05-02.`,
    ]);
    expect(evidenceLines(code, options)).toEqual([
      'production: on everywhere @ 2026-05-02',
      'purpose: release',
      'allowed: 30 days (the default for release flags)',
      'last evaluated in production: 2026-11-20',
      'value that would survive: true (variant on)',
    ]);
  });

  it('tells each critical environment and counts from the youngest', () => {
    const environments = shopEnvironments.map((environment) => ({ ...environment, critical: true }));
    const flag = shopSwitch('gift-cards', {
      purpose: null,
      environments: { production: onFor(205), staging: onFor(40) },
    });
    const options = { snapshot: shopSnapshot({ environments, flags: [flag] }) };
    expect(findingLines(code, options)).toEqual([
      `'gift-cards' warning stale-switch: Switch "gift-cards" has been on everywhere in production and staging since 2026-10-14.`,
    ]);
    expect(evidenceLines(code, options)).toEqual([
      'production: on everywhere @ 2026-05-02',
      'staging: on everywhere @ 2026-10-14',
      'purpose: not set, judged as release',
      'allowed: 30 days (the default for release flags)',
      'value that would survive: true (variant on)',
    ]);
  });

  it.each<[string, Flag, string, string]>([
    [
      'off',
      shopSwitch('gift-cards', { environments: { production: serves('off', { forDays: 60 }) } }),
      'Switch "gift-cards" has been off everywhere',
      'false (variant off)',
    ],
    [
      'disabled',
      shopSwitch('gift-cards', { environments: { production: serves('disabled', { forDays: 60 }) } }),
      'Switch "gift-cards" has been disabled everywhere',
      'the default value in the code: false',
    ],
    [
      'a valve at 100 %',
      shopValve('gift-cards', { environments: { production: serves(10_000, { constantSince: daysAgo(60) }) } }),
      'Valve "gift-cards" has been at 100 % everywhere',
      'true (variant on)',
    ],
    [
      'a closed valve',
      shopValve('gift-cards', { environments: { production: serves('off', { forDays: 60 }) } }),
      'Valve "gift-cards" has been at 0 % everywhere',
      'false (variant off)',
    ],
    [
      'a variant',
      shopVariant('gift-cards', ['paper', 'mail'], { environments: { production: serves('mail', { forDays: 60 }) } }),
      'Flag "gift-cards" has been serving variant mail everywhere',
      '"mail" (variant mail)',
    ],
  ])('names %s', (_, flag, message, survivor) => {
    const { findings } = checkCode(`client.variation('gift-cards', false);`, {
      snapshot: shopSnapshot({ flags: [flag] }),
    });
    const [finding] = findings.filter((each) => each.check === 'stale-switch');
    expect(finding?.message).toContain(message);
    expect(finding?.evidence.at(-1)).toMatchObject({ label: 'value that would survive', value: survivor });
  });

  it('stands at every call site of the flag', () => {
    expect(checkCode(`${code}\n${code}`, inProduction(onFor(60))).findings).toHaveLength(2);
  });
});

it('is as severe as its worst environment', () => {
  const settings = { 'stale-switch': { environments: { production: 'error', staging: 'off' } } } as const;
  const { findings } = checkCode(code, { ...inProduction(onFor(60)), settings });
  expect(findings.map(({ severity }) => severity)).toEqual(['error']);
});

describe('how long is too long', () => {
  it.each<[Flag['purpose'], number | null]>([
    ['release', 30],
    ['experiment', 30],
    ['dark', 30],
    ['ops', 90],
    ['permission', null],
    ['kill-switch', null],
    [null, 30],
  ])('%s: %s days', (purpose, days) => {
    expect(count(inProduction(onFor(days ?? 3_000), { purpose }))).toBe(0);
    if (days !== null) expect(count(inProduction(onFor(days + 1), { purpose }))).toBe(1);
  });

  it('is what is configured, and the evidence says so', () => {
    const settings = { 'stale-switch': { options: { after: { release: 7 * dayMs, ops: null } } } };
    const options = { ...inProduction(onFor(8)), settings };
    expect(evidenceLines(code, options)).toContain('allowed: 7 days (configured for release flags)');
    expect(count({ ...inProduction(onFor(300), { purpose: 'ops' }), settings })).toBe(0);
    expect(count({ ...inProduction(onFor(8), { purpose: 'experiment' }), settings })).toBe(0);
  });

  it('counts only the time that the snapshot can know of', () => {
    const before = shopSnapshot({ flags: [shopSwitch('gift-cards', { environments: { production: onFor(31) } })] });
    expect(count({ snapshot: before })).toBe(1);
    expect(count({ snapshot: { ...before, readAt: daysAgo(10) } })).toBe(0);
    expect(count({ snapshot: { ...before, readAt: 'yesterday' } })).toBe(0);
    expect(count({ snapshot: before, now: now - 5 * dayMs })).toBe(0);
  });
});

describe('silent', () => {
  const flagWith = (parts: Partial<Flag>) => inProduction(onFor(205), parts);
  it.each<[string, CheckCodeOptions]>([
    ['a permanent flag', flagWith({ permanent: true })],
    ['a kill switch', flagWith({ purpose: 'kill-switch' })],
    ['since when is not known', inProduction(onFor(null))],
    ['since when cannot be read', inProduction(onFor(205, { constantSince: 'May' }))],
    ['a datacenter differs', inProduction(onFor(205, { overrides: { nyc: 'off' } }))],
    ['one server differs', inProduction(onFor(205, { overrides: { 'fra/fra-2': 'off' } }))],
    ['a server that nobody lists differs', inProduction(onFor(205, { overrides: { 'ams/ams-1': 'off' } }))],
    ['one server reports something else', inProduction(onFor(205, { observed: { 'fra/fra-2': 'off' } }))],
    ['the load is divided', inProduction(serves(9_999, { constantSince: daysAgo(205) }))],
    ['rules decide', inProduction(serves(targeted('on'), { constantSince: daysAgo(205) }))],
    ['disabled is not off', inProduction(serves('off', { forDays: 205, overrides: { nyc: 'disabled' } }))],
    ['no critical environment', { ...flagWith({}), criticalEnvironments: [] }],
    ['a critical environment without a state', { ...flagWith({}), criticalEnvironments: ['production', 'staging'] }],
    [
      'a critical environment that the control plane does not have',
      { ...flagWith({}), criticalEnvironments: ['production', 'live'] },
    ],
    [
      'another variant in another critical environment',
      {
        criticalEnvironments: ['production', 'staging'],
        ...inProduction(onFor(205), {
          environments: { production: onFor(205), staging: serves('off', { forDays: 205 }) },
        }),
      },
    ],
    ['a call that only overrides', { ...flagWith({}), callSite: { role: 'override' } }],
  ])('%s', (_, options) => expect(count(options)).toBe(0));

  it('the same flag without any of that is reported', () => {
    expect(count(flagWith({}))).toBe(1);
    expect(
      count(inProduction(onFor(205, { overrides: { 'fra/fra-2': 'on' }, observed: { 'nyc/nyc-1': 10_000 } }))),
    ).toBe(1);
    expect(count({ ...inProduction(serves('off')), criticalEnvironments: ['production'] })).toBe(0);
  });
});

it('shows what a hostile flag is made of', () => {
  const evil = 'on\u001b[2J\u202e';
  const flag = shopVariant('gift-cards', [evil], { environments: { production: serves(evil, { forDays: 60 }) } });
  const [finding] = checkCode(`client.variation('gift-cards', x);`, {
    snapshot: shopSnapshot({ flags: [flag] }),
  }).findings;
  const texts = [finding?.message ?? '', ...(finding?.evidence ?? []).flatMap(({ label, value }) => [label, value])];
  expect(texts.filter((text) => text.includes('[2J'))).toHaveLength(3);
  expect(texts.filter((text) => text.includes('\u001b') || text.includes('\u202e'))).toEqual([]);
});
