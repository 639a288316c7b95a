/** The one door between the engine and its two users, the language server and the command line. Neither imports the other. */
import type { ControlPlane, FlagWrite, PreviousServing } from '../control-planes/control-plane.ts';
import type { Comparison } from '../core/state/compare.ts';
import type { FlagComparison } from '../core/state/compare-flag.ts';
import type { CallSite, Finding, Flag, FlagSnapshot, FlagUsage, Problem, Scope, Serving } from '../core/model.ts';
import type { FlagVerdict } from '../core/state/verdict.ts';
import type { StateStatus } from '../protocol.ts';

export interface Logger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface ScanProgress {
  readonly done: number;
  readonly total: number;
}

export interface ScanSummary {
  /** Files looked at. */
  readonly files: number;
  /** Files that could hold a flag read and were parsed. */
  readonly parsed: number;
  /** Files left out, by why. */
  readonly skipped: {
    readonly binary: number;
    readonly minified: number;
    readonly oversized: number;
    readonly unreadable: number;
  };
  readonly problems: readonly Problem[];
}

export interface ScanOptions {
  /** Files and folders, absolute; default: the whole workspace. */
  readonly paths?: readonly string[];
  readonly onProgress?: (progress: ScanProgress) => void;
  readonly signal?: AbortSignal;
}

/** The latest snapshot and how far it can be trusted. */
export interface StateView {
  readonly snapshot: FlagSnapshot | null;
  readonly status: StateStatus;
}

/** Why a control plane that is configured is not in use; the fields are those of `StateStatus`. */
export interface Refusal {
  /** null: whether it may be contacted is still being asked. */
  readonly problem: string | null;
  readonly problemKind: string | null;
  readonly controlPlane: string | null;
  readonly origin: string | null;
}

/** What changed since the last call of a listener. */
export interface SessionChange {
  /** Files whose findings or call sites may differ now; 'all' after a state change. */
  readonly uris: readonly string[] | 'all';
  readonly state: boolean;
}

/** What can be asked of one control plane, and done with it. */
export interface ControlPlaneAccess {
  state(): StateView;
  /** Reads the state again. Never throws for a control plane's trouble: that is in the status. */
  refreshState(signal?: AbortSignal): Promise<StateStatus>;
  /** Subscribes to changes of the control plane until `dispose`. */
  watchState(): void;
  /** Replaces the control plane (signed in or out, another configuration). With none, `refusal` says why one is not used; null: none is configured. */
  setControlPlane(controlPlane: ControlPlane | null, refusal?: Refusal | null): void;

  flag(key: string): Flag | null;
  /** Whether the control plane can be changed from here at all. */
  canWrite(): boolean;
  /**
   * Why a change cannot be made (the control plane, the role of its token, the flag), as far as the last reading tells: for people,
   * before they are asked to confirm it. Null: it can.
   */
  refusal(change: Pick<FlagWrite, 'key' | 'scope' | 'serving'>): string | null;
  /** The same for a rollback. */
  rollbackRefusal(change: Pick<FlagWrite, 'key' | 'scope'>): string | null;
  /** Changes a serving. Throws ControlPlaneError; what has a refusal is not tried. On a timeout it reads back once before it decides. */
  write(change: {
    key: string;
    scope: Scope;
    serving: Serving | null;
    expectedRevision: string;
    reason: string | null;
  }): Promise<Flag>;
  rollback(change: { key: string; scope: Scope; expectedRevision: string; reason: string | null }): Promise<Flag>;
  /** What `rollback` would bring back. Never throws: where the control plane does not tell in time, it is `unknown`. */
  previousServing(change: { key: string; scope: Scope }): Promise<PreviousServing>;
  dashboardUrl(key: string | null): Promise<string | null>;
}

/** One control plane of a workspace. */
export interface SessionPlane extends ControlPlaneAccess {
  /** As configured; one of its own in the workspace. */
  readonly name: string;
  /** `kind` in the configuration; null where none is configured. */
  readonly kind: string | null;
  /** Relative to the workspace, with `/`; null: it decides for all files in no other one's folder. */
  readonly folder: string | null;
  /** null: it decides for its files. Else the name of the one that does, with which this one is compared. */
  readonly comparedWith: string | null;
  /** Environments with real users as the configuration names them; null: those the control plane marks. */
  readonly critical: readonly string[] | null;
}

/**
 * The workspace and its control planes. What is asked of the session itself, beside files, goes to the main control plane: the one
 * that decides for files in no folder of another one, else the first.
 */
export interface Session extends ControlPlaneAccess {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** What was assumed where nothing was configured; for people. */
  readonly assumptions: readonly string[];

  /** Reads the workspace (or a part of it) from disk. Open documents win over the disk. */
  scan(options?: ScanOptions): Promise<ScanSummary>;
  /** Text of an open document; replaces what the disk says until `closeDocument`. */
  openDocument(uri: string, text: string): void;
  closeDocument(uri: string): Promise<void>;
  /** Files that changed, appeared or vanished on disk. */
  filesChanged(uris: readonly string[]): Promise<void>;

  /** All files that hold call sites, sorted. */
  uris(): readonly string[];
  /** All files that may have findings, sorted: those with call sites, with suppressions, and with findings about flags as such. */
  checkedUris(): readonly string[];
  text(uri: string): string | null;
  callSites(uri: string): readonly CallSite[];
  usages(uri: string): readonly FlagUsage[];
  /** After suppressions, with the findings about flags as such that are placed in this file. */
  findings(uri: string): readonly Finding[];
  /**
   * Findings about flags as such, for each control plane that decides for files. They are placed at the flag in a definition file of the
   * workspace, else where the control plane is configured; without a configuration file, at the start of where it would be.
   */
  workspaceFindings(): readonly Finding[];
  /** Whether findings about flags as such may be placed in this file. */
  isWorkspacePlace(uri: string): boolean;
  /** All call sites of a key in the workspace; with a control plane, those for which it decides. */
  references(flagKey: string, plane?: SessionPlane | null): readonly CallSite[];

  /** Whether a flag of the control plane can go, and why; null where nothing is known of its flags. */
  verdict(flag: Flag, plane: SessionPlane): FlagVerdict | null;

  /** In the order of the configuration, at least one: without any configured, one whose state is "off". */
  readonly planes: readonly SessionPlane[];
  /** One control plane decides for all files: the usual case, in which it needs no name. */
  readonly isSinglePlane: boolean;
  /** The one that decides for a file; null where the file is in no control plane's folder. */
  planeOf(uri: string): SessionPlane | null;
  /** Those that are compared with this one. */
  comparedWith(plane: SessionPlane): readonly SessionPlane[];
  /** Where each compared control plane disagrees with the one that decides, from the state as it is now. */
  comparisons(): readonly Comparison[];
  /** The same for one flag. */
  compareFlag(key: string, compared: SessionPlane): FlagComparison;
  /** Reads the state of all control planes again and returns that of the main one. Never throws for their trouble. */
  refreshState(signal?: AbortSignal): Promise<StateStatus>;

  onChange(listener: (change: SessionChange) => void): void;
  dispose(): void;
}
