/** How the value of a flag read is used: where it stands, and where the variable that receives it goes. */
import { describe, expect, it, test } from 'vitest';
import type { Arm, CallSiteUse, ValueUse } from '../../../server/src/core/model.ts';
import { callSitesOf } from '../../support/call-sites-of.ts';

const head = `import { OpenFeature } from '@openfeature/server-sdk';
import { useBooleanFlagDetails, useFlag } from '@openfeature/react-sdk';
const client = OpenFeature.getClient();
`;
const read = "client.getBooleanValue('new-checkout', false)";
const text = "client.getStringValue('ranking', 'bm25')";

function useIn(code: string): { readonly use: CallSiteUse; readonly source: string } {
  const source = `${head}${code}\n`;
  const [site] = callSitesOf({ 'shop.tsx': source });
  if (!site) throw new Error(`no call site in ${code}`);
  return { use: site.use, source };
}

/** What a use says, in words; what it does not say is left out. */
function words({ kind, negated, awaited, variable, branch, comparison }: ValueUse): string {
  const literal = comparison && 'literal' in comparison ? JSON.stringify(comparison.literal) : 'something';
  return [
    kind,
    negated && 'negated',
    awaited && 'awaited',
    variable !== null && `to ${variable}`,
    comparison && `${comparison.operator} ${literal}`,
    branch && `of ${branch.kind}${branch.isAlone ? '' : ' with others'}${branch.isRendered ? ' rendered' : ''}`,
  ]
    .filter(Boolean)
    .join(' ');
}

describe('where it stands', () => {
  test.each([
    [`if (await ${read}) pay();`, 'condition awaited of if'],
    [`if (!(await ${read})) pay();`, 'condition negated awaited of if'],
    [`if (!!${read}) pay(); else wait();`, 'condition of if'],
    [`if (Boolean(${read})) pay();`, 'condition of if'],
    [`if (a) b(); else if (${read}) pay();`, 'condition of else-if'],
    [`function f() { if (!${read}) return; pay(); }`, 'condition negated of early-return'],
    [`function f() { if (${read}) { log(); throw new Error(); } pay(); }`, 'condition of early-return'],
    [`for (const a of b) { if (${read}) continue; pay(); }`, 'condition of early-return'],
    [`function f() { if (${read}) return a; else return b; }`, 'condition of if'],
    [`if (${read} && isOpen) pay();`, 'condition of if with others'],
    [`if (isOpen && ${read}) pay();`, 'condition of if with others'],
    [`if (isOpen || !${read}) pay();`, 'condition negated of if with others'],
    [`if (!(${read} && isOpen)) pay();`, 'condition negated of if with others'],
    [`while (${read}) pay();`, 'condition of while'],
    [`do pay(); while (${read});`, 'condition of do-while'],
    [`for (; ${read}; ) pay();`, 'condition of for'],
    [`const label = ${read} ? 'a' : 'b';`, 'condition of ternary'],
    [`${read} && pay();`, 'condition of and'],
    [`${read} && isOpen && pay();`, 'condition of and'],
    [`isOpen && ${read} && pay();`, 'condition of and with others'],
    [`isOpen || ${read} || pay();`, 'condition of or with others'],
    [`${read} || pay();`, 'condition of or'],
    [`const button = ${read} && makeButton();`, 'condition of and'],
    [`const price = ${read} || fallback;`, 'assigned to price'],
    [`const isNew = (await ${read}) ?? false;`, 'assigned awaited to isNew'],
    [`const page = <p>{${read} && <Banner />}</p>;`, 'condition of and rendered'],
    [`const page = <p>{!${read} || <Banner />}</p>;`, 'condition negated of or rendered'],
    [`const page = <p>{${read} ? <New /> : <Old />}</p>;`, 'condition of ternary rendered'],
    [`const isNew = await ${read};`, 'assigned awaited to isNew'],
    [`const options = { isNew: ${read} };`, 'assigned to isNew'],
    [`isNew = ${read};`, 'assigned to isNew'],
    [`pay(${read});`, 'argument'],
    [`const f = () => ${read};`, 'returned'],
    [`const f = () => !${read};`, 'returned negated'],
    [`const page = <p>{${read}}</p>;`, 'rendered'],
    [`${read};`, 'discarded'],
    [`if (${read} === true) pay();`, 'compared === true of if'],
    [`if (${read} === false) pay();`, 'compared negated === false of if'],
    [`if (true !== ${read}) pay();`, 'compared negated !== true of if'],
    [`if (!(${read} === false)) pay();`, 'compared === false of if'],
    [`if (${text} === 'hybrid' && isOpen) pay();`, 'compared === "hybrid" of if with others'],
    [`const isHybrid = ${text} === 'hybrid';`, 'compared to isHybrid === "hybrid"'],
    [`const isHybrid = ${text} !== other;`, 'compared to isHybrid !== something'],
    [`if (3 < client.getNumberValue('limit', 5)) pay();`, 'compared > 3 of if'],
    [`if (client.getNumberValue('limit', 5) >= -1) pay();`, 'compared >= -1 of if'],
    [`switch (${text}) { case 'hybrid': pay(); }`, 'compared of switch'],
  ])('%s', (code, expected) => {
    expect(words(useIn(code).use)).toBe(expected);
  });

  it.each([
    ['if (a) b(); else if (READ) pay();', 'if (READ) pay();'],
    ['READ && isOpen && pay();', 'READ && isOpen && pay()'],
    ["const label = READ ? 'a' : 'b';", "READ ? 'a' : 'b'"],
  ])('%s: the whole branch', (code, branch) => {
    const { use, source } = useIn(code.replace('READ', read));
    expect(source.slice(use.branch?.span.start, use.branch?.span.end)).toBe(branch.replace('READ', read));
  });
});

