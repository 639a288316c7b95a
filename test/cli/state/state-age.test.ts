import { expect, test } from 'vitest';
import { git } from '../../session/temporary-folder.ts';
import { now } from '../../support/snapshots.ts';
import { cli } from '../run-cli.ts';
import { checkout, shop, shopState } from '../shop.ts';

const day = 86_400_000;
const given = 'check --state flags.snapshot.json --fail-on never';

/** Its state was read at `now`. */
function pinned(): string {
  const root = shop({ 'src/checkout.ts': checkout });
  git(root, 'init', '-q');
  return root;
}

test.each<{ title: string; days: number; option: string; code: number; said: string }>([
  { title: 'young enough', days: 6.9, option: '--max-state-age 7d', code: 0, said: '' },
  {
    title: 'too old',
    days: 8,
    option: '--max-state-age 7d',
    code: 2,
    said: 'sluice: the state of file flags.snapshot.json was read 8 days ago, and --max-state-age allows 7 days. `sluice snapshot` writes a new one.\n',
  },
  {
    title: 'yet to come',
    days: -1,
    option: '--max-state-age 7d',
    code: 2,
    said: 'sluice: the state of file flags.snapshot.json was read at 2026-11-23T12:00:00.000Z, which is yet to come by the clock of this machine, and --max-state-age asks how old it is. Is a clock wrong? `sluice snapshot` writes a new one.\n',
  },
  { title: 'as young as clocks differ', days: -0.01, option: '--max-state-age 7d', code: 0, said: '' },
  { title: 'as old as it likes', days: 900, option: '', code: 0, said: '' },
])('a pinned state that is $title', async ({ days, option, code, said }) => {
  const result = await cli(`${given} ${option}`, { cwd: pinned(), now: now + days * day });
  expect([result.code, result.stderr]).toEqual([code, said]);
  expect(result.stdout).toContain('state: file flags.snapshot.json, as of 2026-11-23 12:00 UTC, 2 flags, complete');
});

test('the report does not depend on the day it is made', async () => {
  const cwd = pinned();
  const reports = [0, 1, 400].map((days) => cli(`${given} --max-state-age 500d`, { cwd, now: now + days * day }));
  const [first, ...others] = await Promise.all(reports);
  for (const other of others) expect(other).toEqual(first);
});

test.each(['7', 'soon', '7y'])('--max-state-age %s is no time', async (age) => {
  const { code, stderr } = await cli(`${given} --max-state-age ${age}`, { cwd: pinned() });
  expect(code).toBe(2);
  expect(stderr).toContain(`--max-state-age takes a time such as 12h, 7d or 4w, not "${age}".`);
});

test('a state that is not there is not called old', async () => {
  const cwd = pinned();
  expect(await cli('check --max-state-age 1h', { cwd })).toMatchObject({ code: 0, stderr: '' });
});

test.each<{ title: string; kind: string; config: string; said: string }>([
  { title: 'the configured kind', kind: 'sluice', config: '"kind": "sluice", "project": "shop"', said: '' },
  {
    title: 'another kind',
    kind: 'sluice',
    config: '"kind": "unleash"',
    said: 'sluice: file flags.snapshot.json was read from sluice at http://127.0.0.1:4650, which is a control plane of the kind sluice, and sluice.config.json names one of the kind unleash. Is it the right file?\n',
  },
  { title: 'a definition', kind: 'flagd-file', config: '"kind": "unleash"', said: '' },
])('a pinned state of $title', async ({ kind, config, said }) => {
  const state = shopState();
  const cwd = shop(
    { 'sluice.config.json': `{ "controlPlane": { ${config}, "url": "http://127.0.0.1:4650" } }` },
    { ...state, controlPlane: { ...state.controlPlane, kind } },
  );
  expect(await cli(given, { cwd })).toMatchObject({ code: 0, stderr: said });
});

test('a pinned state that was written without all of it says so', async () => {
  const cwd = shop({}, shopState({ complete: false }));
  const { code, stderr } = await cli(`${given} --require-state`, { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain(
    'file flags.snapshot.json was written when the state could not be read completely. Write it again with `sluice snapshot`.',
  );
});
