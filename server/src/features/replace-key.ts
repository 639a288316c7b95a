/** Replaces the key of a call site in the text: the string at the call site, the constant's string, or the member's name. */
import { camelCaseSpellings } from '../core/join.ts';
import type { CallSite, Location, Span } from '../core/model.ts';
import type { Session } from '../session/session.ts';

export interface KeyReplacement {
  readonly location: Location;
  readonly newText: string;
}

/** The edit that makes a call site read another flag; null where the text there is not plainly the key. */
export function replaceKey(session: Session, callSite: CallSite, newKey: string): KeyReplacement | null {
  const { key } = callSite;
  if (key.kind !== 'literal') return null;
  const location = callSite.keyDefinition ?? { uri: callSite.uri, span: callSite.keySpan };
  const text = session.text(location.uri);
  if (text === null) return null;
  const { start, end } = location.span;
  const written = text.slice(start, end);
  const quote = written.charAt(0);
  if (/^['"`]$/.test(quote)) {
    const isPlain = written === `${quote}${key.value}${quote}` && isPlainIn(newKey, quote);
    return isPlain ? { location, newText: `${quote}${newKey}${quote}` } : null;
  }
  if (written !== key.value) return null;
  const name = key.spelling === 'camelCase' ? (camelCaseSpellings(newKey)[0] ?? newKey) : newKey;
  const newText = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? member(text, start, end, name) : null;
  return newText === null ? null : { location, newText };
}

/** The string at `span` with another content, in the same quotes; null where the text there is not plainly a string. */
export function replaceString(text: string, { start, end }: Span, content: string): string | null {
  const written = text.slice(start, end);
  const quote = written.charAt(0);
  const isPlain = /^(['"`])[^\\]*\1$/.test(written) && isPlainIn(written.slice(1, -1), quote);
  return isPlain && isPlainIn(content, quote) ? `${quote}${content}${quote}` : null;
}

/** `flags.old` and `{ old: local }` take the new name; `{ old }` must keep its local one. */
function member(text: string, start: number, end: number, name: string): string | null {
  const before = /(?<last>\S)\s*$/.exec(text.slice(Math.max(0, start - 200), start))?.groups?.['last'];
  const after = /^\s*(?<next>\S)/.exec(text.slice(end, end + 200))?.groups?.['next'];
  if (before === '.') return name;
  if (before !== '{' && before !== ',') return null;
  if (after === ':') return name;
  return after === ',' || after === '}' || after === '=' ? `${name}: ${text.slice(start, end)}` : null;
}

function isPlainIn(key: string, quote: string): boolean {
  return !key.includes(quote) && !/[\\\p{Cc}\u2028\u2029]/u.test(key) && !(quote === '`' && key.includes('${'));
}
