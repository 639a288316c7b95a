/** How the value of a flag read is used: where it stands, and where the variable that receives it goes. */
import { describe, expect, it, test } from 'vitest';
import type { CallSiteUse, ValueUse } from '../../../server/src/core/model.ts';
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
