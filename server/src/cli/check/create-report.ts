/** From a session that has scanned to a report. */
import { checkMetas } from '../../core/checks/registry.ts';
import type { Session } from '../../session/session.ts';
import { pathOfUri } from '../../session/uri.ts';
import type { CheckReport, ReportedFinding } from './check-report.ts';
import type { Io } from '../command.ts';
import { createFingerprints } from './fingerprint.ts';
import type { OpenSession } from '../open-session.ts';
import { undecided } from './outcome.ts';
import { comparePlaces, createPlaces, relativePath } from '../places.ts';
import type { Scanned } from '../scan.ts';

/** All findings of the files asked for, in order. */
export function createReport({ session, isStateGiven, now }: OpenSession, scanned: Scanned, io: Io): CheckReport {
  return {
    findings: reportedFindings(session, checkedUris(session, scanned), io.cwd),
    state: session.state().status,
    planes: session.isSinglePlane ? [] : session.planes.map((plane) => ({ plane, status: plane.state().status })),
    isStateGiven,
    summary: scanned.summary,
    assumptions: session.assumptions,
    checks: checkMetas,
    cwd: io.cwd,
    root: session.root,
    now: now(),
    baseline: null,
    change: null,
    shard: null,
    maxFindings: null,
    leftOut: null,
    outcome: undecided,
  };
}

/** What is said of flags as such is of the whole workspace, wherever it is placed: who asks for a part is not told. */
function checkedUris(session: Session, { isAsked, isWhole, isInShard = () => true }: Scanned): readonly string[] {
  const isMeant = (uri: string): boolean =>
    session.isWorkspacePlace(uri) ? isWhole : isAsked(relativePath(session.root, pathOfUri(uri) ?? uri));
  return session.checkedUris().filter((uri) => isMeant(uri) && isInShard(uri));
}

/** The findings of these files, sorted. */
export function reportedFindings(session: Session, uris: readonly string[], cwd: string): readonly ReportedFinding[] {
  const places = createPlaces(session, cwd);
  const fingerprint = createFingerprints();
  return uris
    .flatMap((uri) => {
      const path = relativePath(session.root, pathOfUri(uri) ?? uri);
      const isPlace = session.isWorkspacePlace(uri);
      return session.findings(uri).map((finding): ReportedFinding => {
        const place = places.of(uri, finding.span);
        const sourceLine = places.line(uri, place.line);
        const code = isPlace ? '' : sourceLine;
        return {
          finding,
          place,
          path,
          sourceLine,
          code,
          fingerprint: fingerprint({ finding, path, code }),
          related: finding.related.map(({ uri: where, span, what }) => ({
            ...places.of(where, span),
            ...(what === undefined ? {} : { what }),
          })),
          fixes: (finding.fixes ?? []).map(({ title, edits }) => ({
            title,
            edits: edits.map(({ span, newText }) => ({ place: places.of(uri, span), newText })),
          })),
          controlPlane: session.isSinglePlane ? null : (session.planeOf(uri)?.name ?? null),
          isNew: null,
          change: null,
        };
      });
    })
    .sort(compareFindings);
}

/** The order of findings in a report. */
export function compareFindings(a: ReportedFinding, b: ReportedFinding): number {
  return (
    comparePlaces(a.place, b.place) ||
    compare(a.finding.check, b.finding.check) ||
    compare(a.finding.message, b.finding.message)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
