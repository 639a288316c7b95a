/** A time limit joined with the caller's own signal. */

export interface Deadline {
  readonly signal: AbortSignal;
  /** True where the time ran out, rather than the caller giving up. */
  hasPassed(): boolean;
  /** Ends the time limit; the caller's signal still counts. */
  stop(): void;
  /** Ends both, and lets go of the caller's signal, which may live as long as the process. */
  release(): void;
}

/** Starts the clock. Call `release` when the work is done, or `stop` where only the caller may end it from then on. */
export function createDeadline(ms: number, caller?: AbortSignal): Deadline {
  const controller = new AbortController();
  let hasPassed = false;
  const timer = setTimeout(() => {
    hasPassed = true;
    controller.abort();
  }, ms);
  const forward = (): void => controller.abort();
  if (caller?.aborted) forward();
  caller?.addEventListener('abort', forward, { once: true });
  const stop = (): void => clearTimeout(timer);
  return {
    signal: controller.signal,
    hasPassed: () => hasPassed,
    stop,
    release() {
      stop();
      caller?.removeEventListener('abort', forward);
    },
  };
}
