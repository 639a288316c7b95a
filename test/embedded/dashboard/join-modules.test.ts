import { describe, expect, test } from 'vitest';
import { joinModules } from '../../../server/src/embedded/dashboard/join-modules.ts';

const join = (files: Record<string, string>): string => joinModules('main.ts', (path) => files[path] ?? '');

/** What the joined script hands to `show`. */
function shown(files: Record<string, string>): unknown[] {
  const result: unknown[] = [];
  new Function('show', join(files))((value: unknown) => result.push(value));
  return result;
}

describe('joinModules', () => {
  test('puts what is imported first, once, without types, imports and exports', () => {
    const script = join({
      'main.ts':
        "import { total } from './cart/total.ts';\nimport type { Cart } from './cart/cart.ts';\nimport { tax } from './tax.ts';\n\nconst cart: Cart = [];\ntotal(cart, tax);\n",
      'cart/total.ts':
        "import { tax } from '../tax.ts';\n\nexport function total(cart: number[]): number {\n  return cart.length * tax;\n}\n",
      'tax.ts': 'export const tax = 1.19 as number;\n',
    });
    expect(script.replace(/ +/g, ' ')).toBe(
      [
        '// tax.ts\nconst module0 = (() => {\nconst tax = 1.19 ;\nreturn { tax };\n})();\n',
        '// cart/total.ts\nconst module1 = (() => {\nconst { tax } = module0;\n\nfunction total(cart ) {\n return cart.length * tax;\n}\nreturn { total };\n})();\n',
        '// main.ts\nconst module2 = (() => {\nconst { total } = module1;\n\nconst { tax } = module0;\n\nconst cart = [];\ntotal(cart, tax);\nreturn { };\n})();\n',
      ].join('\n'),
    );
  });

  test('keeps equal names of two modules apart, and lets an import rename', () => {
    expect(
      shown({
        'main.ts':
          "import { label as cartLabel, type Label } from './cart.ts';\nconst label: Label = 'main';\nshow(label + cartLabel());\n",
        'cart.ts':
          "export type Label = string;\nconst word = 'cart';\nexport function label(): Label {\n  return word;\n}\n",
      }),
    ).toEqual(['maincart']);
  });

  test.each([
    [
      'modules that import each other',
      {
        'main.ts': "import { a } from './a.ts';\n",
        'a.ts': "import { b } from './b.ts';\nexport const a = 1;\n",
        'b.ts': "import { a } from './a.ts';\nexport const b = 1;\n",
      },
      'b.ts and a.ts import each other.',
    ],
    [
      'a package',
      { 'main.ts': "import { a } from 'left-pad';\n" },
      'main.ts imports left-pad: the page has no dependencies.',
    ],
    ['an import of everything', { 'main.ts': "import * as a from './a.ts';\n" }, 'main.ts: this cannot be joined'],
    [
      'a default export',
      { 'main.ts': 'export default 1;\n' },
      'main.ts: this cannot be joined into one script: export default 1;',
    ],
    [
      'an exported variable, of which a copy would be imported',
      { 'main.ts': 'export let total = 1;\n' },
      'main.ts: this cannot be joined into one script: export let total = 1;',
    ],
    ['an import for its effects', { 'main.ts': "import './a.ts';\n" }, 'main.ts: this cannot be joined'],
  ])('refuses %s', (_, files, message) => {
    expect(() => join(files as unknown as Record<string, string>)).toThrow(message);
  });
});
