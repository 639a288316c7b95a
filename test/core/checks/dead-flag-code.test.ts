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

/** FLAG is the read, on everywhere; what nothing reaches stands in «these». */
describe('after an early return', () => {
  const flag = shopSwitch('gift-cards', { environments: always(on) });
  const expectDead = (marked: string): void => {
    const code = marked.replaceAll('FLAG', read);
    const dead = [...code.matchAll(/«([^»]*)»/g)].map(([, text]) => text);
    expect(check(code.replace(/[«»]/g, ''), [flag]).dead).toEqual(dead);
  };
  const inside = (code: string): string => `async function f(kind) { ${code} }`;

  it.each([
    // Functions further in end where they end.
    inside('const g = async () => { if (FLAG) return pay(); «old();» }; after(g);'),
    'class Cart { async pay() { if (FLAG) return pay(); «old();» } async wait() { wait(); } }',
    'const cart = { async pay() { if (FLAG) return pay(); «old();» }, size: 1 };',
    'const isOn = FLAG;\nclass Cart { static { if (isOn) throw error; «old();» } static size = 1; }',
    inside('const isOn = FLAG; function g() { if (isOn) return pay(); «return old();» } after(g);'),
    'async function* f() { if (FLAG) return; «yield old();» }',
    // What must happen anyway happens.
    inside('try { if (FLAG) return pay(); «old();» } finally { clean(); } after();'),
    inside('try { pay(); } catch { if (FLAG) throw error; «old();» } after();'),
    inside('try { pay(); } finally { if (FLAG) return pay(); «clean();» } after();'),
    // A case goes on in the next one, and `break` leaves only the switch.
    inside('switch (kind) { case 1: if (FLAG) break; «old();» case 2: more(); } after();'),
    inside('switch (kind) { case 1: { if (FLAG) break; «old();» } more(); }'),
    inside('switch (kind) { default: if (FLAG) return; «old();» case 2: more(); }'),
    inside('for (const item of cart) { switch (item) { case 1: if (FLAG) continue; «old();» } more(); }'),
    // Labels.
    inside('out: { if (FLAG) break out; «old();» } after();'),
    inside('out: if (FLAG) break out; after();'),
    inside('if (FLAG) out: break out; after();'),
    inside('if (FLAG) { out: { break out; } } after();'),
    inside('out: for (const a of b) { for (const c of a) { if (FLAG) continue out; «old();» } more(); } after();'),
    // Loops.
    inside('for (const item of cart) { if (FLAG) continue; «old();» } after();'),
    inside('while (isOpen()) { if (FLAG) break; «old();» } after();'),
    inside('do { if (FLAG) continue; «old();» } while (isOpen());'),
    inside('for (const item of cart) if (FLAG) break; after();'),
    // Not all of what follows is in the same block.
    inside('if (isOpen) { if (FLAG) return; «old();» } after();'),
    inside('if (isOpen) if (FLAG) return; after();'),
    inside('if (isOpen) pay(); else if (FLAG) return; after();'),
    // What is acquired before is let go; what would be acquired after never is.
    inside('using lock = acquire(); if (FLAG) return pay(); «using other = acquire(); old(other);»'),
    inside('await using lock = acquire(); if (FLAG) return pay(); «old();»'),
    inside('if (FLAG) return pay();\n  // The old way.\n  «old();\n  // Really.\n  older();»\n  // That is all.\n'),
    // Only another way out.
    inside('switch (kind) { case 1: if (FLAG) { pay(); break; } break; }'),
    inside('for (;;) { if (FLAG) { pay(); continue; } continue; }'),
  ])('%s', expectDead);

  describe('what is declared there', () => {
    it.each([
      ['for the code before', inside('if (FLAG) return fee(); old(); function fee() {}')],
      ['in a template', inside('if (FLAG) return `${fee()}`; old(); function fee() {}')],
      ['as arguments', inside('if (FLAG) return pay(...fee); old(); function fee() {}')],
      ['as a component', inside('if (FLAG) return <Fee />; old(); function Fee() {}')],
      ['in letters of all kinds', inside('if (FLAG) return gebühr(); old(); async function gebühr() {}')],
      [
        'for another case',
        inside('switch (kind) { case 1: if (FLAG) break; old(); function fee() {} break; case 2: fee(); }'),
      ],
      [
        'with a constant of the module',
        'const isOn = FLAG;\nfunction f() { if (isOn) return fee(); return old(); function fee() {} }',
      ],
      ['for the module', 'start();\nif (FLAG) throw error;\nold();\nfunction start() {}'],
      ['types', inside('if (FLAG) return pay() as Fee; old(); type Fee = number;')],
      ['interfaces', inside('if (FLAG) return pay<Fee>(); old(); interface Fee {}')],
      ['modules are read first', `if (FLAG) throw error;\nold();\nimport './polyfill';`],
      ['where brackets do not tell', inside('if (FLAG) return fee(); const sad = <p>:(</p>; function fee() {}')],
      ['for other modules', 'if (FLAG) throw error;\nold();\nexport function pay() {}'],
    ])('is needed: %s', (_, code) => expectDead(code));

    it.each([
      ['only there', inside('if (FLAG) return pay(); «return fee(); function fee() {}»')],
      ['another of that name', inside('if (FLAG) return this.fee(); «old(); function fee() {}»')],
      ['another function has it', `${inside('if (FLAG) return pay(); «old(); function fee() {}»')}\nfee();`],
      ['further in', inside('const fee = 1; if (FLAG) return pay(fee); «old(() => { function fee() {} });»')],
      ['an expression', inside('const fee = 1; if (FLAG) return pay(fee); «old(function fee() {});»')],
      ['an import when it is reached', inside(`if (FLAG) return pay(); «import('./old').then(start);»`)],
      ['only functions, which may stay', inside('if (FLAG) return pay(); function fee() {}')],
    ])('is not: %s', (_, code) => expectDead(code));
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
    ['a flag that asks for another', flag({ prerequisites: ['checkout'] })],
    ['archived', flag({ archivedAt: daysAgo(1) })],
    ['a kill switch', flag({ purpose: 'kill-switch' })],
    ['an incomplete state', flag({}), { complete: false }],
    ['a state of long ago', flag({}), { readAt: daysAgo(35) }],
    ['more is allowed', flag({}), { options: { after: { release: 90 * dayMs } } }],
  ])('%s', (_, flags, parts) => expect(check(code, flags, parts).dead).toEqual([]));

  it('the same without any of that is reported', () => expect(check(code, flag({})).dead).toEqual(['wait();']));
});
