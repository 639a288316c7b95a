/** What is shipped of TypeScript reads as the whole does. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ts } from '@ts-morph/common';
import { expect, test } from 'vitest';
import { shake, usedNames } from '../../scripts/parser-only.ts';

const root = join(import.meta.dirname, '../..');
const sources = join(root, 'server/src/core/extract');

const halfTyped = [
  `import { useFlag } from '@unleash/proxy-client-react';\nconst shown = useFlag('`,
  `class Cart { #total = 0; @track() price(): number { return this.#total }`,
  `const view = <Feature flag="new-cart">{items.map((item) => <Row key={item.id} />)}</Feature`,
  'const key = `shelf-${area}-${',
  `/** Doc. */ export default async function* books<T extends Shelf>({ a = 1, ...rest }: Options): AsyncGenerator<T> {`,
];

test('reads code as all of TypeScript does, at a tenth of its size', async () => {
  const whole = readFileSync(createRequire(import.meta.url).resolve('@ts-morph/common/dist/typescript.js'), 'utf8');
  const shaken = shake(whole, usedNames(sources));
  expect(shaken.length).toBeLessThan(whole.length / 6);
  const folder = mkdtempSync(join(tmpdir(), 'sluice-parser-'));
  try {
    const path = join(folder, 'parser.mjs');
    writeFileSync(path, shaken);
    const shipped = ((await import(pathToFileURL(path).href)) as { ts: typeof ts }).ts;
    const own = readdirSync(sources).map((name) => readFileSync(join(sources, name), 'utf8'));
    for (const text of [...own, ...halfTyped]) expect(treeOf(shipped, text)).toEqual(treeOf(ts, text));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('holds every name that the sources use', () => {
  const whole = readFileSync(createRequire(import.meta.url).resolve('@ts-morph/common/dist/typescript.js'), 'utf8');
  const used = usedNames(sources);
  const given = /export const ts = \{ (.*) \};/.exec(shake(whole, used))?.[1]?.split(', ') ?? [];
  expect(given.toSorted()).toEqual([...used].filter((name) => name in ts).toSorted());
});

function treeOf(parser: typeof ts, text: string): readonly unknown[] {
  const source = parser.createSourceFile(
    'shop.tsx',
    text,
    { languageVersion: parser.ScriptTarget.Latest, jsDocParsingMode: parser.JSDocParsingMode.ParseNone },
    false,
    parser.ScriptKind.TSX,
  );
  const nodes: unknown[] = [];
  const visit = (node: ts.Node): void => {
    const own = 'text' in node && node !== source ? node.text : null;
    nodes.push([node.kind, node.pos, node.end, node.flags, node.getStart(source), node.getText(source), own]);
    parser.forEachChild(node, visit);
  };
  visit(source);
  return nodes;
}
