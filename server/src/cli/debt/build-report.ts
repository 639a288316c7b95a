/** From a session that has read everything to a report of its flag debt. */
import { basename } from 'node:path';
import type { CallSite, Flag, FlagSnapshot } from '../../core/model.ts';
import { ageSince, dayMs } from '../../core/state/age.ts';
import { constancyOf } from '../../core/state/constancy.ts';
import { criticalEnvironments } from '../../core/state/environments.ts';
import { survivorLabel } from '../../core/state/survivor.ts';
import { verdictText, verdictWord } from '../../core/state/verdict-text.ts';
import type { Session, SessionPlane } from '../../session/session.ts';
import { flagPage } from '../../session/flag-page.ts';
import type { OpenSession } from '../open-session.ts';
import { comparePlaces, createPlaces, type Places } from '../places.ts';
import { stateLine } from '../state/state-line.ts';
import { compareReports, type EarlierReport } from './compare-reports.ts';
import { totalsOf, type DebtFlag, type DebtReport, type UnjudgedKey } from './debt-report.ts';

export interface BuildOptions {
  /** False where some of the state is missing, incomplete or too old. */
  readonly isComplete: boolean;
  readonly earlier: EarlierReport | null;
}

/** A control plane that is only compared with another one decides nothing, so its flags are no debt of this code. */
export function buildReport(opened: OpenSession, { isComplete, earlier }: BuildOptions): DebtReport {
  const { session, isStateGiven } = opened;
  const now = opened.now();
  const places = createPlaces(session, session.root);
  const deciding = session.planes.filter(({ comparedWith }) => comparedWith === null);
  const judged = deciding.flatMap((plane) => flagsOf(plane, { session, places, now }));
  const flags = judged.filter(({ isGone }) => !isGone).map(({ flag }) => flag);
  const current = {
    at: new Date(now).toISOString(),
    isComplete,
    totals: totalsOf(flags),
    flags: flags.sort(byName),
  };
  return {
    workspace: basename(session.root),
    planes: deciding.map((plane) => ({
      name: nameOf(plane, session),
      state: plane.state().status,
      line: stateLine(plane.state().status, { isGiven: isStateGiven, now }),
    })),
    archived: judged.length - flags.length,
    unjudged: deciding.flatMap((plane) => unjudgedOf(plane, session)).sort(byName),
    ...current,
    ...compareReports(current, earlier),
  };
}

interface Scene {
  readonly session: Session;
  readonly places: Places;
  readonly now: number;
}

function flagsOf(plane: SessionPlane, scene: Scene): readonly { readonly flag: DebtFlag; readonly isGone: boolean }[] {
  const { snapshot } = plane.state();
  if (snapshot === null) return [];
  return snapshot.flags.map((flag) => {
    const told = debtOf(flag, { plane, snapshot, ...scene });
    return { flag: told, isGone: flag.archivedAt !== null && told.reads === 0 };
  });
}

function debtOf(
  flag: Flag,
  { plane, snapshot, session, places, now }: Scene & { readonly plane: SessionPlane; readonly snapshot: FlagSnapshot },
): DebtFlag {
  const verdict = session.verdict(flag, plane);
  const reads = session.references(flag.key, plane).filter(({ role }) => role === 'evaluation');
  const age = ageSince(flag.createdAt, now);
  const constancy = constancyOf(flag, criticalEnvironments(snapshot, plane.critical));
  const { key, kind, purpose, owner, description, createdAt } = flag;
  return {
    key,
    controlPlane: nameOf(plane, session),
    kind,
    purpose,
    owner,
    description,
    url: flagPage(flag, snapshot)?.href ?? null,
    createdAt,
    ageDays: age === null ? null : Math.floor(age / dayMs),
    constantSince: constancy && new Date(constancy.sinceMs).toISOString(),
    verdict: verdict ? verdictWord(verdict) : 'unknown',
    text: verdict ? verdictText(verdict).headline : 'The state is not known.',
    survivor: verdict?.survivor ?? null,
    survives: verdict?.survivor ? survivorLabel(verdict.survivor) : null,
    missing: verdict?.missing ?? [],
    predicates: verdict?.predicates ?? [],
    reads: reads.length,
    testReads: reads.filter(({ inTest }) => inTest).length,
    places: reads
      .map(({ uri, keySpan }) => places.of(uri, keySpan))
      .sort(comparePlaces)
      .map(({ file, line, column }) => ({ file, line, column })),
  };
}

/** The keys that code reads for a control plane of whose flags nothing is known. */
function unjudgedOf(plane: SessionPlane, session: Session): readonly UnjudgedKey[] {
  if (plane.state().snapshot !== null) return [];
  const controlPlane = nameOf(plane, session);
  const counts = new Map<string, number>();
  for (const uri of session.uris()) {
    if (session.planeOf(uri) !== plane) continue;
    for (const key of session.callSites(uri).flatMap(keysRead)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, reads]) => ({ controlPlane, key, reads }));
}

function keysRead({ key, role }: CallSite): readonly string[] {
  if (role !== 'evaluation' || key.kind === 'dynamic') return [];
  return key.kind === 'literal' ? [key.value] : [...new Set(key.values)];
}

function nameOf({ name }: SessionPlane, { isSinglePlane }: Session): string | null {
  return isSinglePlane ? null : name;
}

function byName(a: UnjudgedKey | DebtFlag, b: UnjudgedKey | DebtFlag): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  return (a.controlPlane ?? '') < (b.controlPlane ?? '') ? -1 : 1;
}
