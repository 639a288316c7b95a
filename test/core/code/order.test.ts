import { describe, expect, test } from 'vitest';
import type { Span } from '../../../server/src/core/model.ts';
import { canFollow, waitBetween } from '../../../server/src/core/code/order.ts';

/** The places of A and B in the code. */
function places(code: string): readonly [Span, Span] {
  const at = (letter: string): Span => ({ start: code.indexOf(letter), end: code.indexOf(letter) + 1 });
  return [at('A'), at('B')];
}

describe('B can follow A', () => {
  test.each([
    ['A; B;', true],
    ['if (A) { c(); } B;', true],
    ['if (A) c(); else d(); B;', true],
    ['A; if (c) { B; }', true],
    ['const a = [A]; B;', true],
    ['if (c) { A; } B;', false],
    ['if (c) { A; } else { B; }', false],
    ['if (c) A; else B;', false],
    ['if (c) A; B;', false],
    ['return A; B;', false],
    ['const a = c ? A : d; B;', false],
    ['const a = c ?? A; B;', false],
    ['const a = c?.d(A); B;', true],
    ['const f = () => A; B;', false],
    ['case 1: A; break; case 2: B;', false],
    ['A; default: B;', false],
    ['try { A; } catch { B; }', false],
  ])('%s %s', (code, can) => {
    const [a, b] = places(code);
    expect(canFollow(code, a, b)).toBe(can);
  });
});

describe('what is waited for', () => {
  test.each([
    ['A; await c(d); B;', 'await c(d)'],
    ['A; const e = await c\n  .d(); B;', 'await c'],
    ['A; yield c; B;', 'yield c'],
    ['A; c(); B;', null],
    ['A; await B;', null],
    ['A; if (!(await B)) c();', null],
    ['A; const f = async () => { await c(); }; B;', null],
  ])('%s', (code, waits) => {
    const [a, b] = places(code);
    const span = waitBetween(code, a, b);
    expect(span && code.slice(span.start, span.end)).toBe(waits);
  });
});
