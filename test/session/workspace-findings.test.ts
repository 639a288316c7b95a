/** Findings about flags as such: where they are placed, and when there are none. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../server/src/config/load.ts';
import type { FlagSnapshot } from '../../server/src/core/model.ts';
import { createLineIndex } from '../../server/src/core/line-index.ts';
import { createSession, type SessionOptions } from '../../server/src/session/create-session.ts';
import { loadedExtractor } from '../../server/src/session/workspace/loaded-extractor.ts';
import { crossFileChecks } from '../support/cross-file-checks.ts';
import { daysAgo, now, shopSnapshot, shopSwitch } from '../support/snapshots.ts';
import { fakeControlPlane } from './fake-control-plane.ts';
import { temporaryFolder, type FolderFiles } from './temporary-folder.ts';

const snapshot = shopSnapshot({ flags: [shopSwitch('new-checkout'), shopSwitch('new-search')] });
const read = `import { OpenFeature } from '@openfeature/server-sdk';\nexport const open = OpenFeature.getClient().getBooleanValue('new-checkout', false);\n`;

async function found(
  files: FolderFiles,
  { state = snapshot, ...more }: Partial<SessionOptions> & { readonly state?: FlagSnapshot } = {},
) {
  const root = temporaryFolder({ 'cart.ts': read, ...files });
  const loaded = loadConfig(root, { env: {} });
  const names = loaded.controlPlanes.map(({ name }) => name);
  const session = createSession({
    extractor: loadedExtractor,
    loaded,
    controlPlane: fakeControlPlane(state),
    controlPlanes: new Map(names.map((name) => [name, fakeControlPlane(state)])),
    checks: { checks: [], workspaceChecks: crossFileChecks.workspaceChecks },
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    now: () => now,
    ...more,
  });
  onTestFinished(() => session.dispose());
  await Promise.all([session.refreshState(), session.scan()]);
  const lines = session.workspaceFindings().map((finding) => {
    const text = session.text(finding.uri);
    const { line } = createLineIndex(text ?? '').positionAt(finding.span.start);
    const pointed = text?.slice(finding.span.start, finding.span.end);
    return `${finding.uri.slice(`file://${root}/`.length)}:${line + 1} ${pointed} ${finding.flagKey}`;
  });
  return { session, lines, root };
}

const sluice = '"kind": "sluice", "url": "http://127.0.0.1:4650"';
const flagd = (...keys: string[]) =>
  `{\n  "flags": {\n${keys.map((key) => `    "${key}": { "state": "ENABLED", "variants": {} }`).join(',\n')}\n  }\n}\n`;

describe('they are placed', () => {
  test.each<[string, FolderFiles, readonly string[]]>([
    [
      'where the control plane is configured',
      { 'sluice.config.json': `{\n  // ours\n  "controlPlane": { ${sluice} }\n}\n` },
      ['sluice.config.json:3 "controlPlane" new-checkout', 'sluice.config.json:3 "controlPlane" new-search'],
    ],
    [
      'at the one of several that decides, not at one that is compared',
      {
        'sluice.config.json': `{ "controlPlanes": [\n{ "name": "web", "folder": "web", ${sluice} },\n{ "folder": "api", ${sluice} },\n{ "name": "old", "folder": "api", ${sluice} }\n] }\n`,
      },
      [
        'sluice.config.json:2 "name" new-checkout',
        'sluice.config.json:2 "name" new-search',
        'sluice.config.json:3 "kind" new-checkout',
        'sluice.config.json:3 "kind" new-search',
      ],
    ],
    [
      'at the flag in a definition file, as far as it is there',
      {
        'sluice.config.json': `{ "controlPlane": {\n"kind": "flagd-file", "path": "flags/shop.json" } }\n`,
        'flags/shop.json': flagd('gift-cards', 'new-search'),
      },
      ['flags/shop.json:4 "new-search" new-search', 'sluice.config.json:1 "controlPlane" new-checkout'],
    ],
    [
      'at the flag in a definition file that was found',
      {
        'flags.json': flagd('new-checkout', 'new-search').replace(
          '{',
          '{ "$schema": "https://flagd.dev/schema/v0/flags.json",',
        ),
      },
      ['flags.json:3 "new-checkout" new-checkout', 'flags.json:4 "new-search" new-search'],
    ],
    [
      'where the configuration would be',
      {},
      ['sluice.config.json:1  new-checkout', 'sluice.config.json:1  new-search'],
    ],
  ])('%s', async (_, files, expected) => {
    const { session, lines } = await found(files);
    expect(lines).toEqual(expected);
    const all = session.checkedUris().flatMap((uri) => session.findings(uri));
    expect(all).toEqual(session.workspaceFindings());
    expect(all.every(({ uri }) => session.isWorkspacePlace(uri))).toBe(true);
  });
});

describe('there are none', () => {
  test.each<[string, FlagSnapshot]>([
    ['half of the state is known', { ...snapshot, complete: false }],
    ['the state is too old', { ...snapshot, readAt: daysAgo(3) }],
    ['the state is empty', { ...snapshot, flags: [] }],
  ])('where %s', async (_, state) => {
    const { session, lines } = await found({}, { state });
    expect(lines).toEqual([]);
    expect(session.checkedUris().map((uri) => uri.split('/').at(-1))).toEqual(['cart.ts']);
  });
});

test('they know who reads a flag, here and in reports of other repositories', async () => {
  const { session } = await found({}, { referencesElsewhere: (key) => (key === 'new-search' ? 3 : null) });
  expect(session.workspaceFindings().map(({ message }) => message)).toEqual([
    'new-checkout: cart.ts:115 | dynamic  | elsewhere unknown | whole',
    'new-search:  | dynamic  | elsewhere 3 | whole',
  ]);
});

test('before the workspace was read, checks know that there may be more', async () => {
  const root = temporaryFolder({ 'cart.ts': read });
  const session = createSession({
    extractor: loadedExtractor,
    loaded: loadConfig(root, { env: {} }),
    controlPlane: fakeControlPlane(snapshot),
    checks: crossFileChecks,
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    now: () => now,
  });
  onTestFinished(() => session.dispose());
  await session.refreshState();
  const told: unknown[] = [];
  expect(session.workspaceFindings()[0]?.message).toMatch(/a part$/);
  session.onChange(({ uris }) => told.push(uris));
  await session.scan();
  expect(told).toEqual([[`file://${root}/cart.ts`, `file://${root}/sluice.config.json`]]);
  expect(session.workspaceFindings()[0]?.message).toMatch(/whole$/);
});
