import { describe, expect, test } from 'vitest';
import { joinModules } from '../../../server/src/embedded/dashboard/join-modules.ts';

const join = (files: Record<string, string>): string => joinModules('main.ts', (path) => files[path] ?? '');

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
      '// tax.ts\nconst tax = 1.19 ;\n\n// cart/total.ts\nfunction total(cart ) {\n return cart.length * tax;\n}\n\n// main.ts\nconst cart = [];\ntotal(cart, tax);\n',
    );
  });

  test.each([
    [
      'two modules that declare one name',
      {
        'main.ts': "import { a } from './a.ts';\nconst price = a;\n",
        'a.ts': 'export const a = 1;\nconst price = 2;\n',
      },
      'main.ts and a.ts both declare price.',
    ],
    [
      'an import that renames',
      { 'main.ts': "import { a as b } from './a.ts';\n", 'a.ts': 'export const a = 1;\n' },
      'cannot rename',
    ],
    [
      'a package',
      { 'main.ts': "import { a } from 'left-pad';\n" },
      'main.ts imports left-pad: the page has no dependencies.',
    ],
    [
      'a default export',
      { 'main.ts': 'export default 1;\n' },
      'main.ts: this cannot be joined into one script: export default 1;',
    ],
    ['an import for its effects', { 'main.ts': "import './a.ts';\n" }, 'main.ts: this cannot be joined'],
  ])('refuses %s', (_, files, message) => {
    expect(() => join(files as unknown as Record<string, string>)).toThrow(message);
  });
});
