import type { Location } from 'vscode-languageserver';
import type { Position } from '../core/line-index.ts';
import type { Location as CodeLocation } from '../core/model.ts';
import type { Session } from '../session/session.ts';
import { flagKeys, keyAt } from './key-at.ts';
import { locationsOf } from './range.ts';

/** All places in the workspace that read the flag at a position, in order; with the constants that hold its key where these are asked for. */
export function references(session: Session, uri: string, position: Position, includeDeclaration: boolean): Location[] {
  const found = keyAt(session, uri, position);
  if (!found) return [];
  const plane = session.planeOf(found.usage.callSite.uri);
  const callSites = flagKeys(found.usage).flatMap((key) => session.references(key, plane));
  const places = callSites.flatMap((callSite): CodeLocation[] => [
    { uri: callSite.uri, span: callSite.keySpan },
    ...(includeDeclaration && callSite.keyDefinition ? [callSite.keyDefinition] : []),
  ]);
  const unique = new Map(places.map((place) => [`${place.span.start}-${place.span.end} ${place.uri}`, place]));
  const sorted = [...unique.values()].sort(
    (a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0) || a.span.start - b.span.start,
  );
  return locationsOf(session, sorted);
}
