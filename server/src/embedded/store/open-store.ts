/** From where the state lives to an open store. */
import { openSqlite } from './sqlite.ts';
import { createStore, type Store } from './store.ts';

export interface StoreOptions {
  /** A folder of its own, made if need be; or `:memory:`, gone when it is closed. */
  readonly dataDir: string;
  readonly now?: (() => Date) | undefined;
}

/** @throws StartError with one sentence on what failed and what to do */
export async function openStore({ dataDir, now }: StoreOptions): Promise<Store> {
  return createStore(openSqlite(dataDir), now);
}
