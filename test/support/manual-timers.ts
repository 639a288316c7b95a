/** Timers that run when a test says so, in the order in which they are due. */
import type { Timers } from '../../server/src/control-planes/http/backoff.ts';

export interface ManualTimers extends Timers {
  /** Delays of the timers that wait, shortest first. */
  readonly pending: readonly number[];
  /** Runs the timer that was set with this delay (the latest of them). Throws where there is none. */
  fire(ms: number): void;
  /** Resolves when a timer is set whose delay fits. */
  waitFor(fits: (ms: number) => boolean): Promise<number>;
}

interface Waiting {
  readonly callback: () => void;
  readonly ms: number;
}

export function manualTimers(): ManualTimers {
  const waiting = new Set<Waiting>();
  let onSet: (() => void)[] = [];
  return {
    set(callback, ms) {
      const timer = { callback, ms };
      waiting.add(timer);
      for (const tell of onSet.splice(0)) tell();
      return timer;
    },
    clear(handle) {
      waiting.delete(handle as Waiting);
    },
    get pending() {
      return [...waiting].map(({ ms }) => ms).sort((a, b) => a - b);
    },
    fire(ms) {
      const timer = [...waiting].findLast((candidate) => candidate.ms === ms);
      if (timer === undefined)
        throw new Error(`No timer of ${ms} ms; waiting: ${[...waiting].map((each) => each.ms).join(', ')}`);
      waiting.delete(timer);
      timer.callback();
    },
    async waitFor(fits) {
      for (;;) {
        const found = [...waiting].find(({ ms }) => fits(ms));
        if (found !== undefined) return found.ms;
        await new Promise<void>((resolve) => {
          onSet.push(resolve);
        });
      }
    },
  };
}
