/** `sluice audit verify` on data directories. */
import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { databaseFile } from '../../server/src/embedded/store/sqlite.ts';
import { createDataDir, tamper } from '../embedded/data-dir.ts';
import { shopSeed, startTestControlPlane } from '../support/control-plane.ts';
import { cli } from './run-cli.ts';

/** The data directory of a control plane that has run; `isRunning`: still does, until the test ends. */
async function shopDirectory(isRunning = false): Promise<string> {
  const dataDir = createDataDir();
  const plane = await startTestControlPlane({ dataDir, seed: shopSeed });
  if (isRunning) onTestFinished(() => plane.close());
  else await plane.close();
  return dataDir;
}

const verify = (dataDir: string, more = '') => cli(`audit verify --data ${dataDir} ${more}`, { cwd: '/' });
/** Every file with what is in it. */
const filesOf = (dataDir: string) =>
  Object.fromEntries(readdirSync(dataDir).map((name) => [name, readFileSync(join(dataDir, name), 'base64')]));

test('a log that nobody touched passes, and nothing in the folder changes', async () => {
  const dataDir = await shopDirectory();
  const before = filesOf(dataDir);
  const { code, stdout, stderr } = await verify(dataDir);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^The audit log is what was written: \d+ rows/);
  expect(JSON.parse((await verify(dataDir, '--format json')).stdout)).toEqual({ ok: true, rows: expect.any(Number) });
  expect(filesOf(dataDir)).toEqual(before);
});

const freely = 'DROP TRIGGER audit_keeps_rows; DROP TRIGGER audit_keeps_content;';
test.each([
  ['changed', "UPDATE audit SET actor = 'nobody' WHERE id = 3", 'row 3 was changed'],
  ['removed', 'DELETE FROM audit WHERE id = 3', 'row 3 is missing'],
  ['removed at the end', 'DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)', /rows are missing after row \d+/],
])('a row that was %s makes it exit with 1', async (_what, change, problem) => {
  const dataDir = await shopDirectory();
  tamper(dataDir, freely + change);
  const { code, stdout } = await verify(dataDir);
  expect(code).toBe(1);
  expect(stdout).toMatch(problem);
  expect(stdout).toContain('Somebody changed the database file.');
  const json = await verify(dataDir, '--format json');
  expect([json.code, JSON.parse(json.stdout)]).toEqual([1, expect.objectContaining({ ok: false })]);
});

test('a copy with pending writes is read as a whole', async () => {
  const running = await shopDirectory(true);
  const copy = createDataDir();
  for (const name of [databaseFile, `${databaseFile}-wal`]) copyFileSync(join(running, name), join(copy, name));
  expect(await verify(copy)).toMatchObject({ code: 0, stdout: expect.stringMatching(/\d\d rows/) });
});

test('what cannot be read is neither right nor wrong: exit code 2', async () => {
  const [empty, foreign, running] = [createDataDir(), createDataDir(), await shopDirectory(true)];
  writeFileSync(join(foreign, databaseFile), 'no database at all, but long enough to be looked at as one'.repeat(20));
  const results = [await verify(empty), await verify(foreign), await verify(running)];
  expect(results.map(({ code, stdout }) => [code, stdout])).toEqual(Array.from(results, () => [2, '']));
  expect(results.map(({ stderr }) => /There is no|is damaged|is in use/.exec(stderr)?.[0])).toEqual([
    'There is no',
    'is damaged',
    'is in use',
  ]);
  expect(readdirSync(empty)).toEqual([]);
});

test('a folder that cannot be written to is read all the same', async () => {
  const dataDir = await shopDirectory();
  chmodSync(dataDir, 0o500);
  onTestFinished(() => chmodSync(dataDir, 0o700));
  expect((await verify(dataDir)).code).toBe(0);
});

test.each([
  ['audit', '`sluice audit` needs what to do (verify).'],
  ['audit check', 'What to do is verify, not "check".'],
])('%s', async (line, message) => {
  const { code, stderr } = await cli(line, { cwd: '/' });
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
