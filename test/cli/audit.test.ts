/** `sluice audit verify` on the files of a control plane that has stopped. */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { applySeed } from '../../server/src/embedded/seed.ts';
import { openStore } from '../../server/src/embedded/store/open-store.ts';
import { databaseFile } from '../../server/src/embedded/store/sqlite.ts';
import { createDataDir, tamper } from '../embedded/data-dir.ts';
import { shopSeed } from '../support/control-plane.ts';
import { cli } from './run-cli.ts';

async function createShop(): Promise<string> {
  const dataDir = createDataDir();
  const store = await openStore({ dataDir });
  await applySeed(store, 'shop', shopSeed);
  await store.close();
  return dataDir;
}

const verify = (dataDir: string, more: readonly string[] = []) =>
  cli(['audit', 'verify', '--data', dataDir, ...more], { cwd: '/' });

test('a log that is what was written', async () => {
  const { code, stdout } = await verify(await createShop());
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^The audit log is what was written: 1\d rows/)]);
});

test('a log that somebody changed: which row, and exit code 1', async () => {
  const dataDir = await createShop();
  tamper(dataDir, "DROP TRIGGER audit_keeps_content; UPDATE audit SET actor = 'ben' WHERE id = 5");
  const { code, stdout } = await verify(dataDir);
  expect([code, stdout]).toEqual([1, 'The audit log is not what was written: row 5 was changed.\n']);
  const json = await verify(dataDir, ['--format', 'json']);
  expect(JSON.parse(json.stdout)).toEqual({ ok: false, id: 5, problem: 'row 5 was changed' });
});

test('no state there, a file in use, and another word', async () => {
  const empty = await verify(createDataDir());
  expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining("no control plane's state in")]);
  const dataDir = await createShop();
  const store = await openStore({ dataDir });
  const inUse = await verify(dataDir);
  await store.close();
  expect([inUse.code, inUse.stderr]).toEqual([2, expect.stringContaining('is in use by another sluice serve')]);
  expect((await cli('audit repair', { cwd: '/' })).stderr).toContain('audit takes "verify", not "repair"');
});

test.each<[string, string, RegExp]>([
  ['removed', 'DELETE FROM audit WHERE id = 3', /row 3 is missing/],
  ['removed at the end', 'DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)', /rows are missing after row \d+/],
])('a row that was %s', async (_what, change, problem) => {
  const dataDir = await createShop();
  tamper(dataDir, `DROP TRIGGER audit_keeps_rows; ${change}`);
  expect(await verify(dataDir)).toMatchObject({ code: 1, stdout: expect.stringMatching(problem) });
});

/** Every file of a folder with what is in it. */
const filesOf = (dataDir: string) =>
  Object.fromEntries(readdirSync(dataDir).map((name) => [name, readFileSync(join(dataDir, name), 'base64')]));

test.each(['', 'PRAGMA user_version = 1'])(
  'nothing in the folder changes, of whatever version (%s)',
  async (change) => {
    const dataDir = await createShop();
    if (change !== '') tamper(dataDir, change);
    const before = filesOf(dataDir);
    expect((await verify(dataDir)).code).toBe(0);
    expect(filesOf(dataDir)).toEqual(before);
  },
);

test('a copy that was made while the control plane ran is read with its pending writes', async () => {
  const [dataDir, copy] = [createDataDir(), createDataDir()];
  const store = await openStore({ dataDir });
  await applySeed(store, 'shop', shopSeed);
  for (const name of [databaseFile, `${databaseFile}-wal`]) copyFileSync(join(dataDir, name), join(copy, name));
  await store.close();
  expect(await verify(copy)).toMatchObject({ code: 0, stdout: expect.stringMatching(/: 1\d rows/) });
});

test('what is no database is neither right nor wrong', async () => {
  const dataDir = createDataDir();
  writeFileSync(join(dataDir, databaseFile), 'something else that somebody put there. '.repeat(50));
  expect(await verify(dataDir)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is damaged') });
});
