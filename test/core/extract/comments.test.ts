import { expect, test } from 'vitest';
import { extractFacts } from '../../../server/src/core/extract/extract.ts';

const commentsOf = (text: string): string[] =>
  extractFacts({ uri: 'shop.tsx', text, language: 'typescriptreact' }).comments.map((comment) => comment.text);

test.each([
  [
    '// sluice-ignore-next-line stale-switch -- kept for the audit\nread();',
    ['sluice-ignore-next-line stale-switch -- kept for the audit'],
  ],
  ['read(); // sluice-ignore-line\n', ['sluice-ignore-line']],
  ['/* sluice-ignore-file\n   unknown-flag */', ['sluice-ignore-file\n   unknown-flag']],
  ['const page = <p>{/* sluice-ignore-next-line */}{flags.a}</p>;', ['sluice-ignore-next-line']],
  ['const url = "https://x"; // sluice-ignore-line a -- b', ['sluice-ignore-line a -- b']],
  [
    "const text = 'sluice-ignore-line'; const jsx = <p>// sluice-ignore-line</p>; const t = `// sluice-ignore-line`;",
    [],
  ],
])('%s', (text, expected) => {
  expect(commentsOf(text)).toEqual(expected);
});
