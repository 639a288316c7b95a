import { CompletionItemKind, CompletionItemTag, type CompletionItem, type CompletionList } from 'vscode-languageserver';
import { createLineIndex, type Position } from '../core/line-index.ts';
import type { CallSite, Flag, Span, ValueType } from '../core/model.ts';
import { visible } from '../core/text.ts';
import type { Session } from '../session/session.ts';
import { completeSuppression } from './complete-suppression.ts';
import { renderCard } from './card.ts';
import { stateAt } from './plane-at.ts';
import { rangeOf } from './range.ts';
import { stateLine } from './state-line.ts';

export interface CompletionOptions {
  readonly format: 'markdown' | 'plaintext';
  /** The client shows `CompletionItem.tags`; else `deprecated` must do. */
  readonly tags: boolean;
  /** Names of functions whose first argument is a key, beside those the workspace calls. */
  readonly readers: ReadonlySet<string>;
}

/** More than this many are not sent at once; the client asks again as more is typed. */
const maxItems = 500;

/** Flag keys, inside the string that holds a key, where there is a state; ids of checks in a suppression comment; null elsewhere. */
export function completion(
  session: Session,
  uri: string,
  position: Position,
  options: CompletionOptions,
): CompletionList | null {
  const text = session.text(uri);
  const { snapshot } = stateAt(session, uri);
  if (text === null) return null;
  const index = createLineIndex(text);
  const offset = index.offsetAt(position);
  const ids = completeSuppression(text, offset, index);
  if (ids) return { isIncomplete: false, items: ids };
  if (!snapshot) return null;
  const place = keyPlace(session, uri, text, offset, options.readers);
  if (!place) return null;

  const possible = snapshot.flags.filter((flag) => isWritable(flag.key, place.quote));
  const isIncomplete = possible.length > maxItems;
  const typed = text.slice(place.inside.start, offset).toLowerCase();
  const matching = isIncomplete ? possible.filter((flag) => isSubsequence(typed, flag.key.toLowerCase())) : possible;
  const ranked = matching
    .map((flag) => ({ flag, rank: rank(flag, place.valueType) }))
    .sort((a, b) => a.rank - b.rank || (a.flag.key < b.flag.key ? -1 : 1));
  const range = rangeOf(index, place.inside);
  return {
    isIncomplete,
    items: ranked.slice(0, maxItems).map(({ flag, rank }): CompletionItem => {
      const archived = flag.archivedAt !== null;
      return {
        label: visible(flag.key),
        kind: CompletionItemKind.Constant,
        detail: stateLine(flag, snapshot.environments),
        documentation: documentation(flag, options.format),
        filterText: flag.key,
        sortText: `${rank}${flag.key}`,
        textEdit: { range, newText: flag.key },
        ...(archived ? (options.tags ? { tags: [CompletionItemTag.Deprecated] } : { deprecated: true }) : {}),
      };
    }),
  };
}

interface KeyPlace {
  /** Between the quotes. */
  readonly inside: Span;
  readonly quote: string;
  readonly valueType: ValueType | null;
}

function keyPlace(
  session: Session,
  uri: string,
  text: string,
  offset: number,
  readers: ReadonlySet<string>,
): KeyPlace | null {
  const callSites = session.callSites(uri);
  const callSite = callSites.find(({ keySpan }) => keySpan.start < offset && offset <= keySpan.end);
  if (callSite) return placeIn(text, callSite.keySpan, offset, callSite.valueType);
  const definition = definitionAround(session, uri, offset);
  if (definition) return placeIn(text, definition.span, offset, definition.valueType);
  return halfTypedPlace(session, text, offset, callSites, readers);
}

/** The string of a constant that some call site uses. */
function definitionAround(
  session: Session,
  uri: string,
  offset: number,
): { span: Span; valueType: ValueType | null } | null {
  for (const user of session.uris()) {
    for (const { keyDefinition, valueType } of session.callSites(user)) {
      if (keyDefinition?.uri === uri && keyDefinition.span.start < offset && offset <= keyDefinition.span.end)
        return { span: keyDefinition.span, valueType };
    }
  }
  return null;
}

/** The inside of a string literal, which may have no end yet; null where the expression is no string or the position is behind it. */
function placeIn(text: string, span: Span, offset: number, valueType: ValueType | null): KeyPlace | null {
  const quote = text.charAt(span.start);
  if (!/^['"`]$/.test(quote)) return null;
  const start = span.start + 1;
  if (span.end - 1 >= start && text.charAt(span.end - 1) === quote) {
    return offset < span.end ? { inside: { start, end: span.end - 1 }, quote, valueType } : null;
  }
  return { inside: { start, end: endOfKey(text, offset) }, quote, valueType };
}

/** `client.getBooleanValue('` where the code is too broken, or too empty, to be a call site yet. */
function halfTypedPlace(
  session: Session,
  text: string,
  offset: number,
  callSites: readonly CallSite[],
  readers: ReadonlySet<string>,
): KeyPlace | null {
  const before = text.slice(Math.max(text.lastIndexOf('\n', offset - 1) + 1, offset - 300), offset);
  const match = /(?<name>[\w$]+)\s*(?:<[^<>()]{0,80}>)?\(\s*(?<quote>['"`])(?<typed>[^'"`\\]*)$/.exec(before);
  const { name, quote, typed } = match?.groups ?? {};
  if (name === undefined || quote === undefined || typed === undefined) return null;
  const reader = callSites.find((each) => takesKey(each, name)) ?? callSiteOf(session, name);
  if (!reader && !readers.has(name)) return null;
  const start = offset - typed.length;
  const end = endOfKey(text, offset);
  return { inside: { start, end }, quote, valueType: reader?.valueType ?? null };
}

function callSiteOf(session: Session, method: string): CallSite | undefined {
  for (const uri of session.uris()) {
    const callSite = session.callSites(uri).find((each) => takesKey(each, method) || each.via.includes(method));
    if (callSite) return callSite;
  }
  return undefined;
}

/** What a home-made valve calls takes no key. */
function takesKey({ method, role }: CallSite, name: string): boolean {
  return method === name && role !== 'home-made-valve';
}

/** The rest of a key that stands behind the pointer: what is typed next to a string without an end is not its text. */
function endOfKey(text: string, offset: number): number {
  let end = offset;
  while (/[\w.:/-]/.test(text.charAt(end))) end++;
  return end;
}

/** 0: fits the type · 1: another type · 2: archived. */
function rank(flag: Flag, valueType: ValueType | null): number {
  if (flag.archivedAt !== null) return 2;
  return valueType === null || flag.valueType === valueType ? 0 : 1;
}

/** A key that can stand between these quotes as it is. */
function isWritable(key: string, quote: string): boolean {
  return !key.includes(quote) && !/[\\\p{Cc}\u2028\u2029]/u.test(key) && !(quote === '`' && key.includes('${'));
}

function isSubsequence(typed: string, key: string): boolean {
  let at = 0;
  for (const character of typed) {
    at = key.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function documentation(flag: Flag, format: 'markdown' | 'plaintext'): CompletionItem['documentation'] {
  const words = [
    flag.kind,
    ...(flag.purpose === null ? [] : [flag.purpose]),
    flag.owner === null ? 'no owner' : `owner ${flag.owner}`,
  ];
  return renderCard(
    [
      ...(flag.description === null ? [] : [{ kind: 'prose', text: flag.description } as const]),
      { kind: 'sentence', text: words.join(' · ') },
    ],
    format,
  );
}
