/** An empty database on a PostgreSQL that runs. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** Creates it and gives its address. It goes with the server. */
export async function createDatabase(server: string): Promise<string> {
  const name = `shop_${randomBytes(6).toString('hex')}`;
  const client = new Client(server);
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
