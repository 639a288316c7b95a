/** A PostgreSQL that goes away and comes back: a clear answer, nothing half done, nothing missed. */
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../server/src/embedded/store/open-store.ts';
import { migrations } from '../../../server/src/embedded/store/postgres-schema.ts';
import { shopSeed, startTestControlPlane } from '../../support/control-plane.ts';
import { startPostgres } from '../../support/postgres.ts';
import { freshDatabase } from '../../support/control-plane.ts';
import { call, errorOf, flagPath, off, serve } from '../client.ts';
import { createRevisionReader } from './revisions.ts';
import { Client } from 'pg';

it('answers 503 while it is away, and goes on where it was once it is back', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  const plane = await startTestControlPlane({ seed: shopSeed, store: postgres.url });
  onTestFinished(() => plane.close());
  const { revision } = await plane.store.flag('shop', 'new-checkout');
  const reader = createRevisionReader([plane.url], plane.viewerToken);
  onTestFinished(() => reader.close());
  await reader.isOpen;

  const input = { name: 'shop', role: 'sdk', project: 'shop', environment: 'production' } as const;
  const { token } = await plane.store.createToken(input, { name: 'mia', tokenId: null });
  const readFlag = (secret = token) =>
    call(plane, '/ofrep/v1/evaluate/flags/new-checkout', {
      method: 'POST',
      token: secret,
      body: { context: { targetingKey: 'u1' } },
    });
  expect((await readFlag()).body).toMatchObject({ value: true });

  await postgres.kill();
  // Applications go on with what was known last.
  expect((await readFlag()).body).toMatchObject({ value: true });
  // Whether a token is good that was not used before, nobody can say.
  const unknown = await readFlag('sluice_s_never-seen-before');
  expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '2']);
  const body = { environment: 'production', serving: off };
  const write = () => call(plane, `${flagPath('new-checkout')}/serving`, { method: 'PUT', body, revision });
  const refused = await write();
  expect([refused.status, errorOf(refused).code, refused.headers.get('retry-after')]).toEqual([
    503,
    'unavailable',
    '2',
  ]);
  expect(errorOf(refused).message).toContain('nothing was changed');
  expect((await call(plane, '/healthz')).status).toBe(200);
  expect((await call(plane, '/api/v1/projects/shop/snapshot')).status).toBe(503);

  await postgres.restart();
  await expect.poll(async () => (await call(plane, flagPath('new-checkout'))).status, { timeout: 15_000 }).toBe(200);
  // Whether or not anything of the refused change had reached the database: it was not made.
  expect((await plane.store.flag('shop', 'new-checkout')).revision).toBe(revision);
  const made = await serve(plane, 'new-checkout', body);
  expect(made.status).toBe(200);
  await expect
    .poll(() => reader.revisions, { timeout: 15_000 })
    .toEqual([Number((made.body as { revision: string }).revision)]);
}, 60_000);

it.each([
  [
    'nobody answers there',
    'postgres://sluice@127.0.0.1:9/shop',
    /PostgreSQL 127\.0\.0\.1:9\/shop cannot be used: .*ECONNREFUSED/,
  ],
  ['it is no address', 'shop.db', /The store is an address such as postgres:\/\//],
  ['it is another kind of database', 'mysql://127.0.0.1/shop', /The store is an address such as postgres:\/\//],
])('does not start where %s', async (_what, store, message) => {
  await expect(openStore({ dataDir: '', store })).rejects.toThrow(message);
});

it('does not start with a wrong password, and does not say which one', async () => {
  const url = new URL((await freshDatabase()) ?? '');
  url.password = 'open-sesame';
  const failure = await openStore({ dataDir: '', store: url.href }).catch((error: unknown) => error);
  expect(String(failure)).toMatch(/password authentication failed/);
  expect(String(failure)).not.toContain('open-sesame');
});

it('does not start on what a newer Sluice wrote', async () => {
  const store = (await freshDatabase()) ?? '';
  await (await openStore({ dataDir: '', store })).close();
  const client = new Client(store);
  await client.connect();
  await client.query('INSERT INTO sluice.schema_version VALUES (99)');
  await client.end();
  await expect(openStore({ dataDir: '', store })).rejects.toThrow(
    `a newer Sluice (schema 99, this one knows ${migrations.length})`,
  );
});

it('refuses to rewrite the audit log', async () => {
  const store = (await freshDatabase()) ?? '';
  const opened = await openStore({ dataDir: '', store });
  await opened.putProject('shop', { name: 'mia', tokenId: null });
  await opened.close();
  const client = new Client(store);
  await client.connect();
  onTestFinished(() => client.end());
  for (const sql of ["UPDATE sluice.audit SET actor = 'ben'", 'DELETE FROM sluice.audit', 'TRUNCATE sluice.audit']) {
    await expect(client.query(sql)).rejects.toThrow('append-only');
  }
});
