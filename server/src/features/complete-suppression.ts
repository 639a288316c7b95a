import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver';
import { checks } from '../core/checks/registry.ts';
import type { LineIndex } from '../core/line-index.ts';
import { rangeOf } from './range.ts';

/** In a comment: the word, then ids so far, then the one that is being typed; before the end date and the reason. */
const place =
  /(?:\/\/|\/\*|^\s*\*)\s*sluice-ignore-(?:next-line|line|file)\s+(?<before>(?:[\w-]+[\s,]+)*)(?<typed>[\w-]*)$/;

/** The ids of checks where a suppression comment takes them, but for those it names already; null elsewhere. */
export function completeSuppression(text: string, offset: number, index: LineIndex): CompletionItem[] | null {
  const line = text.slice(Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 300), offset);
  const { before, typed } = place.exec(line)?.groups ?? {};
  if (before === undefined || typed === undefined) return null;
  const words = before.split(/[\s,]+/);
  if (words.includes('until') || words.includes('--') || typed.startsWith('--')) return null;
  const rest = /^[\w-]*/.exec(text.slice(offset))?.[0].length ?? 0;
  const range = rangeOf(index, { start: offset - typed.length, end: offset + rest });
  return checks
    .map(({ meta }) => meta)
    .filter(({ id }) => !words.includes(id))
    .map(({ id, title }) => ({
      label: id,
      kind: CompletionItemKind.EnumMember,
      detail: title,
      textEdit: { range, newText: id },
    }));
}
