/** What is on disk: one transaction per change, an audit log that shows tampering, and files that are not ours. */
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databaseFile } from '../../server/src/embedded/store/sqlite.ts';
import { applicationId, migrations } from '../../server/src/embedded/store/sqlite-schema.ts';
import { applySeed } from '../../server/src/embedded/seed.ts';
import { openStore } from '../../server/src/embedded/store/open-store.ts';
import type { Store } from '../../server/src/embedded/store/store.ts';
import { anyRevision } from '../../server/src/embedded/store/unit-of-work.ts';
import { shopSeed, startTestControlPlane } from '../support/control-plane.ts';
import { call, errorOf, off, on, serve } from './client.ts';
import { createDataDir, tamper } from './data-dir.ts';

const author = { name: 'mia', tokenId: null };
const production = { environment: 'production', datacenter: null, server: null };

async function open(dataDir: string): Promise<Store> {
  const store = await openStore({ dataDir, now: () => new Date('2026-11-01T09:00:00Z') });
  onTestFinished(() => store.close());
  return store;
}

/** A shop in a closed database. */
async function createShop(): Promise<string> {
  const dataDir = createDataDir();
  const store = await open(dataDir);
  await applySeed(store, 'shop', shopSeed);
  await store.createToken({ name: 'ci', role: 'viewer' }, author);
  await store.close();
  return dataDir;
}

describe('one transaction', () => {
  it.each([
    ['the audit row', "BEFORE INSERT ON audit WHEN NEW.action = 'serving-changed'"],
    ['the serving', 'BEFORE UPDATE ON flag_state'],
    ['the revision', 'BEFORE UPDATE OF revision ON flag'],
  ])('leaves no trace of a change when %s cannot be written', async (_what, when) => {
    const dataDir = await createShop();
    tamper(dataDir, `CREATE TRIGGER disk_full ${when} BEGIN SELECT RAISE(ABORT, 'no space'); END`);
    const plane = await startTestControlPlane({ dataDir });
    onTestFinished(() => plane.close());
    const before = [await plane.store.snapshot('shop'), await plane.store.audit('shop', 500, null)];
    const changes: unknown[] = [];
    plane.store.onChange((change) => changes.push(change));
    const admin = (await plane.store.createToken({ name: 'root', role: 'admin' }, author)).token;
    const known = await plane.store.audit('shop', 500, null);
    const answer = await serve(plane, 'new-checkout', { environment: 'production', serving: off }, { token: admin });
    expect([answer.status, errorOf(answer).code]).toEqual([500, 'internal']);
    expect(errorOf(answer).message).not.toContain('no space');
    expect(await plane.store.snapshot('shop')).toEqual(before[0]);
    expect(await plane.store.audit('shop', 500, null)).toEqual(known);
    expect(changes).toEqual([]);
    expect((await plane.store.verifyAudit()).ok).toBe(true);
  });

  it('takes several writes together or not at all', async () => {
    const store = await open(':memory:');
    await applySeed(store, 'shop', shopSeed);
    const before = await store.revision('shop');
    const bothFlips = () =>
      store.transaction(async (bound) => {
        await bound.changeServing(
          'shop',
          'new-checkout',
          { scope: production, serving: off, reason: null },
          anyRevision,
          author,
        );
        await bound.changeServing(
          'shop',
          'no-such-flag',
          { scope: production, serving: off, reason: null },
          anyRevision,
          author,
        );
      });
    await expect(bothFlips()).rejects.toThrow('There is no flag "no-such-flag"');
    expect([
      await store.revision('shop'),
      (await store.flag('shop', 'new-checkout')).environments['production']?.serving,
    ]).toEqual([before, on]);
  });
});