/** Both sides as written, with what is special about them; `-` where there is none. */
function sides({ branch }: ValueUse, source: string): readonly [string, string, ...string[]] {
  const arm = (side: Arm | null | undefined): string =>
    side
      ? [
          source.slice(side.span.start, side.span.end).replace(/\s+/g, ' '),
          side.isEmpty && 'empty',
          side.exposes ?? false,
        ]
          .filter(Boolean)
          .join(' · ')
      : '-';
  return [arm(branch?.whenTrue), arm(branch?.whenFalse), ...(branch?.isSameCode ? ['the same'] : [])];
}

describe('which code it lets run', () => {
  test.each<[code: string, whenTrue: string, whenFalse: string]>([
    ['if (READ) pay(); else { wait(); }', 'pay();', '{ wait(); }'],
    ['if (!READ) pay(); else wait();', 'pay();', 'wait();'],
    ['if (a && READ) pay();', 'pay();', '-'],
    ['if (a) b(); else if (READ) pay(); else wait();', 'pay();', 'wait();'],
    ['if (READ) pay(); else if (a) wait();', 'pay();', 'if (a) wait();'],
    ['const price = READ ? next : now;', 'next', 'now'],
    ['const price = READ && (next);', '(next)', '-'],
    ['READ && isOpen && pay();', 'isOpen && pay()', '-'],
    ['isOpen && READ && pay();', 'pay()', '-'],
    ['READ || isOpen || pay();', '-', 'isOpen || pay()'],
    ['const price = READ || now;', '-', '-'],
    ['while (READ) pay();', 'pay();', '-'],
    ['for (; READ; ) { pay(); }', '{ pay(); }', '-'],
    ['do pay(); while (READ);', '-', '-'],
    ['switch (READ) { case true: pay(); }', '-', '-'],
    ['const pay = () => { a(); if (!READ) return; b(); c(); };', 'return;', 'b(); c();'],
    ['class Cart { pay() { if (READ) { throw new Error(); } b(); } }', '{ throw new Error(); }', 'b();'],
    ['for (const a of b) { if (READ) continue; pay(a); }', 'continue;', 'pay(a);'],
    ['switch (a) { case 1: if (READ) break; pay(); case 2: wait(); }', 'break;', 'pay();'],
    ['function f() { if (isOpen) { if (READ) return; } pay(); }', 'return;', '-'],
    ['function f() { if (isOpen) if (READ) return; pay(); }', 'return;', '-'],
    ['function f() { if (READ) return; function g() {} }', 'return;', '-'],
    ['if (READ) {} else pay();', '{} · empty', 'pay();'],
    ['if (READ) { /* later */ ; } else ;', '{ /* later */ ; } · empty', '; · empty'],
  ])('%s', (code, whenTrue, whenFalse) => {
    const { use, source } = useIn(code.replace('READ', read));
    expect(sides(use, source)).toEqual([whenTrue, whenFalse]);
  });

  test.each([
    ['details.value ? next : now', 'next', 'now'],
    ['if (details.value) pay(); else wait();', 'pay();', 'wait();'],
    ['const isNew = details.value; if (isNew) pay(); else wait();', 'pay();', 'wait();'],
  ])('through a variable: %s', (code, whenTrue, whenFalse) => {
    const { use, source } = useIn(`const details = useBooleanFlagDetails('new-nav', false);\n${code}`);
    expect(use.variableUses.map((one) => sides(one.use, source))).toEqual([[whenTrue, whenFalse]]);
  });
});

