/** What the API sends beside the model's own types. Whatever an older control plane does not send is not known, which is not the same as "no". */
import type { Environment, Scope, Serving } from '../../../../core/model.ts';

export type Role = 'none' | 'viewer' | 'operator' | 'admin';

/** Who looks at the page. What is absent does not restrict. */
export interface SessionInfo {
  readonly name: string;
  readonly role: Role;
  /** By environment key; an environment that is not named has `role`. */
  readonly environmentRoles?: { readonly [environment: string]: Role };
  /** The only project, or environment, this person may use; null or absent for all. */
  readonly project?: string | null;
  readonly environment?: string | null;
}

/** `approval`: a change there needs a second person. */
export type PageEnvironment = Environment & { readonly approval?: boolean };

/** A server as the control plane knows it, by what it fetched. */
export interface FleetServer {
  readonly environment: string;
  readonly datacenter: string;
  readonly server: string;
  readonly seenAt: string;
  readonly connected: boolean;
  readonly via: string;
  readonly client: string | null;
  /** The project revision whose configuration it holds. */
  readonly revision: string;
  /** Later revisions that change what this server applies. */
  readonly behind: number;
  readonly state: 'current' | 'behind' | 'silent';
  /** What it really applies, for flags where that is not what it should. */
  readonly differs: readonly { readonly flagKey: string; readonly serving: Serving }[];
}

/** A change that waits for a second person, or waited. */
export interface ChangeRequest {
  readonly id: string | number;
  readonly flagKey: string;
  readonly scope: Scope;
  readonly action: 'serving' | 'rollback';
  /** Null clears an override. */
  readonly serving: Serving | null;
  readonly reason: string | null;
  /** The flag's, when it was asked. */
  readonly revision: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly expiresAt: string;
  readonly status: 'open' | 'approved' | 'rejected' | 'withdrawn' | 'outdated' | 'expired';
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
}

/** One thing that undoing would change, or did. `conflict` says why it is left as it is. */
export interface UndoneChange {
  readonly flagKey: string;
  readonly scope: Scope;
  readonly from: Serving | null;
  readonly to: Serving | null;
  readonly conflict: string | null;
}

export interface UndoAnswer {
  readonly changes: readonly UndoneChange[];
  /** How many were made; 0 for a dry run. */
  readonly applied: number | boolean;
}
