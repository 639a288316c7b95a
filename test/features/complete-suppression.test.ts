import type { TextEdit } from 'vscode-languageserver';
import { expect, test } from 'vitest';
import { completion } from '../../server/src/features/completion.ts';
import { createLineIndex } from '../../server/src/core/line-index.ts';
import { openCode, prelude } from './open-code.ts';

const options = { format: 'markdown', tags: true, readers: new Set<string>() } as const;

/** The code after `stale-switch` was chosen; null where it is not offered. */
async function chosen(code: string): Promise<string | null> {
  const { session, uri, text, position } = await openCode(code, { snapshot: null });
  const item = completion(session, uri, position, options)?.items.find(({ label }) => label === 'stale-switch');
  if (!item) return null;
  const { range, newText } = item.textEdit as TextEdit;
  const index = createLineIndex(text);
  const after = text.slice(0, index.offsetAt(range.start)) + newText + text.slice(index.offsetAt(range.end));
  return after.slice(prelude.length);
}

test.each([
  ['// sluice-ignore-next-line |', '// sluice-ignore-next-line stale-switch'],
  ['pay(); // sluice-ignore-line sta|', 'pay(); // sluice-ignore-line stale-switch'],
  ['/* sluice-ignore-file unknown-flag, st| -- x */', '/* sluice-ignore-file unknown-flag, stale-switch -- x */'],
  ['// sluice-ignore-line sta|le -- x', '// sluice-ignore-line stale-switch -- x'],
  ['/*\n * sluice-ignore-file sta|\n */', '/*\n * sluice-ignore-file stale-switch\n */'],
])('%j', async (code, after) => expect(await chosen(code)).toBe(after));

test.each([
  '// sluice-ignore-next-line unknown-flag -- sta|',
  '// sluice-ignore-next-line unknown-flag until sta|',
  '// sluice-ignore-next-line --|',
  '// sluice-ignore-line stale-switch, |',
  '// sluice-ignore|',
  'const text = "sluice-ignore-line |";',
])('%j: nothing', async (code) => expect(await chosen(code)).toBeNull());
