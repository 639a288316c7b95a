/**
 * Our own LSP requests and notifications. Imports nothing: it is all the client may import of the server.
 *
 * A client that knows them says so with `initializationOptions: InitializationOptions`; any other client gets the same
 * features through standard LSP (`workspace/executeCommand`, `window/showMessageRequest`, `window/showDocument`).
 */

export interface InitializationOptions {
  /** The client registers `clientCommands` itself and answers `connectRequest`. */
  readonly sluiceClient?: boolean;
  /** False in an untrusted workspace: scan, but no network and no writes. */
  readonly trusted?: boolean;
  /** A control plane the person set in their own settings; wins over the repository's configuration. */
  readonly controlPlane?: OwnControlPlane | null;
}

/** The settings `sluice.controlPlane.*` as they are: the server checks them. Never a token. */
export interface OwnControlPlane {
  /** Default: `sluice`, the embedded one. */
  readonly kind?: string | undefined;
  readonly url?: string | undefined;
  readonly project?: string | undefined;
  readonly environment?: string | undefined;
}

/**
 * Commands in code lenses, hovers and code actions when `sluiceClient` is set. First argument: a flag key; second, in a workspace
 * with several control planes: the id of the one whose flag it is.
 */
export const clientCommands = {
  flipSwitch: 'sluice.flipSwitch',
  setValve: 'sluice.setValve',
  rollback: 'sluice.rollback',
  openDashboard: 'sluice.openDashboard',
  showReferences: 'sluice.showReferences',
} as const;

/** The same for clients that know nothing of Sluice: handled by the server. */
export const serverCommands = {
  flipSwitch: 'sluice.server.flipSwitch',
  setValve: 'sluice.server.setValve',
  rollback: 'sluice.server.rollback',
  openDashboard: 'sluice.server.openDashboard',
  refresh: 'sluice.server.refresh',
} as const;

export interface StateStatus {
  /**
   * `live`: read from the control plane, and its changes arrive · `polled`: read, but no change stream ·
   * `cached`: the last known snapshot from disk or memory, the control plane does not answer · `file`: a definition file ·
   * `none`: no state · `off`: no control plane is configured.
   */
  readonly kind: 'live' | 'polled' | 'cached' | 'file' | 'none' | 'off';
  readonly controlPlane: string | null;
  /** The origin a token would be bound to. */
  readonly origin: string | null;
  readonly readAt: string | null;
  readonly complete: boolean;
  readonly flagCount: number;
  /** One sentence: what is wrong and what to do. */
  readonly problem: string | null;
  readonly problemKind: string | null;
  /** Where the window has several control planes: each of them; the fields above are those of the one in the worst state. Absent where it has one. */
  readonly controlPlanes?: readonly ControlPlaneStatus[];
}

/** One of several control planes of a window. */
export interface ControlPlaneStatus extends Omit<StateStatus, 'controlPlanes'> {
  /** What requests name it by; means nothing else. */
  readonly id: string;
  /** As configured. */
  readonly name: string;
  /** The folder for whose files it decides, relative to the workspace folder; null: all in no other one's folder. */
  readonly folder: string | null;
  /** null: it decides. Else the name of the one that does, with which it is compared. */
  readonly comparedWith: string | null;
  /** About how many flags it disagrees with that one; null where it is not compared, or that is not known. */
  readonly differences: number | null;
}

/** Server -> client notification, on every change. Params: StateStatus. */
export const statusNotification = 'sluice/status';

/**
 * Server -> client request before the first contact with a control plane, and again after a 401.
 * The client asks for consent where the URL comes from the repository, and hands out the token bound to that origin, or null.
 */
export const connectRequest = 'sluice/connect';
export interface ConnectParams {
  readonly origin: string;
  readonly url: string;
  /** Who named the URL. `repository` is a suggestion that needs the person's consent. */
  readonly source: 'repository' | 'user';
  readonly rejectedToken: boolean;
}
export interface ConnectResult {
  readonly allowed: boolean;
  readonly token: string | null;
}

/** Client -> server: the token of the origin changed (signed in or out); connect again. No params. */
export const reconnectNotification = 'sluice/reconnect';

/** Client -> server request: read the state again now. Result: StateStatus. */
export const refreshRequest = 'sluice/refresh';

/** Client -> server request: the flags, for pickers. Result: FlagSummary[]. */
export const flagsRequest = 'sluice/flags';

/** Client -> server request: the flag whose key is at a position. Params: {uri, position}. Result: string | null. */
export const flagAtRequest = 'sluice/flagAt';

/**
 * Client -> server request, where the status names several control planes: the id of the one that decides for a file.
 * Params: {uri}. Result: string | null (none does).
 */
export const controlPlaneOfRequest = 'sluice/controlPlaneOf';

