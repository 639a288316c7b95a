/** A definition file on disk: read, edited in place, watched. */
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ControlPlane, FlagWrite } from '../../../server/src/control-planes/control-plane.ts';
import { createFlagdFile } from '../../../server/src/control-planes/flagd/flagd-file.ts';
import type { Serving } from '../../../server/src/core/model.ts';

const definition = `// Flags of the web shop.
{
    "$schema": "https://flagd.dev/schema/v0/flags.json",
    "flags": {
        /* Rolled out in spring. */
        "new-checkout": {
            "state": "ENABLED", // since May
            "variants": { "on": true, "off": false },
            "defaultVariant": "on"
        },
        "recommendations": {
            "state": "ENABLED",
            "variants": { "on": true, "off": false },
            "defaultVariant": "off",
            "targeting": { "fractional": [{ "var": "email" }, ["on", 25], ["off", 75]] },
            "metadata": { "changedAt": "2026-06-10T09:00:00Z", "constantSince": "2026-06-10T09:00:00Z" },
        },
        "beta": {
            "state": "DISABLED",
            "variants": { "on": true, "off": false },
            "defaultVariant": "off",
            "targeting": { "if": [{ "ends_with": [{ "var": "email" }, "@shop.example"] }, "on", "off"] }
        },
        "shared": {
            "state": "ENABLED",
            "variants": { "on": true, "off": false },
            "defaultVariant": "off",
            "targeting": { "$ref": "quarter" }
        },
        "implied": {
            "state": "ENABLED",
            "variants": { "on": true, "off": false },
            "defaultVariant": "on",
            "targeting": { "fractional": [["off"]] }
        },
        "stop-payments": {
            "state": "ENABLED",
            "variants": { "on": true, "off": false },
            "defaultVariant": "off",
            "metadata": { "kind": "switch" }
        }
    },
    "$evaluators": { "quarter": { "fractional": [["on", 25], ["off", 75]] } }
}
`;

let folder: string;
let path: string;
let controlPlane: ControlPlane;
const cleanups: (() => void)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-flagd-'));
  path = join(folder, 'shop.flagd.json');
  await writeFile(path, definition);
  controlPlane = open(path);
});
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) cleanup();
  await rm(folder, { recursive: true, force: true });
});

function open(file: string): ControlPlane {
  return createFlagdFile({
    path: file,
    label: 'shop.flagd.json',
    environment: 'production',
    now: () => Date.UTC(2026, 10, 23, 12),
  });
}

const production = { environment: 'production', datacenter: null, server: null };
const on: Serving = { kind: 'static', variant: 'on' };
const off: Serving = { kind: 'static', variant: 'off' };
const share = (part: number): Serving => ({
  kind: 'fractional',
  shares: [
    { variant: 'on', share: part },
    { variant: 'off', share: 10_000 - part },
  ],
});

async function writeOf(key: string, serving: Serving | null, parts: Partial<FlagWrite> = {}): Promise<FlagWrite> {
  const { flags } = await controlPlane.readFlags();
  const expectedRevision = flags.find((flag) => flag.key === key)?.revision ?? 'none';
  return { key, serving, scope: production, expectedRevision, reason: null, ...parts };
}

/** The definition with parts of one flag replaced. */
function edited(key: string, replacements: readonly (readonly [from: string, to: string])[]): string {
  const start = definition.indexOf(`"${key}": {`);
  let rest = definition.slice(start);
  for (const [from, to] of replacements) {
    expect(rest).toContain(from);
    rest = rest.replace(from, () => to);
  }
  return definition.slice(0, start) + rest;
}

