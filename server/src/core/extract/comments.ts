/** Comments that speak to Sluice. Strings and JSX text that merely mention the words are not comments. */
import { ts } from '@ts-morph/common';
import type { CommentFact } from '../facts.ts';
import { createLineIndex, type LineIndex } from '../line-index.ts';
import { suppressionMarker as marker } from '../suppression-marker.ts';

/** All comments that hold the marker, in order. Linear in the text, however many there are. */
export function findComments(source: ts.SourceFile): CommentFact[] {
  const { text } = source;
  const marks: number[] = [];
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length)) marks.push(at);
  if (marks.length === 0) return [];

  const inText = marksInText(source, marks);
  const lines = createLineIndex(text);
  const comments: CommentFact[] = [];
  let block: CommentFact | null = null;
  let nextBlock = text.indexOf('/*');
  for (const at of marks) {
    while (nextBlock >= 0 && nextBlock <= at) {
      block = blockComment(text, nextBlock);
      nextBlock = text.indexOf('/*', nextBlock + 2);
    }
    const previous = comments.at(-1);
    if (inText.has(at) || (previous && at < previous.span.end)) continue;
    const comment = block && at < block.span.end ? block : lineComment(text, lines, at);
    if (comment) comments.push(comment);
  }
  return comments;
}

/** The marks that stand in strings, templates, JSX text and regular expressions. */
function marksInText(source: ts.SourceFile, marks: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (node: ts.Node): void => {
    let index = firstAtLeast(marks, node.pos);
    const isHere = (at: number | undefined): at is number => at !== undefined && at < node.end;
    if (!isHere(marks[index])) return;
    if (!holdsText(node)) return ts.forEachChild(node, visit);
    const start = node.getStart(source, false);
    for (let at = marks[index]; isHere(at); at = marks[++index]) if (at >= start) found.add(at);
  };
  visit(source);
  return found;
}

function firstAtLeast(marks: readonly number[], position: number): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle] ?? Number.POSITIVE_INFINITY) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function holdsText(node: ts.Node): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isJsxText(node) ||
    ts.isRegularExpressionLiteral(node)
  );
}

/** The block comment that begins at `start`. */
function blockComment(text: string, start: number): CommentFact {
  const close = text.indexOf('*/', start + 2);
  const end = close < 0 ? text.length : close + 2;
  return { span: { start, end }, text: text.slice(start + 2, close < 0 ? end : close).trim() };
}

/** The line comment that holds `at`: the last one that begins before it, so that code may stand commented out in front. */
function lineComment(text: string, lines: LineIndex, at: number): CommentFact | null {
  const { line } = lines.positionAt(at);
  const start = text.lastIndexOf('//', at);
  if (start < lines.offsetAt({ line, character: 0 })) return null;
  const end = lines.offsetAt({ line, character: Number.MAX_SAFE_INTEGER });
  return { span: { start, end }, text: text.slice(start + 2, end).trim() };
}