describe('what leaves through it', () => {
  test.each<[code: string, whenTrue: string | null, whenFalse: string | null]>([
    ['if (READ) return a; else pay();', 'returned', null],
    [
      'if (READ) { for (const a of b) if (a) { try { return a; } catch {} } } else { switch (a) { case 1: return 2; } }',
      'returned',
      'returned',
    ],
    ['if (READ) { later(() => { return a; }); class A { b() { return 1; } } } else { const f = () => a; }', null, null],
    ['if (!READ) return; return pay();', null, 'returned'],
    ['if (READ) return <New />; return <Old />;', 'rendered', 'rendered'],
    ['if (READ) return a.map((b) => <New b={b} />); return null;', 'rendered', 'returned'],
    ['if (READ) { if (a) return null; return <New />; } else { page = <Old />; }', 'rendered', null],
    ['return READ ? a : b;', 'returned', 'returned'],
    ['return isOpen ? (READ ? <New /> : null) : a;', 'rendered', 'returned'],
    ['return (READ && <New />) || <Old />;', 'rendered', null],
    ['return pay(READ ? a : b);', null, null],
    ['const price = READ ? a : b;', null, null],
    ['const page = READ ? <New /> : <Old />;', null, null],
    ['const f = () => (READ ? a : b);', 'returned', 'returned'],
    ['const f = () => ({ a: READ ? a : b });', null, null],
    ['return <p>{READ ? <New /> : null}</p>;', 'rendered', null],
    ['return <p>{READ ? "New" : "Old"}</p>;', 'rendered', 'rendered'],
    ['return <>{READ && "New"}</>;', 'rendered', null],
    ['return <p title={READ ? "New" : "Old"}>a</p>;', null, null],
    ['return <p icon={READ ? <New /> : undefined} />;', 'rendered', null],
    ['return <p onClick={() => READ && pay()} />;', null, null],
    ['return <p icon={() => (READ ? <New /> : null)} />;', 'rendered', null],
    ['return <Carts>{() => (READ ? a : b)}</Carts>;', 'returned', 'returned'],
  ])('%s', (code, whenTrue, whenFalse) => {
    const { use } = useIn(`function f() { ${code.replace('READ', read)} }`);
    expect([use.branch?.whenTrue?.exposes ?? null, use.branch?.whenFalse?.exposes ?? null]).toEqual([
      whenTrue,
      whenFalse,
    ]);
  });

  it('sees what a generator yields, wherever it stands', () => {
    const { use } = useIn(`function* f() { if (${read}) { pay(yield next); } else { yield; } }`);
    expect([use.branch?.whenTrue?.exposes, use.branch?.whenFalse?.exposes]).toEqual(['returned', null]);
  });
});

describe('the same code on both sides', () => {
  test.each<[code: string, isSame: boolean]>([
    ['if (READ) pay(a); else pay(a);', true],
    ['if (READ) { pay(a, [1, 2]); } else pay(a, [1, 2,],) // as before', true],
    ['if (READ) { /* new */ pay((a)); } else { pay(a); // old\n }', true],
    ['if (READ) { if (a) { pay(); } } else if (a) pay();', true],
    ['if (READ) { return a + b; } return (a + b);', true],
    ['const price = READ ? <p>\n  <b>a  b</b>\n</p> : <p><b>a b</b></p>;', true],
    ['const price = READ ? now : (now);', true],
    ['if (READ) pay(a); else pay(b);', false],
    ['if (READ) pay(a, b); else pay(a);', false],
    ['if (READ) pay(a + b); else pay(a - b);', false],
    ['if (READ) pay(!a); else pay(-a);', false],
    ['if (READ) pay(a?.b); else pay(a.b);', false],
    ['if (READ) { const a = 1; } else { let a = 1; }', false],
    ['if (READ) for (; a; ) pay(); else for (a; ; ) pay();', false],
    ['if (READ) pay(`a  ${b}  c`); else pay(`a  ${b} c`);', false],
    ['if (READ) pay(/a b/); else pay(/a  b/);', false],
    ["if (READ) pay('a'); else pay('b');", false],
    ['if (READ) pay(async () => a); else pay(() => a);', false],
    ['if (READ) { pay(); pay(); } else { pay(); }', false],
    ['if (READ) pay([a, , b]); else pay([a, b]);', false],
    ['if (READ) pay(a);', false],
    ['if (READ) {} else {}', false],
    ['if (READ) ; else ;', false],
    ['READ && pay(a);', false],
  ])('%s: %s', (code, isSame) => {
    const { use } = useIn(`async function f() { ${code.replace('READ', read)} }`);
    expect(use.branch?.isSameCode).toBe(isSame);
  });
});

