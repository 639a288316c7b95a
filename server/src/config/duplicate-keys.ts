/** Keys that an object of a configuration file has twice: JSON lets the last one win without a word. */
import type { Node } from 'jsonc-parser';
import type { KeyPath } from './config-document.ts';

export interface DuplicateKey {
  readonly path: KeyPath;
  /** Offsets of the first key of that name, and of one that comes later. */
  readonly first: number;
  readonly later: number;
}

/** In order of position. No recursion: how deep a file is nested is up to whoever wrote it. */
export function duplicateKeys(tree: Node): readonly DuplicateKey[] {
  const found: DuplicateKey[] = [];
  const waiting: { readonly node: Node; readonly path: KeyPath }[] = [{ node: tree, path: [] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, path } = next;
    const firsts = new Map<string, number>();
    for (const [index, child] of (node.children ?? []).entries()) {
      if (child.type !== 'property') {
        waiting.push({ node: child, path: [...path, index] });
        continue;
      }
      const [key, value] = child.children ?? [];
      if (key === undefined) continue;
      const name = String(key.value);
      const inside = [...path, name];
      const first = firsts.get(name);
      if (first === undefined) firsts.set(name, key.offset);
      else found.push({ path: inside, first, later: key.offset });
      if (value !== undefined) waiting.push({ node: value, path: inside });
    }
  }
  return found.sort((a, b) => a.later - b.later);
}
