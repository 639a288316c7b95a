import { describe, expect, it, test } from 'vitest';
import { checkCode, evidenceLines, findingLines } from '../../support/check-code.ts';
import { expectMarked, fixedBy } from '../../support/check-source.ts';

const use = {
  kind: 'condition',
  negated: false,
  awaited: false,
  variable: null,
  branch: null,
  comparison: null,
  variableUses: [],
  inLoop: false,
  atModuleLevel: false,
  within: null,
} as const;
const read = `client.getBooleanValue('new-checkout', false)`;
const head = `import { OpenFeature } from '@openfeature/server-sdk';\nconst client = OpenFeature.getClient();\n`;

/** `READ` stands for a read, also within marks; the code is in an async function. */
function inFunction(code: string, begin = 'async function checkout(cart) {'): string {
  return `${head}${begin}\n${code.replaceAll('READ', read)}\n}`;
}

it('says what a promise is', () => {
  const code = `if (${read}) pay();`;
  expect(findingLines(code, { callSite: { use } })).toEqual([
    `${read} error unawaited-evaluation: "new-checkout" is not awaited: a promise is always true, whatever the flag serves.`,
  ]);
  expect(evidenceLines(code, { callSite: { use } })).toEqual(['answers with a promise: getBooleanValue (openfeature)']);
});

it.each<[object, string]>([
  [{ negated: true }, 'a promise is always true, so this is always false'],
  [{ comparison: { operator: '===', literal: 'a' } }, 'a promise equals no value'],
  [{ comparison: { operator: '!==', literal: 'a' } }, 'a promise differs from every value'],
])('%j: %s', (parts, said) => {
  const [finding] = checkCode(`if (${read}) pay();`, { callSite: { use: { ...use, ...parts } } }).findings;
  expect(finding?.message).toContain(said);
});

it.each([null, false])('is silent where the SDK answers at once, or nobody knows: %s', (isAsync) => {
  expect(checkCode(`if (${read}) pay();`, { callSite: { use, isAsync } }).findings).toEqual([]);
});

describe('a promise that is tested', () => {
  test.each([
    'if («READ») pay();',
    'if (!«READ») return;',
    'if (cart && «READ») pay();',
    'const price = «READ» ? a : b;',
    '«READ» && pay();',
    'while («READ») pay();',
    `if («READ» === true) pay();`,
    'const isOld = !«READ»;',
    'const isNew = READ;\nif («isNew») pay();',
    'const isNew = READ as boolean;\nreturn «isNew» && cart;',
    'const isNew: boolean = READ;\nreturn «isNew» ? a : b;',
    'const isNew = READ\nif (!«isNew») return',
  ])('%s', (code) => {
    expectMarked('unawaited-evaluation', inFunction(code));
  });
});

describe('a promise that is used as one', () => {
  test.each([
    'if (await READ) pay();',
    'if (!(await READ)) return;',
    'const isNew = await READ;\nif (isNew) pay();',
    'const isNew = READ;\nif (await isNew) pay();',
    'const isNew = READ;\nif (isNew) pay();\nawait isNew;',
    'READ.then((isNew) => isNew && pay());',
    'const isNew = READ;\nif (isNew) isNew.then(pay);',
    'return READ;',
    'const [isNew] = await Promise.all([READ]);\nif (isNew) pay();',
    'return cart ? READ : false;',
    'return cart && READ;',
    'pay(READ);',
    // Kept for the next caller.
    'if (!kept) kept = READ;\nreturn kept;',
    'let isNew = READ;\nif (isNew) pay();',
    'const isNew = (READ).valueOf();\nif (isNew) pay();',
    'const isNew = use(READ);\nif (isNew) pay();',
  ])('%s', (code) => {
    expectMarked('unawaited-evaluation', inFunction(code));
  });

  test.each([
    ['async function isOn(key) { return READ; }', true],
    ['const isOn = (key) => READ;', true],
    ['async function isOn(key) { const value = await READ; return value; }', true],
    ['const isOn = (key) => { let on = false; READ.then((value) => { on = value; }); return on; };', false],
    ['const isOn = (key) => kept.get(key) ?? (READ, false);', false],
  ])('behind the wrapper %s: %s', (wrapper, isFound) => {
    const inside = wrapper.replace('READ', 'client.getBooleanValue(key, false)');
    const call = `isOn('new-checkout')`;
    expectMarked(
      'unawaited-evaluation',
      `${head}${inside}\nexport function checkout() { if (${isFound ? `«${call}»` : call}) pay(); }`,
    );
  });

  it('knows the SDK that answers at once', () => {
    const code = `import { OpenFeature } from '@openfeature/web-sdk';\nconst client = OpenFeature.getClient();\nif (${read}) pay();`;
    expectMarked('unawaited-evaluation', code);
  });
});

describe('the fix', () => {
  test.each([
    ['if (READ) pay();', 'if (await READ) pay();'],
    ['if (!READ) return;', 'if (!await READ) return;'],
    [`if (READ === true) pay();`, `if (await READ === true) pay();`],
    ['const isNew = READ;\nif (isNew) pay();', 'const isNew = await READ;\nif (isNew) pay();'],
    // Somebody else gets the promise.
    ['const isNew = READ;\nif (isNew) pay(isNew);', null],
    ['if (cart) { class Order { a = READ ? 1 : 2 } }', null],
  ])('%s', (code, fixed) => {
    expect(fixedBy('unawaited-evaluation', inFunction(code))).toBe(fixed === null ? null : inFunction(fixed));
  });

  test.each<[string, boolean]>([
    ['const checkout = async (cart: Cart): Promise<void> => {', true],
    ['const checkout = async cart => {', true],
    ['export async function checkout<Cart>(cart: Cart) {', false],
    ['function checkout(cart) {', false],
    ['const checkout = (cart) => {', false],
    ['export default async function (cart) {', true],
    ['async function checkout(cart, isNew = READ ? 1 : 2) {', false],
  ])('in %s: %s', (begin, isOffered) => {
    const code = begin.includes('READ') ? 'pay();' : 'if (READ) pay();';
    const fixed = fixedBy('unawaited-evaluation', inFunction(code, begin.replace('READ', read)));
    expect(fixed !== null).toBe(isOffered);
  });

  it.each<[string, boolean]>([
    ['async pay(cart) {', true],
    ['private static async pay(cart) {', true],
    ['async #pay(cart) {', true],
    ['async(cart) {', false],
    ['pay(cart) {', false],
  ])('in the method %s: %s', (begin, isOffered) => {
    const code = `${head}class Order { ${begin} if (${read}) return 1; } }`;
    expect(fixedBy('unawaited-evaluation', code) !== null).toBe(isOffered);
  });
});
