/** What the checks find in each file and about flags as such, for as long as nothing it rests on is another. */
import type { ResolvedChecks } from '../config/resolve-checks.ts';
import type { Check, WorkspaceCheck, WorkspaceView } from '../core/checks/check.ts';
import { checkFile, compareFindings } from '../core/checks/run.ts';
import { runWorkspaceChecks } from '../core/checks/run-workspace.ts';
import type { FileFacts } from '../core/facts.ts';
import { join, type FlagIndex } from '../core/join.ts';
import { createLineIndex } from '../core/line-index.ts';
import type { CallSite, Finding, FlagUsage } from '../core/model.ts';
import { changedAnswers, isAffected, noting, nothingAsked, type Asked } from './cross-file.ts';
import { toRelative } from './files/list-files.ts';
import type { Plane } from './plane.ts';
import type { Planes } from './planes.ts';
import type { References } from './references.ts';
import type { Logger } from './session.ts';
import { pathOfUri } from './uri.ts';
import type { WorkspacePlaces } from './workspace-places.ts';
import type { Workspace } from './workspace/workspace.ts';

export interface CheckRegistry {
  readonly checks: readonly Check[];
  readonly workspaceChecks: readonly WorkspaceCheck[];
}

export interface FindingsOptions {
  readonly root: string;
  readonly workspace: Workspace;
  readonly planes: Planes;
  readonly references: References;
  readonly places: WorkspacePlaces;
  readonly settings: ResolvedChecks;
  readonly checks: CheckRegistry;
  readonly logger: Logger;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly referencesElsewhere: (flagKey: string) => number | null;
}

export interface Findings {
  usages(uri: string): readonly FlagUsage[];
  /** Of one file, with the workspace findings that are placed in it. */
  of(uri: string): readonly Finding[];
  /** Findings about flags as such. */
  ofWorkspace(): readonly Finding[];
  /** Files have other facts or call sites. Returns all files whose findings may be others now, sorted. */
  filesChanged(uris: readonly string[]): readonly string[];
  /** The state is another one: everything may be. */
  forget(): void;
}

/** Everything known of one file, as long as nothing it was made from is another. */
interface FileView {
  readonly callSites: readonly CallSite[];
  readonly facts: FileFacts | null;
  readonly index: FlagIndex | null;
  readonly usages: readonly FlagUsage[];
  readonly asked: Asked;
  findings: readonly Finding[] | null;
}

export function createFindings(options: FindingsOptions): Findings {
  const { workspace, planes, references, places, settings, now, logger } = options;
  const views = new Map<string, FileView>();
  let ofWorkspace: { readonly findings: readonly Finding[]; readonly asked: Asked } | null = null;
  /** As of the last change. */
  const callSites = new Map<string, readonly CallSite[]>();
  let wasWhole = false;

  const viewFor = (plane: Plane | null, asked: Asked): WorkspaceView =>
    noting(
      {
        isWhole: workspace.isWhole,
        callSitesOf: (key) => references.sorted(key, plane),
        dynamicCallSites: () => references.dynamic(plane),
        referencesElsewhere: options.referencesElsewhere,
      },
      asked,
    );

  const viewOf = (uri: string): FileView => {
    const sites = workspace.callSites(uri);
    const facts = workspace.facts(uri);
    const index = planes.of(uri)?.usableIndex() ?? null;
    const known = views.get(uri);
    if (known && known.callSites === sites && known.facts === facts && known.index === index) return known;
    const usages = join(sites, index);
    const view = { callSites: sites, facts, index, usages, asked: nothingAsked(), findings: null };
    views.set(uri, view);
    return view;
  };

  const ofFile = (uri: string): readonly Finding[] => {
    const view = viewOf(uri);
    const plane = planes.of(uri);
    view.findings ??= checkFile(
      {
        uri,
        usages: view.usages,
        comments: view.facts?.comments ?? [],
        lineIndex: () => createLineIndex(workspace.text(uri) ?? ''),
        text: () => workspace.text(uri) ?? '',
        snapshot: view.index?.snapshot ?? null,
        canShowAbsence: view.index?.canShowAbsence ?? false,
        criticalEnvironments: plane?.critical ?? null,
        now: now(),
        settings: settings.of(relativePath(options.root, uri)),
        elsewhere: planes.elsewhere,
        workspace: viewFor(plane, view.asked),
        onError: (check, error) => logger.error(`The check ${check} failed on ${uri}: ${String(error)}`),
      },
      options.checks.checks,
    ).findings;
    return view.findings;
  };

  const findWorkspace = (asked: Asked): readonly Finding[] =>
    planes.all.flatMap((plane) => {
      const index = plane.comparedWith === null ? plane.usableIndex() : null;
      if (!index?.canShowAbsence) return [];
      return runWorkspaceChecks(
        {
          snapshot: index.snapshot,
          criticalEnvironments: plane.critical,
          now: now(),
          settings: settings.base,
          workspace: viewFor(plane, asked),
          place: (flagKey) => places.of(plane.name, flagKey),
          onError: (check, error) => logger.error(`The check ${check} failed on ${plane.name}: ${String(error)}`),
        },
        options.checks.workspaceChecks,
      );
    });

  const workspaceFindings = (): readonly Finding[] => {
    if (!ofWorkspace) {
      places.forget();
      const asked = nothingAsked();
      ofWorkspace = { findings: [...findWorkspace(asked)].sort(compareFindings), asked };
    }
    return ofWorkspace.findings;
  };

  return {
    usages: (uri) => viewOf(uri).usages,
    of(uri) {
      if (!places.uris.has(uri)) return ofFile(uri);
      const placed = workspaceFindings().filter((finding) => finding.uri === uri);
      return [...ofFile(uri), ...placed].sort(compareFindings);
    },
    ofWorkspace: workspaceFindings,
    filesChanged(uris) {
      references.forget();
      const changed: CallSite[] = [];
      for (const uri of uris) {
        views.delete(uri);
        const before = callSites.get(uri) ?? [];
        const after = workspace.callSites(uri);
        if (before === after) continue;
        callSites.set(uri, after);
        // A loop: there may be more than fit into the arguments of a call.
        for (const site of before) changed.push(site);
        for (const site of after) changed.push(site);
      }
      const isWholeNow = workspace.isWhole && !wasWhole;
      wasWhole = workspace.isWhole;
      const answers = changedAnswers(changed);
      const all = new Set(uris);
      for (const [uri, { asked, findings }] of views) {
        // Before the whole workspace was read, much was left unsaid.
        if (!isWholeNow && !isAffected(asked, answers)) continue;
        views.delete(uri);
        if (findings) all.add(uri);
      }
      if (ofWorkspace && (isWholeNow || isAffected(ofWorkspace.asked, answers))) {
        ofWorkspace = null;
        for (const uri of places.uris) all.add(uri);
      }
      return [...all].sort();
    },
    forget() {
      views.clear();
      ofWorkspace = null;
    },
  };
}

/** Of a file in the workspace; of one outside, no pattern says anything. */
function relativePath(root: string, uri: string): string {
  const path = pathOfUri(uri);
  return (path === null ? null : toRelative(root, path)) ?? '';
}
