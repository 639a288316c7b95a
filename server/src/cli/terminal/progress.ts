/** A line on stderr while a scan takes long enough to be wondered about. */
import type { ScanProgress } from '../../session/session.ts';
import type { Io } from '../command.ts';

const patienceMs = 300;
const everyMs = 100;

export interface ProgressLine {
  update(progress: ScanProgress): void;
  /** Takes the line away. */
  done(): void;
}

/** Shows nothing where stderr is no terminal. */
export function createProgressLine({ stderr }: Io, isQuiet: boolean): ProgressLine {
  const isShown = stderr.isTerminal && !isQuiet;
  const startedAt = performance.now();
  let shownAt = startedAt + patienceMs - everyMs;
  let hasLine = false;
  return {
    update({ done, total }) {
      const now = performance.now();
      if (!isShown || now - shownAt < everyMs) return;
      shownAt = now;
      hasLine = true;
      stderr.write(`\r\u001b[KReading ${done} of ${total} files`);
    },
    done() {
      if (hasLine) stderr.write('\r\u001b[K');
      hasLine = false;
    },
  };
}
