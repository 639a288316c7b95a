/** The contract every control plane adapter implements. An adapter is one file beside this one and one line in `registry.ts`. */
import type { Flag, FlagSnapshot, Scope, Serving } from '../core/model.ts';

/** What an adapter can do, said before it is tried. */
export interface Capabilities {
  readonly write: boolean;
  readonly rollback: boolean;
  readonly subscribe: boolean;
  /** The narrowest scope a write may name. */
  readonly narrowestScope: 'environment' | 'datacenter' | 'server';
  /** The smallest step of a share, in 1/100 %. */
  readonly shareStep: number;
  /**
   * What happens to a change whose author has not seen the latest one. `refused`: the control plane itself compares revisions.
   * `detected`: the adapter reads before it writes and after, so that only a change in between those two requests can be
   * overwritten, and is then reported.
   */
  readonly lostUpdates: 'refused' | 'detected';
}

export interface FlagWrite {
  readonly key: string;
  readonly scope: Scope;
  /** null removes the override of this datacenter or server, so that the wider scope applies again. */
  readonly serving: Serving | null;
  /** The `Flag.revision` its author saw. The write is refused with `conflict` when the flag has moved on. */
  readonly expectedRevision: string;
  readonly reason: string | null;
}

export interface Rollback {
  readonly key: string;
  readonly scope: Scope;
  readonly expectedRevision: string;
  readonly reason: string | null;
}

/** What a rollback would bring back. */
export type PreviousServing =
  | { readonly kind: 'serving'; readonly serving: Serving }
  /** The scope had no serving of its own: the wider one would apply again. */
  | { readonly kind: 'wider' }
  /** The scope was never changed: there is nothing to roll back. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' };

export interface SubscriptionListener {
  /** Something changed (or may have, after a reconnect): read again. `key` is null when it may be anything. */
  changed(change: { readonly key: string | null; readonly revision: string | null }): void;
  /** The stream is up (`null`) or down (the reason). It is re-established by the adapter with a growing, jittered delay. */
  connection(problem: ControlPlaneError | null): void;
}

export interface Subscription {
  close(): void;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface ControlPlane {
  readonly kind: string;
  /** What people see: "sluice at http://127.0.0.1:4650". */
  readonly name: string;
  readonly capabilities: Capabilities;
  /** Reads all flags. A partial answer is a snapshot with `complete: false`; no answer is a `ControlPlaneError`. */
  readFlags(options?: CallOptions): Promise<FlagSnapshot>;
  /** Only where `capabilities.subscribe`. */
  subscribe(listener: SubscriptionListener): Subscription;
  /** Writes and returns the flag as it is then. Never retried: after a timeout the caller reads back. */
  write(change: FlagWrite, options?: CallOptions): Promise<Flag>;
  /**
   * Why this control plane, or the role of its token, cannot make this change: one sentence for people, said before they are
   * asked to confirm. Null: as far as the last reading told, it can. Asks nobody. `serving` null: the change takes an override away,
   * or is a rollback, which may bring back what nobody can write; then only what holds for every change counts.
   */
  refusal?(change: Pick<FlagWrite, 'key' | 'scope' | 'serving'>): string | null;
  /** Undoes the last change of the flag in exactly this scope. */
  rollback(change: Rollback, options?: CallOptions): Promise<Flag>;
  /** What `rollback` would bring back in exactly this scope, so that a person can be asked. Without it, nobody knows. */
  previousServing?(change: Pick<Rollback, 'key' | 'scope'>, options?: CallOptions): Promise<PreviousServing>;
  /** A page a person can open (it may be a one-time sign-in link); null where there is none. */
  dashboardUrl(key: string | null, options?: CallOptions): Promise<string | null>;
}

export type ControlPlaneErrorKind =
  /** 401: no or wrong token. */
  | 'auth'
  /** 403: the token's role does not allow it. */
  | 'forbidden'
  /** Nobody answered. */
  | 'network'
  | 'timeout'
  /** 429; see `retryAfterMs`. */
  | 'rate-limit'
  /** 404: no such project or flag. */
  | 'not-found'
  /** The answer is not what this kind of control plane sends. */
  | 'format'
  /** Another person has to approve the change first; it was not made. The message says where. */
  | 'approval'
  /** The flag has moved on since the author looked; `current` holds it. */
  | 'conflict'
  /** The change itself is not possible (unknown scope, share out of range, archived, nothing to roll back). */
  | 'invalid'
  /** 5xx. */
  | 'server'
  /** This adapter cannot do that at all. */
  | 'unsupported'
  /** A write got no answer, and reading back did not tell whether it happened. Only the session says this, no adapter. */
  | 'unknown';

/** The only error adapters throw for expected trouble. The message says what failed and what to do; it never holds a token. */
export class ControlPlaneError extends Error {
  readonly kind: ControlPlaneErrorKind;
  readonly controlPlane: string;
  readonly retryAfterMs: number | null;
  readonly current: Flag | null;

  constructor(
    controlPlane: string,
    kind: ControlPlaneErrorKind,
    message: string,
    extra: { cause?: unknown; retryAfterMs?: number; current?: Flag } = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = 'ControlPlaneError';
    this.kind = kind;
    this.controlPlane = controlPlane;
    this.retryAfterMs = extra.retryAfterMs ?? null;
    this.current = extra.current ?? null;
  }
}
