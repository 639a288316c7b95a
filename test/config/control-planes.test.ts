/** `controlPlanes`: what a list gives, and errors one can act on. */
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../server/src/config/load.ts';
import type { ConfigurationError } from '../../server/src/config/configuration-error.ts';
import { temporaryFolder } from '../session/temporary-folder.ts';

function load(list: unknown, env: NodeJS.ProcessEnv = {}, files: { [path: string]: string } = {}) {
  const text = typeof list === 'string' ? list : JSON.stringify({ controlPlanes: list });
  return loadConfig(temporaryFolder({ 'sluice.config.json': text, ...files }), { env });
}

/** "shop", "legacy < shop" (compared), "search in packages/search". */
function parts(list: unknown): string[] {
  return load(list).controlPlanes.map(({ name, folder, comparedWith }) =>
    [name, ...(comparedWith === null ? [] : ['<', comparedWith]), ...(folder === null ? [] : ['in', folder])].join(' '),
  );
}

function failure(text: string): string {
  try {
    load(text);
  } catch (error) {
    return (error as ConfigurationError).message.replace(/^\S*sluice\.config\.json:/gm, '');
  }
  return expect.fail('it was accepted');
}

const file = (name: string, more: object = {}) => ({ kind: 'flagd-file', name, path: `${name}.flagd.json`, ...more });

describe('a list', () => {
  it('has one for everything else, and others for folders', () => {
    const list = [
      file('search', { folder: './packages/search/' }),
      { kind: 'sluice', url: 'https://flags.shop.example' },
    ];
    expect(parts(list)).toEqual(['search in packages/search', 'sluice']);
    expect(load(list)).toMatchObject({
      controlPlane: { kind: 'sluice', url: 'https://flags.shop.example' },
      controlPlaneSource: 'config',
    });
  });

  it('has the first for a folder decide, and the others compared with it', () => {
    const list = [
      file('a'),
      file('b'),
      file('c', { folder: '.' }),
      file('d', { folder: 'x' }),
      file('e', { folder: 'x/' }),
    ];
    expect(parts(list)).toEqual(['a', 'b < a', 'c < a', 'd in x', 'e < d in x']);
  });

  it('keeps what each kind takes, and nothing of the list, in the configuration of a control plane', () => {
    const [plane] = load([file('shop', { environment: 'live', folder: 'packages/web' })]).controlPlanes;
    expect(plane?.config).toEqual({ kind: 'flagd-file', path: 'shop.flagd.json', environment: 'live' });
  });

  it('without one for everything else has no main one', () => {
    expect(load([file('web', { folder: 'packages/web' })]).controlPlane).toBeNull();
  });

  it('says that a folder does not exist, which may be because it was not checked out', () => {
    const list = [file('shop'), file('web', { folder: 'packages/web' }), file('api', { folder: 'packages/ap' })];
    expect(load(list, {}, { 'packages/web/a.ts': '' }).assumptions).toEqual([
      'The folder "packages/ap" of the control plane "api" does not exist, so it decides for no file.',
    ]);
  });

  it('of one is as good as one', () => {
    expect(load([file('shop')])).toMatchObject({
      controlPlane: { kind: 'flagd-file' },
      controlPlanes: [{ name: 'shop', folder: null, comparedWith: null }],
    });
    expect(load('{ "controlPlane": { "kind": "sluice" } }').controlPlanes).toMatchObject([{ name: 'sluice' }]);
    expect(load('{}').controlPlanes).toEqual([]);
  });

  it('of a configuration elsewhere starts from there', () => {
    const root = temporaryFolder({
      'ci/flags.json': JSON.stringify({ controlPlanes: [file('search', { folder: '../packages/search' })] }),
    });
    const { controlPlanes } = loadConfig(root, { env: {}, file: `${root}/ci/flags.json` });
    expect(controlPlanes).toMatchObject([{ folder: 'packages/search' }]);
  });
});

