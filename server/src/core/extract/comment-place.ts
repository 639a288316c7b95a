/** Which form of comment can stand on a line of its own, above a given line. */
import { ts } from '@ts-morph/common';
import type { Language } from '../model.ts';
import { scriptsOnly } from './component-files.ts';

/**
 * `line`: `// …` · `jsx`: a block comment in braces, among the children of an element · null: none, because the line starts inside a string
 * or outside of a component's script. `lineStart` is the offset of the line's first character.
 */
export function commentPlace(text: string, language: Language, lineStart: number): 'line' | 'jsx' | null {
  const isComponent = language === 'vue' || language === 'svelte';
  const script = isComponent ? scriptsOnly(text).text : text;
  if (
    isComponent &&
    script
      .slice(lineStart)
      .split(/[\r\n]/, 1)[0]
      ?.trim() === ''
  )
    return null;
  const kind = language === 'typescript' || isComponent ? ts.ScriptKind.TS : ts.ScriptKind.TSX;
  const source = ts.createSourceFile('line', script, ts.ScriptTarget.Latest, false, kind);
  const node = innermost(source, lineStart);
  if (ts.isJsxText(node)) return 'jsx';
  const isString = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
  return isString && lineStart > node.getStart(source) ? null : 'line';
}

function innermost(source: ts.SourceFile, offset: number): ts.Node {
  let node: ts.Node = source;
  for (;;) {
    const child: ts.Node | undefined = ts.forEachChild(node, (each) =>
      each.pos <= offset && offset < each.end ? each : undefined,
    );
    if (!child) return node;
    node = child;
  }
}
