/** Spans to LSP ranges, at one place. */
import type { Location as LspLocation, Range } from 'vscode-languageserver';
import type { LineIndex } from '../core/line-index.ts';
import type { Location, Span } from '../core/model.ts';
import type { Session } from '../session/session.ts';
import { lineIndexOf } from './key-at.ts';

export function rangeOf(index: LineIndex, span: Span): Range {
  return { start: index.positionAt(span.start), end: index.positionAt(span.end) };
}

/** Locations as LSP wants them; those in files the session cannot read are left out. Each file's lines are counted once. */
export function locationsOf(session: Session, locations: readonly Location[]): LspLocation[] {
  const indexes = new Map<string, LineIndex | null>();
  return locations.flatMap(({ uri, span }) => {
    let index = indexes.get(uri);
    if (index === undefined) {
      index = lineIndexOf(session, uri);
      indexes.set(uri, index);
    }
    return index ? [{ uri, range: rangeOf(index, span) }] : [];
  });
}