describe('addresses that are left out', () => {
  const urls = (list: unknown, env: NodeJS.ProcessEnv) =>
    load(list, env).controlPlanes.map(({ config }) => ('url' in config ? config.url : undefined));
  const two = [
    { kind: 'sluice', name: 'shop', project: 'shop' },
    { kind: 'sluice', name: 'search-eu', project: 'search', folder: 'search' },
  ];

  it('are those of SLUICE_URL, for all of one kind', () => {
    expect(urls(two, { SLUICE_URL: 'https://flags.shop.example' })).toEqual([
      'https://flags.shop.example',
      'https://flags.shop.example',
    ]);
  });

  it('are their own where there is one', () => {
    const env = { SLUICE_URL: 'https://flags.shop.example', SLUICE_URL_SEARCH_EU: 'https://eu.shop.example' };
    expect(urls(two, env)).toEqual(['https://flags.shop.example', 'https://eu.shop.example']);
  });

  it('stay open where SLUICE_URL could be that of two products', () => {
    const list = [{ kind: 'sluice' }, { kind: 'unleash' }, { kind: 'unleash', name: 'x', url: 'https://x.example' }];
    expect(urls(list, { SLUICE_URL: 'https://flags.shop.example' })).toEqual([
      undefined,
      undefined,
      'https://x.example',
    ]);
    expect(urls(list, { SLUICE_URL: 'https://flags.shop.example', SLUICE_URL_UNLEASH: 'https://u.example' })).toEqual([
      'https://flags.shop.example',
      'https://u.example',
      'https://x.example',
    ]);
  });
});

describe('an error says where, what was found and what is allowed', () => {
  it.each([
    [
      '{ "controlPlane": { "kind": "sluice" }, "controlPlanes": [{ "kind": "sluice" }] }',
      '1:41 controlPlanes: "controlPlane" and "controlPlanes" exclude each other: move what is in "controlPlane" into the list, as its first entry.',
    ],
    [
      '{ "controlPlanes": [] }',
      '1:20 controlPlanes: Found an empty list; allowed: a list that is not empty, of objects whose "kind" is "sluice" or "unleash"',
    ],
    [
      '{ "controlPlanes": { "kind": "sluice" } }',
      '1:20 controlPlanes: Found an object; allowed: a list that is not empty, of objects',
    ],
    ['{ "controlPlanes": [{ "kind": "sluise" }] }', '1:31 controlPlanes[0].kind: Found "sluise"; allowed: "sluice" or'],
    [
      '{ "controlPlanes": [{ "kind": "sluice", "nam": "x" }] }',
      '1:41 controlPlanes[0].nam: Unknown key. Did you mean "name"?',
    ],
    [
      '{ "controlPlanes": [{ "kind": "sluice", "name": "my shop" }] }',
      '1:49 controlPlanes[0].name: Found "my shop"; allowed: a name of up to 60 letters, digits, ".", "_" and "-" that begins with a letter or a digit.',
    ],
    [
      '{ "controlPlanes": [{ "kind": "sluice" }, { "kind": "sluice", "project": "b" }] }',
      '1:43 controlPlanes[1]: Another control plane is called "sluice" too: give each a "name" of its own.',
    ],
    [
      '{ "controlPlanes": [{ "kind": "sluice", "name": "shop-eu" }, { "kind": "sluice", "name": "Shop_EU" }] }',
      '1:90 controlPlanes[1].name: Another control plane is called "shop-eu", which differs from "Shop_EU" in case or signs only',
    ],
    [
      '{ "controlPlanes": [{ "kind": "sluice", "folder": "../other" }] }',
      '1:51 controlPlanes[0].folder: "../other" is no folder of the workspace. It takes a folder of the workspace, relative to this file',
    ],
    [
      '{ "controlPlanes": [{ "kind": "sluice", "folder": "/etc" }] }',
      '1:51 controlPlanes[0].folder: "/etc" is no folder',
    ],
    [
      '{ "controlPlanes": [{ "kind": "sluice", "environmentNames": { "production": "live" } }] }',
      '1:61 controlPlanes[0].environmentNames: Only a control plane that is compared with another one takes it',
    ],
    [
      '{ "controlPlanes": [{ "kind": "sluice", "environmentNames": { "production": 1 } }] }',
      '1:77 controlPlanes[0].environmentNames.production: Found 1; allowed: a string that is not empty.',
    ],
  ])('%s: %s', (text, expected) => {
    expect(failure(text)).toContain(expected);
  });

  it('and all of them at once, in the order of the file', () => {
    const message = failure(
      '{ "controlPlanes": [\n{ "kind": "sluice", "folder": "/a" },\n{ "kind": "sluice", "name": "x" },\n{ "kind": "sluice", "name": "X" }] }',
    );
    expect(message.split('\n').map((line) => line.split(':', 1)[0])).toEqual(['2', '4']);
  });
});