describe('reading', () => {
  it('gives a complete snapshot of one environment', async () => {
    const snapshot = await controlPlane.readFlags();
    expect(snapshot).toMatchObject({
      controlPlane: { kind: 'flagd-file', name: 'flagd file shop.flagd.json', url: null },
      environments: [{ key: 'production', critical: true, datacenters: [] }],
      complete: true,
      readAt: '2026-11-23T12:00:00.000Z',
      revision: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(snapshot.flags.map(({ key }) => key)).toEqual([
      'new-checkout',
      'recommendations',
      'beta',
      'shared',
      'implied',
      'stop-payments',
    ]);
  });

  it('is incomplete where one flag cannot be read', async () => {
    await writeFile(path, '{"flags": {"new-checkout": {"state": "ON"}}}');
    expect(await controlPlane.readFlags()).toMatchObject({
      flags: [],
      complete: false,
      incompleteReason: '1 flag could not be read: new-checkout ("state" is neither "ENABLED" nor "DISABLED").',
    });
  });

  it.each([
    ['missing', (): Promise<void> => rm(path), 'not-found', 'there is no such file.'],
    ['empty', (): Promise<void> => writeFile(path, ''), 'format', 'it is empty.'],
    ['cut off', (): Promise<void> => writeFile(path, definition.slice(0, 200)), 'format', 'it is not valid JSON (line'],
    ['a folder', async (): Promise<void> => void (await rm(path), await mkdir(path)), 'format', 'it is a folder.'],
    [
      'binary',
      (): Promise<void> => writeFile(path, Buffer.from([0xff, 0xfe, 0x00])),
      'format',
      'it is not UTF-8 text.',
    ],
    [
      'too large',
      (): Promise<void> => writeFile(path, Buffer.alloc(33 * 1024 * 1024, ' ')),
      'format',
      'it is larger than 32 MiB.',
    ],
  ])('a file that is %s is an error, and not a state without flags', async (_what, spoil, kind, reason) => {
    await spoil();
    await expect(controlPlane.readFlags()).rejects.toMatchObject({
      kind,
      message: expect.stringContaining(`Could not read the flags (flagd file shop.flagd.json): ${reason}`),
    });
  });
});

const edits: readonly [
  what: string,
  key: string,
  serving: Serving,
  replacements: readonly (readonly [string, string])[],
][] = [
  ['a switch off', 'new-checkout', off, [['"defaultVariant": "on"', '"defaultVariant": "off"']]],
  ['a switch to what the code says', 'new-checkout', { kind: 'off' }, [['"state": "ENABLED"', '"state": "DISABLED"']]],
  ['rules off, keeping them', 'shared', { kind: 'off' }, [['"state": "ENABLED"', '"state": "DISABLED"']]],
  [
    'a valve further open, by what it was divided before',
    'recommendations',
    share(5_000),
    [
      ['[{ "var": "email" }, ["on", 25], ["off", 75]]', '[{ "var": "email" }, ["on", 50], ["off", 50]]'],
      [
        '"changedAt": "2026-06-10T09:00:00Z", "constantSince": "2026-06-10T09:00:00Z"',
        '"changedAt": "2026-11-23T12:00:00.000Z"',
      ],
    ],
  ],
  [
    'a valve fully open, ready to be closed again',
    'recommendations',
    on,
    [
      ['"defaultVariant": "off"', '"defaultVariant": "on"'],
      ['["on", 25], ["off", 75]', '["on", 100], ["off", 0]'],
      ['"changedAt": "2026-06-10T09:00:00Z"', '"changedAt": "2026-11-23T12:00:00.000Z"'],
      ['"constantSince": "2026-06-10T09:00:00Z"', '"constantSince": "2026-11-23T12:00:00.000Z"'],
    ],
  ],
  [
    'a switch into a valve: load without a key stays out',
    'new-checkout',
    share(125),
    [
      [
        '"defaultVariant": "on"',
        '"defaultVariant": "off",\n            "targeting": { "fractional": [["on", 125], ["off", 9875]] }',
      ],
    ],
  ],
  [
    'a valve whose weights were left out',
    'implied',
    share(1_000),
    [
      ['"defaultVariant": "on"', '"defaultVariant": "off"'],
      ['[["off"]]', '[["off", 90], ["on", 10]]'],
    ],
  ],
];

describe('writing', () => {
  it.each(edits)('turns %s, and touches nothing else', async (_what, key, serving, replacements) => {
    const flag = await controlPlane.write(await writeOf(key, serving));
    expect(await readFile(path, 'utf8')).toBe(edited(key, replacements));
    expect((await controlPlane.readFlags()).flags.find((each) => each.key === key)).toEqual(flag);
    const served = flag.environments['production']?.serving;
    const sorted = (value: Serving | undefined): unknown =>
      value?.kind === 'fractional' ? [...value.shares].sort((a, b) => (a.variant < b.variant ? 1 : -1)) : value;
    expect(sorted(served)).toEqual(sorted(serving));
  });

  it('keeps comments, indentation, line breaks, byte order mark and permissions', async () => {
    const source = `\uFEFF${definition.replaceAll('    ', '\t').replaceAll('\n', '\r\n')}`;
    await writeFile(path, source);
    await chmod(path, 0o640);
    await controlPlane.write(await writeOf('new-checkout', share(2_500)));
    const text = await readFile(path, 'utf8');
    expect(text).toBe(
      source.replace(
        '"defaultVariant": "on"\r\n',
        '"defaultVariant": "off",\r\n\t\t\t"targeting": { "fractional": [["on", 25], ["off", 75]] }\r\n',
      ),
    );
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect(await readdir(folder)).toEqual(['shop.flagd.json']);
  });

  it.skipIf(process.platform === 'win32')('through a link replaces the file behind it', async () => {
    const link = join(folder, 'link.json');
    await symlink(path, link);
    controlPlane = open(link);
    await controlPlane.write(await writeOf('new-checkout', off));
    expect(await readFile(path, 'utf8')).toBe(
      edited('new-checkout', [['"defaultVariant": "on"', '"defaultVariant": "off"']]),
    );
    expect(await readlink(link)).toBe(path);
  });

  it('what is served already changes nothing', async () => {
    await controlPlane.write(await writeOf('new-checkout', on));
    expect(await readFile(path, 'utf8')).toBe(definition);
  });

  it('the same flag twice from one look: the second is refused, with the flag as it is now', async () => {
    const write = await writeOf('new-checkout', off);
    const [first, second] = await Promise.allSettled([
      controlPlane.write(write),
      controlPlane.write({ ...write, serving: { kind: 'off' } }),
    ]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({
      status: 'rejected',
      reason: { kind: 'conflict', current: { key: 'new-checkout' } },
    });
  });

  it('two flags from one look: neither gets in the way of the other', async () => {
    const writes = [await writeOf('new-checkout', off), await writeOf('recommendations', share(100))];
    await Promise.all(writes.map((write) => controlPlane.write(write)));
    const { flags } = await controlPlane.readFlags();
    const servings = flags.slice(0, 2).map((flag) => flag.environments['production']?.serving);
    expect(servings).toEqual([off, share(100)]);
  });

  it.each([
    ['the file does not have', 'new-chekout', on, {}, 'not-found', 'the file holds no such flag'],
    [
      'of another environment',
      'new-checkout',
      off,
      { scope: { ...production, environment: 'staging' } },
      'invalid',
      'the environment "production" alone',
    ],
    [
      'of a datacenter',
      'new-checkout',
      off,
      { scope: { ...production, datacenter: 'fra' } },
      'invalid',
      'has no datacenters and servers',
    ],
    ['to no override', 'new-checkout', null, {}, 'invalid', 'has no override that could be removed'],
    [
      'to a variant it lacks',
      'new-checkout',
      { kind: 'static', variant: 'blue' },
      {},
      'invalid',
      'it has no variant "blue"; it has on, off',
    ],
    [
      'to shares of 90 %',
      'recommendations',
      { kind: 'fractional', shares: [{ variant: 'on', share: 9_000 }] },
      {},
      'invalid',
      'do not add up to 100 %',
    ],
    ['with rules that would be lost', 'beta', on, {}, 'invalid', 'it has targeting rules, which would be lost'],
    ['with rules that others share', 'shared', on, {}, 'invalid', 'its targeting is shared with other flags ($ref)'],
    [
      'that is declared a switch, half open',
      'stop-payments',
      share(5_000),
      {},
      'invalid',
      'its metadata says that it is a switch',
    ],
    [
      'to rules',
      'new-checkout',
      { kind: 'targeted', rules: 1, otherwise: { kind: 'off' } },
      {},
      'invalid',
      'targeting rules are edited in the file itself',
    ],
    [
      'of an older look',
      'new-checkout',
      off,
      { expectedRevision: 'older' },
      'conflict',
      'the file has changed since you looked',
    ],
  ] as const)('a flag %s is refused, and the file stays as it is', async (_what, key, serving, parts, kind, reason) => {
    await expect(controlPlane.write(await writeOf(key, serving, parts))).rejects.toMatchObject({
      kind,
      message: expect.stringContaining(reason),
    });
    expect(await readFile(path, 'utf8')).toBe(definition);
  });

  it('a flag written in a way that an edit would miss is refused', async () => {
    const tricky =
      '{"flags": {"new-checkout": {"state": "DISABLED", "variants": {"on": true}, "defaultVariant": "on", "state": "ENABLED"}}}';
    await writeFile(path, tricky);
    await expect(controlPlane.write(await writeOf('new-checkout', { kind: 'off' }))).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('cannot be edited safely'),
    });
    expect(await readFile(path, 'utf8')).toBe(tricky);
    expect(await readdir(folder)).toEqual(['shop.flagd.json']);
  });

  it('cannot be rolled back: a file does not know its past', async () => {
    expect(controlPlane.capabilities.rollback).toBe(false);
    const rollback = controlPlane.rollback({ key: 'beta', scope: production, expectedRevision: 'x', reason: null });
    await expect(rollback).rejects.toMatchObject({ kind: 'unsupported' });
  });
});

describe('watching', () => {
  interface Watched {
    readonly changes: (string | null)[];
    readonly connections: (string | null)[];
  }

  async function watch(file = path): Promise<Watched> {
    const watched: Watched = { changes: [], connections: [] };
    const watcher = open(file);
    await watcher.readFlags();
    const subscription = watcher.subscribe({
      changed: ({ revision }) => watched.changes.push(revision),
      connection: (problem) => watched.connections.push(problem?.message ?? null),
    });
    cleanups.push(() => subscription.close());
    await expect.poll(() => watched.connections).toEqual([null]);
    return watched;
  }

  const heard = (watched: Watched, count: number): Promise<void> =>
    expect.poll(() => watched.changes.length, { timeout: 5_000 }).toBe(count);

  it('notices every way of writing: in place, replaced by renaming twice, removed, there again', async () => {
    const watched = await watch();
    await writeFile(path, definition.replace('"ENABLED"', '"DISABLED"'));
    await heard(watched, 1);
    for (const [index, text] of [definition, `${definition}\n`].entries()) {
      await writeFile(join(folder, 'new'), text);
      await rename(join(folder, 'new'), path);
      await heard(watched, 2 + index);
    }
    await rm(path);
    await heard(watched, 4);
    expect(watched.changes.at(-1)).toBeNull();
    await writeFile(path, definition);
    await heard(watched, 5);
    expect(watched.changes.at(-1)).toBe((await controlPlane.readFlags()).revision);
  });

  it('hears its own writes once, and nothing of other files or of the same text written again', async () => {
    const watched = await watch();
    await writeFile(join(folder, 'other.json'), '{}');
    await writeFile(path, definition);
    await controlPlane.write(await writeOf('new-checkout', off));
    await heard(watched, 1);
    expect(watched.changes).toEqual([(await controlPlane.readFlags()).revision]);
  });

  it('notices what changed between the reading and the watching', async () => {
    const watcher = open(path);
    await watcher.readFlags();
    await writeFile(path, '{"flags": {}}');
    const changes: (string | null)[] = [];
    const subscription = watcher.subscribe({
      changed: ({ revision }) => changes.push(revision),
      connection: () => undefined,
    });
    cleanups.push(() => subscription.close());
    await expect.poll(() => changes.length).toBe(1);
  });

  it.skipIf(process.platform === 'win32')('follows a link that is moved to another file', async () => {
    const link = join(folder, 'current.json');
    await mkdir(join(folder, 'next'));
    await writeFile(join(folder, 'next', 'shop.flagd.json'), '{"flags": {}}');
    await symlink(path, link);
    const watched = await watch(link);
    await symlink(join(folder, 'next', 'shop.flagd.json'), join(folder, 'swap'));
    await rename(join(folder, 'swap'), link);
    await heard(watched, 1);
    await writeFile(join(folder, 'next', 'shop.flagd.json'), definition);
    await heard(watched, 2);
  });

  it('ends with the subscription', async () => {
    const watcher = open(path);
    const changes: unknown[] = [];
    const connections: unknown[] = [];
    const subscription = watcher.subscribe({
      changed: (change) => changes.push(change),
      connection: (each) => connections.push(each),
    });
    subscription.close();
    const other = await watch();
    await writeFile(path, '{"flags": {}}');
    await heard(other, 1);
    expect([changes, connections]).toEqual([[], []]);
  });

  it('of a folder that does not exist says so, and goes on trying', async () => {
    const connections: (string | null)[] = [];
    const subscription = open(join(folder, 'later', 'shop.flagd.json')).subscribe({
      changed: () => undefined,
      connection: (problem) => connections.push(problem?.message ?? null),
    });
    cleanups.push(() => subscription.close());
    await expect.poll(() => connections.length).toBe(1);
    expect(connections[0]).toContain('Could not watch flagd file shop.flagd.json: its folder does not exist.');
    await mkdir(join(folder, 'later'));
    await expect.poll(() => connections.at(-1), { timeout: 5_000 }).toBeNull();
  });
});
