import { expect, test } from 'vitest';
import { neededOutside } from '../../../server/src/core/code/hoisted.ts';

/** Which of the places after `// rest` are needed elsewhere in the text, whose last line is no part of the block. */
function needed(text: string): readonly boolean[] {
  const isNeeded = neededOutside(text);
  const end = text.lastIndexOf('\n');
  return [...text.matchAll(/\/\/ rest\n/g)].map(({ index }) => isNeeded({ start: index + 8, end }, null));
}

test('each way out of a block has a rest of its own', () => {
  expect(needed(`a();\n// rest\nfunction a() {}\n// rest\nfunction b() {}\n// rest\nwait();\n}`)).toEqual([
    true,
    false,
    false,
  ]);
});

test.each([
  ['a member of the same name', 'this.fee();\n// rest\nfunction fee() {}\n}', [false]],
  ['spread', 'pay(...fee);\n// rest\nfunction fee() {}\n}', [true]],
  ['in brackets', 'fee();\n// rest\n{ function fee() {} }\n}', [false]],
  ['in brackets that do not close', 'fee();\n// rest\n{ ( ;function fee() {} }\n}', [true]],
  [
    'a generator, an async function',
    'fee(); tax();\n// rest\nasync function* fee() {}\n// rest\nfunction *tax() {}\n}',
    [true, true],
  ],
  ['a name that only begins alike', 'fees();\n// rest\nfunction fee() {}\n}', [false]],
  ['an export', '// rest\nexport const fee = 1;\n}', [true]],
  ['a class with decorators', 'let fee: Fee;\n// rest\n@service({ of: tax }) class Fee {}\n}', [true]],
  ['a namespace of types', 'let fee: Fees.Fee;\n// rest\nnamespace Fees { export interface Fee {} }\n}', [true]],
  [
    'types for other modules',
    "// rest\ndeclare global { interface Window { fee: 1 } }\n// rest\ndeclare module 'fee' {}\n}",
    [true, true],
  ],
  ['var', 'fee = 1;\n// rest\nvar fee;\n// rest\nlet other;\n}', [true, false]],
  ['module.exports', '// rest\nmodule.exports = { fee };\n}', [false]],
  ['a dynamic import', '// rest\nimport("fee");\n}', [false]],
])('%s', (_, text, expected) => expect(needed(text)).toEqual(expected));

// Each of these took minutes.
const many = [...Array(3_000).keys()];
test.each([
  ['ways out', many.map((index) => `// rest\nfunction fee${index}() {}\n`).join('')],
  ['declarations', `// rest\n${many.map((index) => `function fee${index}() {}\n`).join('')}`],
  ['lines of a comment', `// rest\n/*${'\n'.repeat(200_000)}*/ function /*${' '.repeat(200_000)}*/ () {}\n`],
])('takes time in proportion to the text: %s', { timeout: 10_000 }, (_, text) => {
  expect(needed(`${'wait(1); '.repeat(20_000)}\n${text}}`).every((one) => !one)).toBe(true);
});
