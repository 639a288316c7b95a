import { expect, test } from 'vitest';
import { commentPlace } from '../../../server/src/core/extract/comment-place.ts';
import type { Language } from '../../../server/src/core/model.ts';

/** `|` stands at the start of the line. */
const rows: readonly [string, Language, string, 'line' | 'jsx' | null][] = [
  ['a statement', 'typescript', '|pay();', 'line'],
  ['an argument', 'typescript', 'pay(\n|  1,\n);', 'line'],
  ['a child that is an element', 'typescriptreact', 'const a = (\n  <p>\n|    <Flag />\n  </p>\n);', 'jsx'],
  ['a child after text', 'javascript', 'const a = <p>\n  Total\n|  {total}\n</p>;', 'jsx'],
  ['an attribute', 'typescriptreact', 'const a = (\n  <Flag\n|    id="new-checkout"\n  />\n);', 'line'],
  ['the first element of an expression', 'typescriptreact', 'const a = (\n|  <p />\n);', 'line'],
  ['an expression in braces', 'typescriptreact', 'const a = <p>{\n|  total\n}</p>;', 'line'],
  ['the text of a template', 'typescript', 'const a = `one\n|two ${three}`;', null],
  ['the end of a template', 'typescript', 'const a = `one ${two}\n|three`;', null],
  ['an expression in a template', 'typescript', 'const a = `${\n|  two}`;', 'line'],
  ['a cast, not an element', 'typescript', 'const a =\n|  <string>b;', 'line'],
  ['a script of a component', 'vue', '<script setup>\n|pay();\n</script>\n', 'line'],
  ['the markup of a component', 'vue', '<template>\n|  <p>{{ total }}</p>\n</template>\n<script>\n</script>', null],
  ['half-typed code', 'typescript', 'if (pay(\n|  client.', 'line'],
];

test.each(rows)('before %s (%s)', (_, language, code, expected) => {
  const lineStart = code.indexOf('|');
  expect(commentPlace(code.replace('|', ''), language, lineStart)).toBe(expected);
});
