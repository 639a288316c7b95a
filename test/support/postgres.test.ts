/** What the tests on a real PostgreSQL rely on. */
import { Client } from 'pg';
import { expect, it } from 'vitest';
import { postgresMissing, startPostgres } from './postgres.ts';

const missing = process.env['SLUICE_REQUIRE_SERVERS'] ? null : postgresMissing();

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

it.skipIf(missing !== null)(
  `a PostgreSQL that is killed keeps what was committed, under the same address${missing === null ? '' : ` (skipped: ${missing})`}`,
  { timeout: 60_000 },
  async () => {
    const postgres = await startPostgres({ settings: { max_connections: '17' } });
    try {
      await query(postgres.url, 'create table valves (key text, share int)');
      await query(postgres.url, `insert into valves values ('new-checkout', 2500)`);
      await postgres.kill();
      await expect(query(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
      await postgres.restart();
      expect(await query(postgres.url, 'select * from valves')).toEqual([{ key: 'new-checkout', share: 2500 }]);
      expect(await query(postgres.url, 'show max_connections')).toEqual([{ max_connections: '17' }]);
    } finally {
      await postgres.stop();
    }
    await expect(query(postgres.url, 'select 1')).rejects.toThrow('ECONNREFUSED');
  },
);
