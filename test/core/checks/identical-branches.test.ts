import { describe, expect, it, test } from 'vitest';
import type { CallSite } from '../../../server/src/core/model.ts';
import { callSite } from '../../support/call-sites.ts';
import { checkCode, findingLines } from '../../support/check-code.ts';
import { expectMarked, fixedBy } from '../../support/check-source.ts';

const check = 'identical-branches';
const head = `import { OpenFeature } from '@openfeature/web-sdk';\nconst client = OpenFeature.getClient();\n`;
const read = `client.getBooleanValue('new-prices', false)`;
const inFunction = (code: string): string =>
  `${head}export function priceOf(cart, a) {\n${code.replaceAll('READ', read)}\n}`;

const code = `if (${read}) pay(); else pay();`;
const same = (isSameCode: boolean): Partial<CallSite> => ({
  use: {
    ...callSite().use,
    branch: {
      kind: 'if',
      span: { start: 0, end: code.length },
      isAlone: true,
      isRendered: false,
      whenTrue: { span: { start: 50, end: 56 }, isEmpty: false, exposes: null },
      whenFalse: { span: { start: 62, end: 68 }, isEmpty: false, exposes: null },
      isSameCode,
    },
  },
});

it('says that the flag decides nothing', () => {
  expect(findingLines(code, { snapshot: null, callSite: same(true) })).toEqual([
    `${read} warning identical-branches: "new-prices" decides nothing here: the same code runs whatever it serves.`,
  ]);
});

it('is silent where the branches differ', () => {
  expect(checkCode(code, { snapshot: null, callSite: same(false) }).findings).toEqual([]);
});

describe('the same', () => {
  test.each([
    'if («READ») pay(cart); else pay(cart);',
    'if (!«READ») { pay(cart); } else { pay(cart); }',
    'return «READ» ? oldPrice(cart) : oldPrice(cart);',
    'if («READ») { return oldPrice(cart); }\nreturn oldPrice(cart);',
    'if (a) pay(); else if («READ») wait(); else wait();',
    'if (a && «READ») pay(cart); else pay(cart);',
    'const isNew = READ;\nif («isNew») pay(cart); else pay(cart);',
    'return <p>{«READ» ? <Old /> : <Old />}</p>;',
  ])('%s', (source) => {
    expectMarked(check, inFunction(source));
  });
});

describe('not the same', () => {
  test.each([
    'if (READ) pay(cart); else payLater(cart);',
    'if (READ) pay(cart); else pay(a);',
    'if (READ) { pay(cart); thank(); } else { pay(cart); }',
    'return READ ? <Old isNew /> : <Old />;',
    'if (READ) { return oldPrice(cart); }\nlog();\nreturn oldPrice(cart);',
    'if (READ) {} else {}',
    'if (a) pay(cart); else pay(cart);',
    'if (READ) pay(cart);\npay(cart);',
  ])('%s', (source) => {
    expectMarked(check, inFunction(source));
  });
});

describe('the fix', () => {
  test.each<[string, string | null]>([
    ['if (READ) pay(cart); else pay(cart);', 'pay(cart);'],
    ['if (!READ) {\n  const b = a; pay(b);\n} else {\n  const b = a;\n  pay(b);\n}', '{\n  const b = a; pay(b);\n}'],
    ['if (a) pay(); else if (READ) { wait(); } else { wait(); }', 'if (a) pay(); else { wait(); }'],
    ['return READ ? oldPrice(cart) : oldPrice(cart);', 'return oldPrice(cart);'],
    ['if (READ) return a;\nreturn a;', '\nreturn a;'],
    ['const isNew = READ;\nif (isNew) pay(cart); else pay(cart);', 'const isNew = READ;\npay(cart);'],
    // Something else takes part, which may do something.
    ['if (pay(a) && READ) pay(cart); else pay(cart);', null],
    // A comment would be lost.
    ['if (READ) { pay(cart); } else { /* as before */ pay(cart); }', null],
    ['if (READ) pay(cart); // the new way\nelse pay(cart);', null],
    ['if (READ /* until May */) pay(cart); else pay(cart);', null],
    ['if (READ) /* as before */ pay(cart); else pay(cart);', null],
    // It would go on with the line before.
    ['a = cart\nif (READ) [1, 2].forEach(pay); else [1, 2].forEach(pay);', null],
    ['a = cart\nif (READ) (pay)(); else (pay)();', null],
    // It might need brackets where it stands.
    ['return READ ? (a, cart) : (a, cart);', null],
    ['return READ ? a + cart : a + cart;', null],
  ])('%s', (source, fixed) => {
    expect(fixedBy(check, inFunction(source))).toBe(fixed === null ? null : inFunction(fixed));
  });
});
