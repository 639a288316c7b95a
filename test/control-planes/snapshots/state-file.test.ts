/** `--state FILE`: both kinds of file, and every file that is neither. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlagSnapshot } from '../../../server/src/core/model.ts';
import { formatSnapshot, parseSnapshot } from '../../../server/src/control-planes/snapshots/snapshot-file.ts';
import { readStateFile, type StateFileOptions } from '../../../server/src/control-planes/snapshots/state-file.ts';
import { now, shopSnapshot, shopSwitch } from '../../support/snapshots.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-state-'));
  path = join(folder, 'state.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function readOne(path: string, options: StateFileOptions = {}): Promise<FlagSnapshot> {
  const given = await readStateFile(path, options);
  if (given.kind !== 'one') throw new Error('it holds several');
  return given.snapshot;
}

describe('a snapshot', () => {
  it('is read as it was written, with its flags in order', async () => {
    const snapshot = shopSnapshot();
    await writeFile(path, formatSnapshot(snapshot));
    const flags = [...snapshot.flags].sort((a, b) => (a.key < b.key ? -1 : 1));
    expect(await readOne(path)).toEqual({ ...snapshot, flags });
  });

  it('is the same text for the same state, whatever order it came in', () => {
    const snapshot = shopSnapshot();
    const text = formatSnapshot(snapshot);
    expect(formatSnapshot({ ...snapshot, flags: snapshot.flags.toReversed() })).toBe(text);
    expect(formatSnapshot(parseSnapshot(JSON.parse(text)))).toBe(text);
    expect(text).toMatch(/^\{\n {2}"sluiceSnapshot": 1,\n[^]*\}\n$/);
  });

  it('that was incomplete stays so', async () => {
    await writeFile(
      path,
      formatSnapshot(shopSnapshot({ complete: false, incompleteReason: '1 flag could not be read: a.' })),
    );
    expect(await readOne(path)).toMatchObject({
      complete: false,
      incompleteReason: '1 flag could not be read: a.',
    });
  });

  it('from before prerequisites were read does not tell of any', async () => {
    const snapshot = JSON.parse(formatSnapshot(shopSnapshot({ flags: [shopSwitch('new-checkout')] })));
    delete snapshot.flags[0].prerequisites;
    await writeFile(path, JSON.stringify(snapshot));
    expect(await readOne(path)).toMatchObject({ complete: true, flags: [{ prerequisites: null }] });
  });

  it('with a flag that is spoiled is incomplete', async () => {
    const snapshot = JSON.parse(
      formatSnapshot(shopSnapshot({ flags: [shopSwitch('new-checkout'), shopSwitch('beta')] })),
    );
    delete snapshot.flags[0].kind;
    await writeFile(path, JSON.stringify(snapshot));
    const read = await readOne(path);
    expect(read.flags.map(({ key }) => key)).toEqual(['new-checkout']);
    expect(read).toMatchObject({
      complete: false,
      incompleteReason: expect.stringMatching(/^1 flag could not be read: beta \(kind: /),
    });
  });
});

it('a flagd definition is the state of one environment, read now', async () => {
  await writeFile(
    path,
    '{"flags": {"new-checkout": {"state": "ENABLED", "variants": {"on": true}, "defaultVariant": "on"}}} // done',
  );
  const read = await readOne(path, { environment: 'staging', now: () => now });
  expect(read).toMatchObject({
    controlPlane: { kind: 'flagd-file', name: 'file state.json', url: null },
    environments: [{ key: 'staging' }],
    flags: [{ key: 'new-checkout' }],
    complete: true,
    readAt: new Date(now).toISOString(),
  });
});

describe('anything else is refused', () => {
  it.each([
    ['nothing', '', 'it is empty.'],
    ['a page', '<html></html>', 'it is not valid JSON (line 1, column 1)'],
    ['an object', '{"dependencies": {}}', 'it has no "flags"'],
    ['a snapshot that was cut off', formatSnapshot(shopSnapshot()).slice(0, 500), 'it is not valid JSON (line'],
    ['a snapshot of tomorrow', '{"sluiceSnapshot": 2}', 'it is a snapshot of version 2; this Sluice reads version 1.'],
    ['a snapshot of nothing', '{"sluiceSnapshot": 1}', 'its part "controlPlane" is not as it should be'],
    [
      'a snapshot without flags',
      JSON.stringify({ ...JSON.parse(formatSnapshot(shopSnapshot())), flags: undefined }),
      'its part "flags"',
    ],
    [
      'a snapshot of no time',
      JSON.stringify({ ...JSON.parse(formatSnapshot(shopSnapshot())), readAt: 'noon' }),
      'its part "readAt"',
    ],
  ])('%s', async (_what, text, reason) => {
    await writeFile(path, text);
    const error = {
      kind: 'format',
      message: expect.stringContaining(`Could not read the state from ${path}: ${reason}`),
    };
    await expect(readStateFile(path)).rejects.toMatchObject(error);
    await expect(readStateFile(path)).rejects.toThrow(
      'A state file is what `sluice snapshot` wrote, or a flagd definition in JSON.',
    );
  });

  it('and a missing file is named', async () => {
    await expect(readStateFile(path)).rejects.toMatchObject({
      kind: 'not-found',
      message: `Could not read the state from ${path}: there is no such file.`,
    });
  });
});
