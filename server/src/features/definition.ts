import type { Location } from 'vscode-languageserver';
import type { Position } from '../core/line-index.ts';
import type { Span } from '../core/model.ts';
import type { Session } from '../session/session.ts';
import { keyAt } from './key-at.ts';
import { locationsOf } from './range.ts';

/**
 * The constant that holds the key at a position; null where the key is written at the call site. It points to the constant's name
 * where that stands before the string, as a language's own server does: editors then show one target, not two.
 */
export function definition(session: Session, uri: string, position: Position): Location | null {
  const found = keyAt(session, uri, position);
  const target = found?.usage.callSite.keyDefinition;
  if (!found || found.atDefinition || !target) return null;
  const text = session.text(target.uri);
  if (text === null) return null;
  return locationsOf(session, [{ uri: target.uri, span: nameBefore(text, target.span) }])[0] ?? null;
}

/** `NAME = '…'`, `NAME: Type = '…'`, `NAME: '…'`, on one line. */
function nameBefore(text: string, span: Span): Span {
  const lineStart = Math.max(text.lastIndexOf('\n', span.start - 1), text.lastIndexOf('\r', span.start - 1)) + 1;
  const before = text.slice(Math.max(lineStart, span.start - 300), span.start);
  const match = /(?<name>[\p{L}\p{N}_$]+)\s*(?::[^=:,;{}()]{0,100})?[=:]\s*$/u.exec(before);
  const name = match?.groups?.['name'];
  if (!match || name === undefined) return span;
  const start = span.start - before.length + match.index;
  return { start, end: start + name.length };
}
