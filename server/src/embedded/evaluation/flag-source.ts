/** What evaluation needs of the store: the latest state in memory, when it changed, and what came after a revision. */
import type { Environment, Flag, Serving } from '../../core/model.ts';

/** A project as it is now. */
export interface ProjectState {
  readonly revision: string;
  readonly environments: readonly Environment[];
  readonly flags: readonly Flag[];
}

/** One row of the audit log, as far as it tells what was served before and after. */
export interface HistoryEntry {
  readonly revision: string;
  readonly action: string;
  readonly flagKey: string | null;
  readonly environment: string | null;
  readonly datacenter: string | null;
  readonly server: string | null;
  readonly before: Serving | null;
  readonly after: Serving | null;
  readonly detail: string | null;
}

export interface FlagSource {
  /** The latest state this process knows; null where there is no such project. */
  read(project: string): ProjectState | null;
  /** Called after a change can be read. The returned function stops it. */
  onChange(listener: (project: string) => void): () => void;
  /** Resolves when no change is known that `read` does not show yet: whoever changed a flag here reads it here. */
  settled(project: string): Promise<void>;
  /** Makes sure that what other processes have committed can be read. */
  refresh(project: string): Promise<void>;
  /** The entries after a revision, oldest first; null where there are more than the caller should read. */
  entriesSince(project: string, revision: string): Promise<readonly HistoryEntry[] | null>;
}
