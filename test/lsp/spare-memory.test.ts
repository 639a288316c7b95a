import { expect, test } from 'vitest';
import { spareMemory } from '../../server/src/lsp/spare-memory.ts';

test('what nobody holds any more is given back', () => {
  const before = process.memoryUsage().arrayBuffers;
  const held: { bytes: Uint8Array | null } = { bytes: new Uint8Array(64 * 1024 * 1024) };
  expect(process.memoryUsage().arrayBuffers - before).toBeGreaterThan(60_000_000);
  held.bytes = null;
  spareMemory();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
});
