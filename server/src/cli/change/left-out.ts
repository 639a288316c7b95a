/** Files that were looked at before the change, are there still, and are not looked at any more. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { plural } from '../../core/text.ts';
import { createMembership } from '../../session/files/list-files.ts';
import type { Session } from '../../session/session.ts';
import { pathOfUri } from '../../session/uri.ts';
import type { OpenSession } from '../open-session.ts';
import { relativePath } from '../places.ts';

/** Those with call sites, as URIs of the session of before: what they read is not taken out of the code. */
export function leftOutNow(before: Session, { session, loaded }: OpenSession): ReadonlySet<string> {
  const isMember = createMembership(session.root, loaded.include, loaded.ignore);
  const isLeftOut = (uri: string): boolean => {
    const path = pathOfUri(uri);
    if (path === null) return false;
    const now = join(session.root, relativePath(before.root, path));
    return !isMember(now) && existsSync(now);
  };
  return new Set(before.uris().filter(isLeftOut));
}

/** A sentence for people; none where nothing is left out. */
export function leftOutNotes(uris: ReadonlySet<string>): readonly string[] {
  if (uris.size === 0) return [];
  const [files, they, them] = uris.size === 1 ? ['is', 'it reads', 'it'] : ['are', 'they read', 'them'];
  return [
    `${plural(uris.size, 'file')} with flags ${files} still there, but left out by "include" or "ignore" now: what ${they} does not count as removed, and findings in ${them} are not told.`,
  ];
}
