/** What the reading thread and the main thread say to each other. */
import type { ReadFile } from './read-file.ts';
import type { Stamp } from './stamp.ts';

export interface ReadAheadTask {
  /** Absolute, in the order in which they are needed. */
  readonly paths: readonly string[];
  /** What the configuration names, for the prefilter. */
  readonly functions: readonly string[];
  readonly types: readonly string[];
  /** Of files that do not match, no more bytes are sent than this. */
  readonly maxKeptBytes: number;
  /** ms since the epoch. */
  readonly startedAt: number;
}

/** So many files are sent at once: few messages, and the first of them soon. */
export const batchFiles = 128;

export interface Batch {
  readonly files: readonly (
    | Exclude<ReadFile, { readonly kind: 'read' }>
    /** `end`: where its bytes end in those of the batch; null: they were not sent. */
    | { readonly kind: 'read'; readonly isMatch: boolean; readonly stamp: Stamp; readonly end: number | null }
  )[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}
