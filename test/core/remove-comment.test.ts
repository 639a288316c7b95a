import { expect, it } from 'vitest';
import { removeComment } from '../../server/src/core/remove-comment.ts';

/** The comment stands between « and »; ⏎ is a line break, ␍ a carriage return. */
it.each([
  ['alone on its line', 'a();⏎  «// c»⏎  b();', 'a();⏎  b();'],
  ['alone, with blanks behind', 'a();⏎  «/* c */» ⏎b();', 'a();⏎b();'],
  ['the first line', '«// c»⏎a();', 'a();'],
  ['the last line', 'a();⏎«// c»', 'a();'],
  ['the last line before a line break', 'a();⏎«// c»⏎', 'a();⏎'],
  ['Windows line ends', 'a();␍⏎«// c»␍⏎b();', 'a();␍⏎b();'],
  ['the last line of Windows', 'a();␍⏎«// c»', 'a();'],
  ['the whole file', '«// c»', ''],
  ['over several lines', 'a();⏎  «/*⏎ c⏎ */»⏎b();', 'a();⏎b();'],
  ['behind code', 'a(); «// c»⏎b();', 'a();⏎b();'],
  ['behind code at the end', 'a();  «// c»', 'a();'],
  ['in front of code', '«/* c */» a();', 'a();'],
  ['in front of code without a blank', '  «/* c */»a();', '  a();'],
  ['between words', 'return«/* c */»x;', 'return x;'],
  ['between blanks', 'a( «/* c */» b);', 'a( b);'],
  ['among elements', '<div>⏎  {«/* c */»}⏎  <b/>⏎</div>', '<div>⏎  <b/>⏎</div>'],
  ['among elements, behind an expression', '{x}⏎{ «/* c */» }⏎<b/>', '{x}⏎<b/>'],
  ['not the braces of a function', 'f(() => {«/* c */»});', 'f(() => { });'],
  ['not the braces of a function on a line', 'const f = () =>⏎{«/* c */»}', 'const f = () =>⏎{ }'],
  ['not the braces of a condition', 'if (x)⏎{«/* c */»}⏎y();', 'if (x)⏎{ }⏎y();'],
  ['a comment of a template', '<p>⏎  «<!-- c -->»⏎</p>', '<p>⏎</p>'],
])('%s', (_, marked, expected) => {
  const text = marked.replaceAll('⏎', '\n').replaceAll('␍', '\r');
  const start = text.indexOf('«');
  const end = text.indexOf('»') - 1;
  const bare = text.replace(/[«»]/g, '');
  const { span, newText } = removeComment(bare, { start, end });
  const after = bare.slice(0, span.start) + newText + bare.slice(span.end);
  expect(after.replaceAll('\n', '⏎').replaceAll('\r', '␍')).toBe(expected);
});
