import type { Position } from '../core/line-index.ts';
import type { Session } from '../session/session.ts';
import { flagKeys, keyAround } from './key-at.ts';

/** The flag a position is about (its key, the call around it, or the constant that holds the key); null where there is none or it is computed. */
export function flagAt(session: Session, uri: string, position: Position): string | null {
  const found = keyAround(session, uri, position);
  return found ? (flagKeys(found.usage)[0] ?? null) : null;
}
