/** From where the state lives to an open store. */
import type { Logger } from '../log.ts';
import { openSqlite } from './sqlite.ts';
import { createStore, type Store } from './store.ts';

export interface StoreOptions {
  /** A folder of its own, made if need be; or `:memory:`, gone when it is closed. */
  readonly dataDir: string;
  /** `postgres://…` in place of a file; then `dataDir` is not used. */
  readonly store?: string | null | undefined;
  readonly now?: (() => Date) | undefined;
  readonly log?: Logger | undefined;
}

/** @throws StartError with one sentence on what failed and what to do */
export async function openStore({ dataDir, store, now, log }: StoreOptions): Promise<Store> {
  if (!store) return createStore(openSqlite(dataDir), now);
  // Loaded only by who uses it: the driver is of no use to a file.
  const { openPostgres } = await import('./postgres.ts');
  return createStore(await openPostgres(store, log ? { log } : {}), now);
}