/** Client -> server request: the kinds that `OwnControlPlane` may name. Params: none. Result: ControlPlaneKind[], the embedded one first. */
export const controlPlaneKindsRequest = 'sluice/controlPlaneKinds';
export interface ControlPlaneKind {
  readonly kind: string;
  /** What people call it. */
  readonly title: string;
  /** One line on what it is. */
  readonly about: string;
  /** Which token it takes, in a few words; null where it takes none. */
  readonly token: string | null;
  readonly fields: readonly ControlPlaneField[];
}

export interface ControlPlaneField {
  readonly name: string;
  /** A sentence; '' where the name says all. */
  readonly description: string;
  /** What counts where nothing is said; null where there is no default. */
  readonly fallback: string | null;
  readonly isRequired: boolean;
}

/** Client -> server request before settings are written: why they cannot be used. Params: OwnControlPlane. Result: string (for people) | null. */
export const checkControlPlaneRequest = 'sluice/checkControlPlane';

export interface FlagSummary {
  readonly key: string;
  readonly kind: 'switch' | 'valve' | 'variant';
  readonly description: string | null;
  readonly owner: string | null;
  readonly archived: boolean;
  readonly revision: string | null;
  readonly scopes: readonly ScopeSummary[];
  /** Where there are several control planes: the id of the one whose flag this is. A request about the flag says it again. */
  readonly controlPlane?: string;
  /** Its name, for people. */
  readonly controlPlaneName?: string;
}

/** One place in which the flag can be set, wide to narrow. */
export interface ScopeSummary {
  readonly environment: string;
  readonly datacenter: string | null;
  readonly server: string | null;
  readonly critical: boolean;
  /** What is served there, for people: "on", "off", "25 %". */
  readonly serving: string;
  /** 0..10000 of the load that gets the feature; null where that is not a share. */
  readonly share: number | null;
  /** False where the wider scope's serving applies. */
  readonly overridden: boolean;
}

export interface WriteScope {
  readonly environment: string;
  readonly datacenter: string | null;
  readonly server: string | null;
}

/** Client -> server request. Params: SetShareParams. Result: WriteResult. */
export const setShareRequest = 'sluice/setShare';
export interface SetShareParams {
  readonly key: string;
  /** `FlagSummary.controlPlane`; left out where the flag has none. */
  readonly controlPlane?: string;
  readonly scope: WriteScope;
  /** 0..10000. A switch takes 0 and 10000 only. */
  readonly share: number;
  /** What the person saw when they decided. */
  readonly expectedRevision: string;
  readonly reason: string | null;
}

/**
 * Client -> server request before the person is asked to confirm `sluice/setShare`: why the control plane, the role of its token or the
 * flag does not allow it. Params: RefusalParams. Result: string (one sentence for people) | null.
 */
export const refusalRequest = 'sluice/refusal';
export interface RefusalParams {
  readonly key: string;
  /** `FlagSummary.controlPlane`; left out where the flag has none. */
  readonly controlPlane?: string;
  readonly scope: WriteScope;
  readonly share: number;
}

/** Client -> server request: undo the last change of a flag in a scope. Params: RollbackParams. Result: WriteResult. */
export const rollbackRequest = 'sluice/rollback';
export interface RollbackParams {
  readonly key: string;
  /** `FlagSummary.controlPlane`; left out where the flag has none. */
  readonly controlPlane?: string;
  readonly scope: WriteScope;
  readonly expectedRevision: string;
  readonly reason: string | null;
}

/** Client -> server request: what undoing the last change would bring back, for the question before it. Params: {key, scope}. Result: RollbackTarget. */
export const rollbackTargetRequest = 'sluice/rollbackTarget';
export interface RollbackTargetParams {
  readonly key: string;
  /** `FlagSummary.controlPlane`; left out where the flag has none. */
  readonly controlPlane?: string;
  readonly scope: WriteScope;
}
export type RollbackTarget =
  /** `serving`: what the scope would serve, for people. `follows`: it would have no setting of its own any more. */
  | { readonly kind: 'known'; readonly serving: string; readonly follows: boolean }
  /** There is no change to undo in this scope. */
  | { readonly kind: 'none' }
  /** The control plane does not tell. */
  | { readonly kind: 'unknown' }
  /** It cannot be undone from here; the message says why. */
  | { readonly kind: 'refused'; readonly message: string };

export type WriteResult =
  | { readonly ok: true; readonly flag: FlagSummary; readonly message: string }
  | {
      readonly ok: false;
      /** ControlPlaneErrorKind, or `unknown` when a timeout left it open even after reading back. */
      readonly kind: string;
      readonly message: string;
      /** The flag as it is now, where known. */
      readonly current: FlagSummary | null;
    };

/** Client -> server request: a page of the dashboard (may be a one-time link). Params: {key: string | null, controlPlane?: string}. Result: string | null. */
export const dashboardUrlRequest = 'sluice/dashboardUrl';
