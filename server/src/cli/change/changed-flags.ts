/** Which flags a change adds to the code, takes out of it, or works on although they are stale. */
import type { CheckMeta } from '../../core/checks/check.ts';
import { createLineIndex } from '../../core/line-index.ts';
import type { CallSite, Flag, FlagSnapshot } from '../../core/model.ts';
import { sameServing, servingLabel, stateIn } from '../../core/state/serving.ts';
import type { Session, SessionPlane } from '../../session/session.ts';
import { pathOfUri } from '../../session/uri.ts';
import type { ReportedFinding } from '../check/check-report.ts';
import { reportedEnvironments } from '../flags/flag-report.ts';
import { relativePath } from '../places.ts';
import type { ChangedFlag, ChangeReport, ServedIn } from './change-report.ts';
import { countReads, type FlagReads } from './count-reads.ts';
import type { FileChanges } from './file-changes.ts';

export interface FlagsOptions {
  readonly changes: FileChanges;
  /** All of the workspace, not only those that the change touches. */
  readonly findings: readonly ReportedFinding[];
  readonly checks: readonly CheckMeta[];
  /** Files of the session of before that do not count. */
  readonly leftOut: ReadonlySet<string>;
  referencesElsewhere(key: string): number | null;
}

/** Sorted by key. Only evaluations count as reads. */
export function changedFlags(
  now: Session,
  before: Session,
  options: FlagsOptions,
): Pick<ChangeReport, 'added' | 'removed' | 'stillStale'> {
  const readsNow = countReads(now);
  const readsBefore = countReads(before, options.leftOut);
  const staleBy = staleChecks(options);
  const added: ChangedFlag[] = [];
  const removed: ChangedFlag[] = [];
  const stillStale: ChangedFlag[] = [];
  for (const id of new Set([...readsNow.keys(), ...readsBefore.keys()])) {
    const current = readsNow.get(id);
    const former = readsBefore.get(id);
    const { key, controlPlane } = (current ?? former)!;
    const stale = staleBy.get(JSON.stringify([controlPlane, key])) ?? [];
    const flag = (): ChangedFlag => ({
      ...describe(key, planeOf(now, controlPlane)),
      controlPlane,
      readsBefore: former?.callSites.length ?? 0,
      readsAfter: current?.callSites.length ?? 0,
      readsElsewhere: options.referencesElsewhere(key),
      staleBy: stale,
    });
    if (!former) added.push(flag());
    else if (!current) removed.push(flag());
    else if (stale.length > 0 && isWorkedOn(current, former, now, options.changes)) stillStale.push(flag());
  }
  return { added: added.sort(byKey), removed: removed.sort(byKey), stillStale: stillStale.sort(byKey) };
}

/** Checks of age that speak of a flag, by the flag. */
function staleChecks({ findings, checks }: FlagsOptions): ReadonlyMap<string, readonly string[]> {
  const ofAge = new Set(checks.filter(({ category }) => category === 'age').map(({ id }) => id));
  const byFlag = new Map<string, string[]>();
  for (const { finding, controlPlane } of findings) {
    if (finding.flagKey === null || !ofAge.has(finding.check)) continue;
    const id = JSON.stringify([controlPlane, finding.flagKey]);
    const known = byFlag.get(id) ?? [];
    if (!known.includes(finding.check)) byFlag.set(id, [...known, finding.check].sort());
  }
  return byFlag;
}

function isWorkedOn(current: FlagReads, former: FlagReads, session: Session, { changed }: FileChanges): boolean {
  if (current.callSites.length !== former.callSites.length) return true;
  return current.callSites.some((callSite) => {
    const path = pathOfUri(callSite.uri);
    const change = path === null ? undefined : changed.get(relativePath(session.root, path));
    return change !== undefined && change.touches(...linesOf(callSite, session));
  });
}

function linesOf({ uri, span }: CallSite, session: Session): [number, number] {
  const index = createLineIndex(session.text(uri) ?? '');
  return [index.positionAt(span.start).line + 1, index.positionAt(span.end).line + 1];
}

function planeOf(session: Session, name: string | null): SessionPlane | null {
  if (session.isSinglePlane) return session.planes[0] ?? null;
  return session.planes.find((plane) => plane.name === name) ?? null;
}

type Described = Pick<ChangedFlag, 'key' | 'state' | 'kind' | 'purpose' | 'owner' | 'serving'>;

function describe(key: string, plane: SessionPlane | null): Described {
  const { snapshot, status } = plane?.state() ?? { snapshot: null, status: null };
  const flag = plane?.flag(key) ?? null;
  if (!plane || !snapshot || !flag) {
    const isMissing = snapshot !== null && snapshot.complete && snapshot.flags.length > 0 && status?.kind !== 'cached';
    return { key, state: isMissing ? 'missing' : 'unknown', kind: null, purpose: null, owner: null, serving: [] };
  }
  const { kind, purpose, owner, archivedAt } = flag;
  const serving = servedIn(flag, snapshot, plane.critical);
  return { key, state: archivedAt === null ? 'found' : 'archived', kind, purpose, owner, serving };
}

function servedIn(flag: Flag, snapshot: FlagSnapshot, critical: readonly string[] | null): readonly ServedIn[] {
  return reportedEnvironments(snapshot, critical).flatMap((environment) => {
    const state = stateIn(flag, environment.key);
    if (!state) return [];
    return [
      {
        environment: environment.key,
        critical: environment.critical,
        serving: servingLabel(flag, state.serving),
        differs: state.scopes.some(({ serving }) => !sameServing(serving, state.serving)),
      },
    ];
  });
}

function byKey(a: ChangedFlag, b: ChangedFlag): number {
  const [left, right] = [`${a.key}\0${a.controlPlane ?? ''}`, `${b.key}\0${b.controlPlane ?? ''}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
