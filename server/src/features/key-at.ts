/** Which flag a position is about: at a call site, or where the string behind a constant is written. */
import { createLineIndex, type LineIndex, type Position } from '../core/line-index.ts';
import type { FlagUsage, Span } from '../core/model.ts';
import type { Session } from '../session/session.ts';

export interface KeyAt {
  readonly usage: FlagUsage;
  /** What the pointer is on: the key expression, or the string of its definition. */
  readonly span: Span;
  /** True where the position is in the string that a constant holds, not at a call site. */
  readonly atDefinition: boolean;
}

/** Line index of a file the session knows; null for any other. */
export function lineIndexOf(session: Session, uri: string): LineIndex | null {
  const text = session.text(uri);
  if (text === null) return null;
  let known = indexes.get(session);
  if (!known) indexes.set(session, (known = new Map()));
  const before = known.get(uri);
  if (before?.text === text) return before.index;
  const index = createLineIndex(text);
  known.delete(uri);
  known.set(uri, { text, index });
  const [oldest] = known.keys();
  if (known.size > mostIndexes && oldest !== undefined) known.delete(oldest);
  return index;
}

/** Of the files asked for last: each finding of a file may point at others, and each of those at lines of them. */
const indexes = new WeakMap<Session, Map<string, { readonly text: string; readonly index: LineIndex }>>();
const mostIndexes = 50;

/** The key at a position: touching the key expression of a call site, or the string of a constant that some call site uses. */
export function keyAt(session: Session, uri: string, position: Position): KeyAt | null {
  const index = lineIndexOf(session, uri);
  if (!index) return null;
  const offset = index.offsetAt(position);
  const usage = narrowest(
    session.usages(uri).filter((each) => touches(each.callSite.keySpan, offset)),
    (each) => each.callSite.keySpan,
  );
  if (usage) return { usage, span: usage.callSite.keySpan, atDefinition: false };
  return definitionAt(session, uri, offset);
}

/** As `keyAt`, and else the innermost call around the position. */
export function keyAround(session: Session, uri: string, position: Position): KeyAt | null {
  const exact = keyAt(session, uri, position);
  if (exact) return exact;
  const index = lineIndexOf(session, uri);
  if (!index) return null;
  const offset = index.offsetAt(position);
  const usage = narrowest(
    session.usages(uri).filter((each) => touches(each.callSite.span, offset)),
    (each) => each.callSite.span,
  );
  return usage ? { usage, span: usage.callSite.keySpan, atDefinition: false } : null;
}

/** The flag keys a usage is about: as the control plane spells them where it knows them, else as the code does. Empty where computed. */
export function flagKeys(usage: FlagUsage): readonly string[] {
  const { key } = usage.callSite;
  if (usage.kind === 'found') return usage.flags.map((flag) => flag.key);
  if (key.kind === 'literal') return [key.value];
  return key.kind === 'one-of' ? key.values : [];
}

function definitionAt(session: Session, uri: string, offset: number): KeyAt | null {
  for (const user of session.uris()) {
    for (const usage of session.usages(user)) {
      const definition = usage.callSite.keyDefinition;
      if (definition?.uri === uri && touches(definition.span, offset))
        return { usage, span: definition.span, atDefinition: true };
    }
  }
  return null;
}

function narrowest<T>(items: readonly T[], spanOf: (item: T) => Span): T | null {
  const length = (item: T): number => spanOf(item).end - spanOf(item).start;
  return items.reduce<T | null>((best, item) => (best === null || length(item) < length(best) ? item : best), null);
}

function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}
