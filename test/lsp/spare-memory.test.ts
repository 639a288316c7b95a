import { expect, test } from 'vitest';
import { spareMemory } from '../../server/src/lsp/spare-memory.ts';

const bytesHeld = (): number => process.memoryUsage().arrayBuffers;

/** In a function of its own: what its caller's stack may still point at is not given back. */
function holdForAMoment(size: number): number {
  const before = bytesHeld();
  const held = new Uint8Array(size).fill(1);
  return bytesHeld() - before + held[0]! - 1;
}

test('what nobody holds any more is given back', async () => {
  spareMemory();
  const before = bytesHeld();
  expect(holdForAMoment(64 * 1024 * 1024)).toBeGreaterThan(60_000_000);
  // Other stacks are gone with the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  spareMemory();
  expect(bytesHeld() - before).toBeLessThan(10_000_000);
});
