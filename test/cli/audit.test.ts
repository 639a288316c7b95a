/** `sluice audit verify` on the files of a control plane that has stopped. */
import { expect, test } from 'vitest';
import { applySeed } from '../../server/src/embedded/seed.ts';
import { openStore } from '../../server/src/embedded/store/open-store.ts';
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
