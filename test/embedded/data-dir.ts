/** Data directories of their own, removed at the end of the test file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { onTestFinished } from 'vitest';
import { databaseFile } from '../../server/src/embedded/store/sqlite.ts';

/** An empty folder for this test. */
export function createDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 }));
  return dataDir;
}

/** Changes the database behind the control plane's back; it must be closed. */
export function tamper(dataDir: string, sql: string): void {
  const database = new DatabaseSync(join(dataDir, databaseFile));
  database.exec(sql);
  database.close();
}
