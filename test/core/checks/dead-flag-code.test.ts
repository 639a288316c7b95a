import { describe, expect, it } from 'vitest';
import { join, createFlagIndex } from '../../../server/src/core/join.ts';
import { deadFlagCode } from '../../../server/src/core/checks/dead-flag-code.ts';
import type { CheckContext, CheckFinding, CheckOptions } from '../../../server/src/core/checks/check.ts';
import { onlyFile } from '../../../server/src/core/checks/run.ts';
import type { Flag, FlagSnapshot } from '../../../server/src/core/model.ts';
import { dayMs } from '../../../server/src/core/state/age.ts';
import { callSitesOf } from '../../support/call-sites-of.ts';
import { daysAgo, now, serves, shopSnapshot, shopSwitch, shopVariant, targeted } from '../../support/snapshots.ts';

const head = `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n`;
const read = `await client.getBooleanValue('gift-cards', false)`;
const layout = `await client.getStringValue('price-layout', 'compact')`;
const on = serves('on', { forDays: 60 });
const off = serves('off', { forDays: 60 });
const roomy = serves('roomy', { forDays: 60 });
const always = (state: typeof on) => ({ production: state, staging: state });
const layouts = shopVariant('price-layout', ['compact', 'roomy'], { environments: always(roomy) });

/** Code is read for real; a critical environment does not matter. */
function check(
  code: string,
  flags: readonly Flag[],
  { options = { after: {} }, ...parts }: Partial<FlagSnapshot> & { readonly options?: CheckOptions } = {},
): { readonly findings: readonly CheckFinding[]; readonly dead: readonly string[] } {
  const source = `${head}${code}\n`;
  const snapshot = shopSnapshot({ flags, ...parts });
  const usages = join(callSitesOf({ 'shop.tsx': source }), createFlagIndex(snapshot, { now, maxAgeMs: 99 * dayMs }));
  const context: CheckContext = {
    usages,
    snapshot,
    criticalEnvironments: [],
    now,
    options,
    elsewhere: () => [],
    text: () => source,
    workspace: onlyFile(usages),
  };
  const findings = deadFlagCode.run(context);
  return { findings, dead: findings.map(({ span }) => source.slice(span.start, span.end)) };
}

describe('on everywhere', () => {
  it.each([
    [`if (${read}) pay(); else wait();`, ['wait();']],
    [`if (!(${read})) { wait(); }`, ['{ wait(); }']],
    [`const label = (${read}) ? 'gift' : 'card';`, [`'card'`]],
    [`!(${read}) && wait();`, ['wait()']],
    [`const isOpen = ${read};\nif (isOpen) pay(); else wait();\nisOpen ? pay() : leave();`, ['wait();', 'leave()']],
    [`if ((${read}) === false) wait();`, ['wait();']],
    [`if (${read}) pay();`, []],
    [`const banner = (${read}) ? <Banner /> : null;`, []],
    [`if (${read}) pay(); else {}`, []],
    [`if (!(${read}) && isOld) wait();`, []],
    [`(isOld || !(${read})) && wait();`, []],
    [`do wait(); while (!(${read}));`, []],
    [`let isOpen = ${read};\nisOpen = isOpen && other();\nif (isOpen) pay(); else wait();`, []],
    [`pay(${read});`, []],
    [`async function f() {\n  if (${read}) return pay();\n  return wait();\n}`, ['return wait();']],
    // Declared after the early return, called before it.
    [`async function f() {\n  if (${read}) return fee();\n  return 2;\n  function fee() { return 1; }\n}`, []],
  ])('%s', (code, dead) => {
    expect(check(code, [shopSwitch('gift-cards', { environments: always(on) })]).dead).toEqual(dead);
  });

  it('says so, as code that can go, with the call and what still leads there', () => {
    const { findings } = check(`if (${read}) pay(); else wait();`, [
      shopSwitch('gift-cards', { environments: always(on) }),
    ]);
    expect(findings).toMatchObject([
      {
        message: 'Nothing reaches this code: flag "gift-cards" has been on in both environments since 2026-09-24.',
        flagKey: 'gift-cards',
        isUnnecessary: true,
        related: [{ uri: 'shop.tsx' }],
      },
    ]);
    expect(findings[0]?.evidence.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      'production: on everywhere',
      'staging: on everywhere',
      'purpose: release',
      'allowed: 30 days (the default for release flags)',
      'reached by the default value alone: false, while the control plane cannot be reached',
    ]);
  });
});

describe('other values', () => {
  it.each<[string, Flag, readonly string[]]>([
    [`if (${read}) pay(); else wait();`, shopSwitch('gift-cards', { environments: always(off) }), ['pay();']],
    [
      `if (${read}) pay(); else wait();`,
      shopSwitch('gift-cards', { environments: always(serves('disabled', { forDays: 60 })) }),
      ['pay();'],
    ],
    [`if ((${layout}) === 'roomy') stretch(); else shrink();`, layouts, ['shrink();']],
    [`if ((${layout}) !== 'roomy') shrink();`, layouts, ['shrink();']],
    [`if ((${layout}) === 'compact') shrink();`, layouts, ['shrink();']],
    [`if (${layout}) stretch(); else shrink();`, layouts, []],
  ])('%s', (code, flag, dead) => expect(check(code, [flag]).dead).toEqual(dead));

  it('a disabled flag, whose default the code does not show', () => {
    const flag = shopSwitch('gift-cards', { environments: always(serves('disabled', { forDays: 60 })) });
    expect(check(`if (await client.getBooleanValue('gift-cards', fallback())) pay();`, [flag]).dead).toEqual([]);
  });
});

describe('silent', () => {
  const flag = (parts: Partial<Flag>): readonly Flag[] => [
    shopSwitch('gift-cards', { environments: always(on), ...parts }),
  ];
  const mixed = (staging: typeof on) => ({ environments: { production: on, staging } });
  const code = `if (${read}) pay(); else wait();`;
  it.each<[string, readonly Flag[], Parameters<typeof check>[2]?]>([
    ['one environment differs', flag(mixed(off))],
    ['one environment is not known', flag({ environments: { production: on } })],
    ['one environment does not say since when', flag(mixed(serves('on', { forDays: null })))],
    ['one environment only just changed', flag(mixed(serves('on', { forDays: 29 })))],
    ['rules', flag(mixed(serves(targeted('on'), { constantSince: daysAgo(60) })))],
    ['a divided load', flag(mixed(serves(5_000, { constantSince: daysAgo(60) })))],
    [
      'a server that says something else',
      flag(mixed(serves('on', { forDays: 60, observed: { 'fra/stage-1': 'off' } }))),
    ],
    ['an environment that is not listed differs', flag({ environments: { ...always(on), demo: off } })],
    ['permanent', flag({ permanent: true })],
    ['archived', flag({ archivedAt: daysAgo(1) })],
    ['a kill switch', flag({ purpose: 'kill-switch' })],
    ['an incomplete state', flag({}), { complete: false }],
    ['a state of long ago', flag({}), { readAt: daysAgo(35) }],
    ['more is allowed', flag({}), { options: { after: { release: 90 * dayMs } } }],
  ])('%s', (_, flags, parts) => expect(check(code, flags, parts).dead).toEqual([]));

  it('the same without any of that is reported', () => expect(check(code, flag({})).dead).toEqual(['wait();']));
});
