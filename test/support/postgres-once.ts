/** Starts one PostgreSQL for all tests of a run that ask for one (vitest.config.ts). */
import { startPostgres } from './postgres.ts';

export default async function setup(): Promise<() => Promise<void>> {
  const postgres = await startPostgres({ settings: { max_connections: '300' } });
  process.env['SLUICE_TEST_POSTGRES'] = postgres.url;
  return () => postgres.stop();
}