it('holds after a reopen all that was acknowledged, and no token in clear', async () => {
  const dataDir = createDataDir();
  const first = await startTestControlPlane({ dataDir, seed: shopSeed });
  await serve(first, 'new-checkout', { environment: 'production', datacenter: 'fra', serving: off, reason: 'Slow' });
  const before = await first.store.snapshot('shop');
  const history = await first.store.audit('shop', 500, null);
  await first.close();
  const files = ['', '-wal'].map((end) => join(dataDir, databaseFile + end));
  for (const token of [first.adminToken, first.operatorToken, first.viewerToken]) {
    for (const file of files)
      expect(statSync(file, { throwIfNoEntry: false }) && readFileSync(file).includes(token)).not.toBe(true);
  }
  expect(statSync(join(dataDir, databaseFile)).mode & 0o077).toBe(0);

  const store = await open(dataDir);
  expect(withoutUrls(await store.snapshot('shop'))).toEqual(withoutUrls(before));
  expect(await store.audit('shop', 500, null)).toEqual(history);
  expect(await store.findToken(first.viewerToken)).toMatchObject({ name: 'viewer', role: 'viewer' });
});

describe('the audit log', () => {
  it('shows who did what where, newest first and page by page', async () => {
    const plane = await startTestControlPlane({ seed: shopSeed });
    onTestFinished(() => plane.close());
    const change = {
      environment: 'production',
      datacenter: 'fra',
      server: 'fra-1',
      serving: off,
      reason: 'Errors in fra-1',
    };
    await serve(plane, 'new-checkout', change, { token: plane.operatorToken });
    const { body } = await call(plane, '/api/v1/projects/shop/audit?limit=1');
    const [entry] = (body as { entries: { id: number }[] }).entries;
    expect(entry).toMatchObject({
      actor: 'operator',
      action: 'serving-changed',
      flagKey: 'new-checkout',
      environment: 'production',
      datacenter: 'fra',
      server: 'fra-1',
      before: null,
      after: off,
      reason: 'Errors in fra-1',
      revision: '14',
    });
    const { body: older } = await call(plane, `/api/v1/projects/shop/audit?limit=3&before=${entry?.id}`);
    const entries = (older as { entries: { action: string; detail: string; revision: string }[] }).entries;
    expect(entries.map(({ action, revision }) => `${action} ${revision}`)).toEqual(Array(3).fill('token-created 0'));
    expect(entries[0]?.detail).toMatch(/^viewer token "viewer" \(tok_/);
  });

  const drop = 'DROP TRIGGER audit_keeps_rows; DROP TRIGGER audit_keeps_content;';
  it.each([
    ['nothing', '', { ok: true, rows: 14 }],
    [
      'who did it',
      `${drop} UPDATE audit SET actor = 'ben' WHERE id = 5`,
      { ok: false, id: 5, problem: 'row 5 was changed' },
    ],
    [
      'what was served',
      `${drop} UPDATE audit SET after = '{"kind":"off"}' WHERE id = 11`,
      { ok: false, id: 11, problem: 'row 11 was changed' },
    ],
    [
      'a row in the middle',
      `${drop} DELETE FROM audit WHERE id = 7`,
      { ok: false, id: 7, problem: 'row 7 is missing' },
    ],
    [
      'the last row',
      `${drop} DELETE FROM audit WHERE id = 14`,
      { ok: false, id: 14, problem: 'rows are missing after row 13' },
    ],
    [
      'the order',
      `${drop} UPDATE audit SET id = 99 WHERE id = 3; UPDATE audit SET id = 3 WHERE id = 4; UPDATE audit SET id = 4 WHERE id = 99`,
      { ok: false, id: 3, problem: 'row 3 does not follow the one before it' },
    ],
    [
      'a row put in',
      `INSERT INTO audit SELECT 15, project, revision, at, actor, token_id, action, flag_key, environment, datacenter, server, before, after, reason, detail, previous_hash, hash FROM audit WHERE id = 14`,
      { ok: false, id: 15, problem: 'row 15 does not follow the one before it' },
    ],
  ])('tells when somebody changed %s', async (_what, sql, verdict) => {
    const dataDir = await createShop();
    tamper(dataDir, sql);
    expect(await (await open(dataDir)).verifyAudit()).toEqual(verdict);
  });

  it('cannot be rewritten without taking its guards away', async () => {
    const dataDir = await createShop();
    expect(() => tamper(dataDir, "UPDATE audit SET actor = 'ben'")).toThrow('append-only');
    expect(() => tamper(dataDir, 'DELETE FROM audit WHERE id = 14')).toThrow('append-only');
  });
});

it('brings the database of an older Sluice forward and keeps what is in it', async () => {
  const dataDir = createDataDir();
  tamper(dataDir, `${migrations[0]}; PRAGMA application_id = ${applicationId}; PRAGMA user_version = 1`);
  tamper(dataDir, "INSERT INTO project (key, revision, created_at) VALUES ('shop', 0, '2026-01-01T00:00:00.000Z')");
  const store = await open(dataDir);
  expect(await store.projects()).toEqual(['shop']);
  const once = await store.once(
    { caller: 'mia', key: 'f3b1', request: 'flip' },
    { project: 'shop', key: 'gift-wrap' },
    (bound) => bound.createFlag('shop', { key: 'gift-wrap', kind: 'switch' }, author),
  );
  expect(once.key).toBe('gift-wrap');
});

it('keeps the order of changes when the clock jumps back', async () => {
  let now = Date.parse('2026-11-01T09:00:00Z');
  const store = await openStore({ dataDir: ':memory:', now: () => new Date(now) });
  onTestFinished(() => store.close());
  await applySeed(store, 'shop', shopSeed);
  const write = (serving: typeof on | typeof off) =>
    store.changeServing('shop', 'new-checkout', { scope: production, serving, reason: null }, anyRevision, author);
  await write(off);
  now -= 3_600_000;
  await write(on);
  const [newest, older] = await store.history('shop', 'new-checkout', 2);
  expect([newest?.after, older?.after]).toEqual([on, off]);
  expect([newest?.at, older?.at]).toEqual(['2026-11-01T08:00:00.000Z', '2026-11-01T09:00:00.000Z']);
  const back = await store.rollBack('shop', 'new-checkout', { scope: production, reason: null }, anyRevision, author);
  expect(back.environments['production']?.serving).toEqual(off);
  expect(await store.verifyAudit()).toMatchObject({ ok: true });
});

describe('a database that cannot be used', () => {
  const file = (dataDir: string) => join(dataDir, databaseFile);
  it.each<[string, (dataDir: string) => void, RegExp]>([
    [
      'is no database',
      (dataDir) => writeFileSync(file(dataDir), 'flags:\n  new-checkout: on\n'.repeat(200)),
      /damaged or not a database; nothing was changed/,
    ],
    ['lost its end', (dataDir) => truncateSync(file(dataDir), 4096 * 5), /damaged or not a database/],
    ['is from another program', (dataDir) => tamper(dataDir, 'PRAGMA application_id = 1'), /of another program/],
    ['is from a newer Sluice', (dataDir) => tamper(dataDir, 'PRAGMA user_version = 99'), /newer Sluice \(schema 99/],
  ])('gives one clear error and stays as it was: it %s', async (_what, damage, message) => {
    const dataDir = await createShop();
    damage(dataDir);
    const before = readFileSync(file(dataDir));
    await expect(openStore({ dataDir })).rejects.toThrow(message);
    expect(readFileSync(file(dataDir)).equals(before)).toBe(true);
  });

  it('gives one clear error: another process has it', async () => {
    const dataDir = await createShop();
    await open(dataDir);
    await expect(openStore({ dataDir })).rejects.toThrow(/is in use by another sluice serve/);
  });

  it('gives one clear error: its folder is a file', async () => {
    const dataDir = createDataDir();
    writeFileSync(join(dataDir, 'flags'), '');
    await expect(openStore({ dataDir: join(dataDir, 'flags') })).rejects.toThrow(/cannot be used \(EEXIST\)/);
    mkdirSync(join(dataDir, 'shop', databaseFile), { recursive: true });
    await expect(openStore({ dataDir: join(dataDir, 'shop') })).rejects.toThrow(/cannot be used \(EISDIR\)/);
  });
});

/** Which port serves the flags' pages is not part of what is stored. */
function withoutUrls(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'url' ? undefined : inner)));
}
