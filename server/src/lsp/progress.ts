/** Scans with a progress bar where the client has one, and stops when the person cancels there. */
import type { Connection, WorkDoneProgressServerReporter } from 'vscode-languageserver';
import type { Logger, ScanSummary, Session } from '../session/session.ts';
import type { Client } from './client.ts';
import { spareMemory } from './spare-memory.ts';

export interface ScanReport {
  readonly connection: Connection;
  readonly client: Client;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Scans the workspace; null where it was cancelled. What is open is unaffected by either. */
export async function scanWithProgress(
  session: Session,
  { connection, client, logger, signal }: ScanReport,
): Promise<ScanSummary | null> {
  const cancel = new AbortController();
  const progress = client.workDoneProgress ? await connection.window.createWorkDoneProgress() : null;
  const stop = progress?.token.onCancellationRequested(() => cancel.abort());
  progress?.begin('Looking for feature flags', 0, undefined, true);
  const start = performance.now();
  try {
    const summary = await session.scan({
      signal: AbortSignal.any([signal, cancel.signal]),
      onProgress: ({ done, total }) => report(progress, done, total),
    });
    logger.info(
      `Scanned ${summary.files} files in ${Math.round(performance.now() - start)} ms, ${summary.parsed} of them may read flags; ` +
        `left out: ${summary.skipped.oversized} too large, ${summary.skipped.minified} minified, ${summary.skipped.binary} binary, ${summary.skipped.unreadable} unreadable.`,
    );
    for (const problem of summary.problems.slice(0, 20)) logger.warn(`${problem.uri}: ${problem.message}`);
    return summary;
  } catch (error) {
    if (!signal.aborted && !cancel.signal.aborted) throw error;
    logger.info('The scan of the workspace was cancelled; open files are still looked at.');
    return null;
  } finally {
    stop?.dispose();
    progress?.done();
    setImmediate(spareMemory);
  }
}

function report(progress: WorkDoneProgressServerReporter | null, done: number, total: number): void {
  if (total > 0) progress?.report(Math.floor((done / total) * 100), `${done} of ${total} files`);
}
