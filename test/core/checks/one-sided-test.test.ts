import { describe, expect, it, test } from 'vitest';
import { expectMarked, findingsIn } from '../../support/check-source.ts';

const check = 'one-sided-test';
const shop = `import { useBooleanFlagValue } from '@openfeature/react-sdk';
export function Cart() {
  return useBooleanFlagValue('new-cart', false) ? <New /> : <Old />;
}`;
const testOf = (...values: readonly string[]): string =>
  `import { OpenFeatureTestProvider } from '@openfeature/react-sdk';
import { Cart } from '../src/cart';
${values.map((value, index) => `it('${index}', () => { render(<OpenFeatureTestProvider flagValueMap={{ 'new-cart': ${value} }}><Cart /></OpenFeatureTestProvider>); });`).join('\n')}`;

it('says what all tests have in common', () => {
  const files = { 'src/cart.tsx': shop, 'test/cart.test.tsx': testOf('true', 'true') };
  const [finding, ...others] = findingsIn(check, files).get('test/cart.test.tsx') ?? [];
  expect(others).toEqual([]);
  expect(finding?.message).toBe('Every test that sets "new-cart" sets it to true: no test asks for the other side.');
  expect(finding?.evidence.map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'set in tests: 2 times',
    'branches in the code: 1',
  ]);
  expect(finding?.related.map(({ uri }) => uri)).toEqual(['src/cart.tsx']);
});

it('reports the first test of several files', () => {
  const marked = testOf('true', 'true').replace(`'new-cart'`, `«'new-cart'»`);
  expectMarked(check, { 'src/cart.tsx': shop, 'test/a.test.tsx': marked, 'test/b.test.tsx': testOf('true') });
});

it('knows the variants of a provider in memory', () => {
  const define = (variant: string): string =>
    `provider.putConfiguration({ 'new-cart': { variants: { on: true, off: false }, defaultVariant: '${variant}', disabled: false } });\n`;
  const head = `import { InMemoryProvider } from '@openfeature/react-sdk';\nconst provider = new InMemoryProvider();\n`;
  const one = head + define('on') + define('on');
  expectMarked(check, { 'src/cart.tsx': shop, 'test/a.test.ts': one.replace(`'new-cart'`, `«'new-cart'»`) });
  expectMarked(check, { 'src/cart.tsx': shop, 'test/a.test.ts': one + define('off') });
});

describe('silent', () => {
  test.each<[string, string, string]>([
    ['both sides are tested', shop, testOf('true', 'false')],
    ['a value is not known', shop, testOf('true', 'isNew')],
    ['nothing depends on it', shop.replace(' ? <New /> : <Old />', ''), testOf('true')],
    ['the code reads another flag', shop.replace('new-cart', 'old-cart'), testOf('true')],
  ])('%s', (_, code, tests) => {
    expectMarked(check, { 'src/cart.tsx': code, 'test/cart.test.tsx': tests });
  });

  it('while not all files have been read', () => {
    const files = { 'src/cart.tsx': shop, 'test/cart.test.tsx': testOf('true') };
    expectMarked(check, files, { isWhole: false });
  });

  it('where a test sets a flag that is not known', () => {
    const more = testOf('true').replace(`'new-cart'`, '[keyOf(cart)]');
    expectMarked(check, { 'src/cart.tsx': shop, 'test/a.test.tsx': testOf('true'), 'test/b.test.tsx': more });
  });
});
