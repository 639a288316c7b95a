/** Comments that speak to Sluice. Strings and JSX text that merely mention the words are not comments. */
import { ts } from '@ts-morph/common';
import type { CommentFact } from '../facts.ts';

const marker = 'sluice-ignore';

/** All comments that hold the marker, in order. */
export function findComments(source: ts.SourceFile): CommentFact[] {
  const text = source.text;
  const comments: CommentFact[] = [];
  for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + marker.length)) {
    const comment = isText(innermost(source, at), at, source) ? null : commentAround(text, at);
    if (comment && comments.at(-1)?.span.start !== comment.span.start) comments.push(comment);
  }
  return comments;
}

function innermost(source: ts.SourceFile, position: number): ts.Node {
  let node: ts.Node = source;
  for (;;) {
    const child: ts.Node | undefined = ts.forEachChild(node, (candidate) =>
      candidate.pos <= position && position < candidate.end ? candidate : undefined,
    );
    if (!child) return node;
    node = child;
  }
}

function isText(node: ts.Node, position: number, source: ts.SourceFile): boolean {
  const holdsText =
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddleOrTemplateTail(node) ||
    ts.isJsxText(node) ||
    ts.isRegularExpressionLiteral(node);
  return holdsText && position >= node.getStart(source, false);
}

function commentAround(text: string, position: number): CommentFact | null {
  const lineStart = Math.max(text.lastIndexOf('\n', position), text.lastIndexOf('\r', position)) + 1;
  const block = text.lastIndexOf('/*', position);
  if (block >= 0) {
    const close = text.indexOf('*/', block + 2);
    if (close < 0 || close > position) {
      const end = close < 0 ? text.length : close + 2;
      return { span: { start: block, end }, text: text.slice(block + 2, close < 0 ? end : close).trim() };
    }
  }
  const line = text.indexOf('//', lineStart);
  if (line < 0 || line > position) return null;
  const rest = text.slice(position).search(/[\r\n]/);
  const end = rest < 0 ? text.length : position + rest;
  const start = text.lastIndexOf('//', position);
  return { span: { start, end }, text: text.slice(start + 2, end).trim() };
}
