/** Long work in short slices: the language server answers requests in between, and a cancel is heard. */
import { setImmediate } from 'node:timers/promises';

/** What a keystroke may have to wait for. */
const sliceMs = 15;

export interface Slices {
  /** True when the current slice is used up and `pause` should be awaited. */
  due(): boolean;
  /** Lets other work run. Throws the signal's reason once it is aborted. */
  pause(): Promise<void>;
}

/** Starts the first slice. Reads the monotonic clock only; it decides nothing that people see. */
export function createSlices(signal?: AbortSignal): Slices {
  let until = performance.now() + sliceMs;
  return {
    due: () => performance.now() >= until,
    async pause() {
      signal?.throwIfAborted();
      await setImmediate();
      signal?.throwIfAborted();
      until = performance.now() + sliceMs;
    },
  };
}