describe('where its variable goes', () => {
  it.each([
    [`const isNew = await ${read};\nif (isNew) pay();`, ['isNew: condition of if']],
    [
      `const isNew = ${read};\nif (!isNew) pay();\nisNew && log();`,
      ['isNew: condition negated of if', 'isNew: condition of and'],
    ],
    [`let isNew = false;\nisNew = ${read};\nif (isNew) pay();`, ['isNew: condition of if']],
    [`const isNew = ${read};\nconst isOpen = isNew;\nif (isOpen) pay();`, ['isOpen: condition of if']],
    [
      `const Page = () => {\n  const isNew = useFlag('new-nav', false).value;\n  return <p>{isNew && <Banner />}</p>;\n};`,
      ['isNew: condition of and rendered'],
    ],
    [
      `const Page = () => {\n  const { value: isNew } = useBooleanFlagDetails('new-nav', false);\n  return <Nav isNew={isNew} />;\n};`,
      ['isNew: argument'],
    ],
    [
      `const details = useBooleanFlagDetails('new-nav', false);\nif (details.value) pay();`,
      ['details.value: condition of if'],
    ],
    [`const promise = ${read};\nif (await promise) pay();`, ['promise: condition awaited of if']],
    [`const isNew = ${read};\npay(cart, isNew);`, ['isNew: argument']],
    [`const f = () => {\n  const isNew = ${read};\n  return isNew;\n};`, ['isNew: returned']],
    [`const ranking = ${text};\nif (ranking === 'hybrid') pay();`, ['ranking: compared === "hybrid" of if']],
    [`const isHybrid = ${text} === 'hybrid';\nif (isHybrid) pay();`, ['isHybrid: condition of if']],
    [`const isOld = !${read};\nif (isOld) pay();`, ['isOld: condition of if']],
    [`const isNew = ${read};\nfunction g(isNew) { if (isNew) pay(); }`, []],
    [`const isNew = ${read};\nlog('isNew');`, []],
    [`if (${read}) pay();\nif (other) log();`, []],
  ])('%s', (code, expected) => {
    const { use, source } = useIn(code);
    expect(
      use.variableUses.map(({ span, use: one }) => `${source.slice(span.start, span.end)}: ${words(one)}`),
    ).toEqual(expected);
  });

  it('says which member of it is used', () => {
    const { use } = useIn("const details = useBooleanFlagDetails('new-nav', false);\nif (details.value) pay();");
    expect(use.variableUses.map(({ member }) => member)).toEqual(['value']);
  });
});

describe('in a loop', () => {
  test.each([
    [`for (const item of cart) if (${read}) pay(item);`, true],
    [`for (let i = 0; i < 3; i++) ${read};`, true],
    [`while (isOpen) ${read};`, true],
    [`do { ${read}; } while (isOpen);`, true],
    [`cart.forEach((item) => { if (${read}) pay(item); });`, true],
    [`const open = cart.filter(() => ${read});`, true],
    [`await Promise.all(cart.map(async (item) => { if (await ${read}) pay(item); }));`, true],
    [`for (const item of ${read}) pay(item);`, false],
    [`for (const item of cart) later(() => ${read});`, false],
    [`const f = () => ${read};\nfor (const item of cart) f();`, false],
    [`cart.then(() => ${read});`, false],
    [`${read};`, false],
  ])('%s: %s', (code, expected) => {
    expect(useIn(code).use.inLoop).toBe(expected);
  });
});

describe('at module level', () => {
  test.each([
    [`const isNew = await ${read};`, true],
    [`if (isOpen) { ${read}; }`, true],
    [`class Cart { static isNew = ${read}; }`, true],
    [`class Cart { isNew = ${read}; }`, false],
    [`class Cart { pay() { return ${read}; } }`, false],
    [`const f = () => ${read};`, false],
    [`const f = (isNew = ${read}) => isNew;`, false],
  ])('%s: %s', (code, expected) => {
    expect(useIn(code).use.atModuleLevel).toBe(expected);
  });
});

describe('the cases of a switch', () => {
  test.each([
    [`switch (${text}) { case 'a': case \`b\`: pay(); default: wait(); }`, ["'a'", '`b`']],
    [
      `switch (${text}) { case ('a'): case -1: case 2_000: case true: case null: pay(); }`,
      ["('a')", '-1', '2_000', 'true', 'null'],
    ],
    [`switch (${text}) { case OLD: case Ranking.Old: case \`\${a}b\`: case a + 'b': case undefined: pay(); }`, []],
    [`switch (${text} && isOpen) { case 'a': pay(); }`, null],
    [`switch (!${text}) { case true: pay(); }`, null],
    [`switch (${text} === 'a') { case true: pay(); }`, null],
    [`switch (isOpen) { case ${text}: pay(); }`, null],
    [`switch (isOpen) { case true: ${text}; }`, null],
  ])('%s', (code, expected) => {
    const { use, source } = useIn(code);
    expect(use.branch?.cases?.map(({ span }) => source.slice(span.start, span.end)) ?? null).toEqual(expected);
  });

  test('with their values', () => {
    const { use } = useIn(`switch (${text}) { case 'a\\n': case -1: case 2_000: pay(); }`);
    expect(use.branch?.cases?.map(({ literal }) => literal)).toEqual(['a\n', -1, 2_000]);
  });
});
