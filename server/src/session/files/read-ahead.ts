/** Files read on another core before they are asked for. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Batch, batchFiles, type ReadAheadTask } from './read-ahead-batch.ts';
import { type ReadFile, sourceFileOf } from './read-file.ts';

export interface ReadAhead {
  /** ms since the epoch: no file was read before. */
  readonly startedAt: number;
  /** Waits until the file was read, or will not be. Files are asked for in the order of the task. */
  reach(path: string): Promise<void> | null;
  /** What was read; null: read it yourself. `isMatch`: it passes the prefilter of the task; `isKept`: its bytes are here. Given out once. */
  take(path: string): { readonly read: ReadFile; readonly isMatch: boolean; readonly isKept: boolean } | null;
  close(): void;
}

/** While a thread starts, so many files are read here. */
const filesMeanwhile = 1_000;
/**
 * For fewer it is not worth it: V8 compiles on other cores, too. Measured on two cores: 6,000 files take as long with it as
 * without, 30,000 a tenth less.
 */
const fewestFiles = 8_000;

/** The thread beside this file; beside all chunks, where everything was bundled. */
const workerUrl = new URL(
  import.meta.url.endsWith('.ts') ? './read-ahead-worker.ts' : '../read-ahead.mjs',
  import.meta.url,
);

/** Starts to read, but for the first files: those are read `meanwhile`. null where it would not be worth it. */
export function startReadAhead(
  task: ReadAheadTask,
  meanwhile = filesMeanwhile,
  fewest = fewestFiles,
): ReadAhead | null {
  const paths = task.paths.slice(meanwhile);
  if (paths.length < fewest || availableParallelism() < 2) return null;
  const indexes = new Map(paths.map((path, index) => [path, index]));
  const files = new Map<string, NonNullable<ReturnType<ReadAhead['take']>>>();
  let reached = 0;
  let isOver = false;
  let wake = (): void => {};

  const worker = new Worker(workerUrl, { workerData: { ...task, paths } satisfies ReadAheadTask });
  worker.unref();
  const end = (): void => {
    isOver = true;
    wake();
  };
  worker.on('message', ({ files: read, bytes }: Batch) => {
    let start = 0;
    for (const [at, file] of read.entries()) {
      const path = paths[reached + at];
      if (path === undefined) continue;
      if (file.kind !== 'read') files.set(path, { read: file, isMatch: false, isKept: true });
      else {
        const isKept = file.end !== null;
        const content = Buffer.from(bytes.buffer, start, isKept ? file.end - start : 0);
        start = file.end ?? start;
        files.set(path, {
          read: { kind: 'read', file: sourceFileOf(path, content, file.stamp) },
          isMatch: file.isMatch,
          isKept,
        });
      }
    }
    reached += batchFiles;
    wake();
  });
  // Whatever went wrong there: the files are read here.
  worker.on('error', end);
  worker.on('exit', end);

  return {
    startedAt: task.startedAt,
    reach(path) {
      const index = indexes.get(path) ?? -1;
      if (isOver || index < reached) return null;
      return new Promise((resolve) => {
        worker.ref();
        wake = () => {
          if (!isOver && index >= reached) return;
          worker.unref();
          resolve();
        };
      });
    },
    take(path) {
      const file = files.get(path);
      files.delete(path);
      return file ?? null;
    },
    close() {
      isOver = true;
      void worker.terminate();
    },
  };
}
