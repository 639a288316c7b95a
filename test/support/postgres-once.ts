/** Starts one PostgreSQL for all tests of a run that ask for one (vitest.config.ts). */
import { startPostgres } from './postgres.ts';

let stop: (() => Promise<void>) | null = null;

export async function setup(): Promise<void> {
  const postgres = await startPostgres({ settings: { max_connections: '300' } });
  process.env['SLUICE_TEST_POSTGRES'] = postgres.url;
  stop = () => postgres.stop();
}

export async function teardown(): Promise<void> {
  await stop?.();
}
