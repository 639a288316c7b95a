/** The one door between the engine and its two users, the language server and the command line. Neither imports the other. */
import type { ControlPlane, FlagWrite, PreviousServing } from '../control-planes/control-plane.ts';
import type { RollbackQuestion } from '../control-planes/refusal.ts';
import type { CallSite, Finding, Flag, FlagSnapshot, FlagUsage, Problem, Scope, Serving } from '../core/model.ts';
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

export interface Session {
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
  text(uri: string): string | null;
  callSites(uri: string): readonly CallSite[];
  usages(uri: string): readonly FlagUsage[];
  /** After suppressions. */
  findings(uri: string): readonly Finding[];
  /** All call sites of a key in the workspace. */
  references(flagKey: string): readonly CallSite[];

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
  /** The same for a rollback; `serving` is what it would bring back, where that is known. */
  rollbackRefusal(change: RollbackQuestion): string | null;
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

  onChange(listener: (change: SessionChange) => void): void;
  dispose(): void;
}
