/** A JSON file as a value; what readers of JSON disagree about is refused. */
import { parseTree, getNodeValue, type Node, type ParseError } from 'jsonc-parser';
import { createLineIndex } from '../../core/line-index.ts';
import { plainText } from '../../control-planes/plain-text.ts';
import { UnreadableFile } from './reading.ts';

const deepest = 100;

/** @throws UnreadableFile where it is no JSON, is nested too deeply, or names a property twice */
export function parseDocument(text: string): unknown {
  if (text.trim() === '') throw new UnreadableFile('it is empty');
  const tooDeep = new UnreadableFile(`it is nested more than ${deepest} levels deep, which no export of flags is`);
  const errors: ParseError[] = [];
  let tree: Node | undefined;
  try {
    tree = parseTree(text, errors, { allowTrailingComma: true });
  } catch {
    // The parser recurses; the end of the stack is the only thing it throws.
    throw tooDeep;
  }
  const placeOf = (offset: number): string => {
    const { line, character } = createLineIndex(text).positionAt(offset);
    return `line ${line + 1}, column ${character + 1}`;
  };
  const [first] = errors;
  if (tree === undefined || first !== undefined) {
    throw new UnreadableFile(`it is not valid JSON (${placeOf(first?.offset ?? 0)}); it may have been cut off`);
  }
  const waiting: { node: Node; depth: number }[] = [{ node: tree, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    if (depth > deepest) throw tooDeep;
    const twice = node.type === 'object' ? firstTwice(node) : null;
    if (twice !== null) {
      const name = JSON.stringify(plainText(String(twice.value), 80));
      throw new UnreadableFile(`it has ${name} twice in one object (${placeOf(twice.offset)}); remove one of them`);
    }
    for (const child of node.children ?? []) {
      waiting.push({ node: child, depth: node.type === 'property' ? depth : depth + 1 });
    }
  }
  return getNodeValue(tree) as unknown;
}

function firstTwice(object: Node): Node | null {
  const seen = new Set<unknown>();
  for (const property of object.children ?? []) {
    const name = property.children?.[0];
    if (name === undefined) continue;
    if (seen.has(name.value)) return name;
    seen.add(name.value);
  }
  return null;
}
