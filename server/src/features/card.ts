/** A small document that is shown as Markdown or as plain text, with the same content. Foreign text is escaped here and nowhere else. */
import { MarkupKind, type MarkupContent } from 'vscode-languageserver';
import { escapeMarkdown, markdownCode, visible } from '../core/text.ts';

export type Block =
  /** A heading line: a key, and words after it. */
  | { readonly kind: 'title'; readonly key: string; readonly words: readonly string[] }
  | { readonly kind: 'sentence'; readonly text: string }
  /** A longer text somebody wrote, line by line. */
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** A command of ours; plain text leaves it out. */
  | {
      readonly kind: 'command';
      readonly label: string;
      readonly command: string;
      readonly arguments: readonly string[];
    }
  /** An address that was checked to be one a person may open; plain text leaves it out. */
  | { readonly kind: 'link'; readonly label: string; readonly url: URL }
  | { readonly kind: 'rule' };

/** Renders the blocks for what the client can show. */
export function renderCard(blocks: readonly Block[], format: 'markdown' | 'plaintext'): MarkupContent {
  const render = format === 'markdown' ? markdownBlock : plainBlock;
  return {
    kind: format === 'markdown' ? MarkupKind.Markdown : MarkupKind.PlainText,
    value: blocks
      .map(render)
      .filter((text) => text !== '')
      .join('\n\n'),
  };
}

function markdownBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return [`**${markdownCode(block.key)}**`, ...block.words.map((word) => escapeMarkdown(cut(word)))].join(' · ');
    case 'sentence':
      return escapeMarkdown(cut(block.text, longestSentence));
    case 'prose':
      return linesOf(block.text).map(escapeMarkdown).join('\n\n');
    case 'table':
      return [block.head, block.head.map(() => '---'), ...block.rows]
        .map(
          (cells, index) => `| ${cells.map((cell) => (index === 1 ? cell : escapeMarkdown(cut(cell)))).join(' | ')} |`,
        )
        .join('\n');
    case 'command':
      return `[${escapeMarkdown(block.label)}](<command:${block.command}?${uriComponent(JSON.stringify(block.arguments))}>)`;
    case 'link':
      return `[${escapeMarkdown(block.label)}](<${block.url.href.replace(/[<>\\\s]/g, uriComponent)}>)`;
    case 'rule':
      return '---';
  }
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return [block.key, ...block.words].map((word) => visible(word)).join(' · ');
    case 'sentence':
      return visible(block.text, longestSentence);
    case 'prose':
      return linesOf(block.text)
        .map((line) => visible(line, Infinity))
        .join('\n');
    case 'table':
      return block.rows
        .map(
          ([where = '', ...cells]) =>
            `${visible(where)}: ${cells
              .filter(Boolean)
              .map((cell) => visible(cell))
              .join(', ')}`,
        )
        .join('\n');
    case 'command':
    case 'link':
    case 'rule':
      return '';
  }
}

/** The lines that hold something, up to 2,000 characters and 30 lines of them. */
function linesOf(text: string): string[] {
  return cut(text, 2000)
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => line.replaceAll('\t', ' ').trim())
    .filter(Boolean)
    .slice(0, 30);
}

const longestSentence = 1_500;

function cut(text: string, limit = 200): string {
  return text.length > limit ? `${text.slice(0, limit)}…` : text;
}

/** Also encodes what ends or changes a Markdown link. */
function uriComponent(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*~]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
