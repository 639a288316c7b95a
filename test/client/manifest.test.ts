import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readOwnControlPlane, settingKinds } from '../../server/src/lsp/own-control-plane.ts';
import { clientCommands } from '../../server/src/protocol.ts';

interface Setting {
  readonly scope?: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly default?: unknown;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly extensionPack?: unknown;
  readonly extensionDependencies?: unknown;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: readonly string[] };
    readonly virtualWorkspaces: { readonly supported: unknown };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
  };
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const declared = manifest.contributes.commands.map(({ command }) => command);
const sources = readdirSync('client/src', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(`client/src/${path}`, 'utf8'))
  .join('\n');

describe('commands', () => {
  test('each one that is declared is registered', () => {
    const registered = readFileSync('client/src/commands/registry.ts', 'utf8');
    const byProtocol = Object.entries(clientCommands).map(([name, id]) => [id, `clientCommands.${name}]`]);
    const spelling = new Map(byProtocol.map(([id = '', text = '']) => [id, text]));
    for (const command of declared) expect(registered).toContain(spelling.get(command) ?? `'${command}'`);
  });

  test('each one that a menu or a button names is declared', () => {
    const inMenus = Object.values(manifest.contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const inSources = [...sources.matchAll(/'(sluice\.[a-zA-Z]+)'/g)].map(([, id]) => id);
    const known = new Set([...declared, ...Object.values(clientCommands)]);
    const settings = ['sluice.controlPlane', 'sluice.consent', 'sluice.token', 'sluice.status'];
    for (const command of [...inMenus, ...inSources]) {
      if (command === undefined || settings.includes(command)) continue;
      expect(known).toContain(command);
    }
  });

  test.each(['sluice.flipSwitch', 'sluice.setValve', 'sluice.rollback', 'sluice.signIn', 'sluice.connect'])(
    '%s is off in a workspace that is not trusted',
    (id) => {
      const command = manifest.contributes.commands.find(({ command }) => command === id);
      expect(command?.enablement).toContain('isWorkspaceTrusted');
    },
  );
});

describe('settings', () => {
  const { properties } = manifest.contributes.configuration;

  const own = ['kind', 'url', 'project', 'environment'].map((name) => `sluice.controlPlane.${name}`);

  test('are the fields that the kinds of control planes take, and no others', () => {
    const fields = new Set(
      settingKinds.flatMap((kind) => kind.fields.map(({ name }) => `sluice.controlPlane.${name}`)),
    );
    expect(Object.keys(properties).filter((name) => name.startsWith('sluice.controlPlane.'))).toEqual(own);
    expect([...fields].sort()).toEqual(own.slice(1).sort());
  });

  test('the kind is one that the server takes, in its order and words', () => {
    const kind = properties['sluice.controlPlane.kind'];
    expect(kind?.enum).toEqual(settingKinds.map((facts) => facts.kind));
    expect(kind?.markdownEnumDescriptions).toEqual(settingKinds.map(({ about }) => about));
    expect(readOwnControlPlane({ url: 'https://a.example' })).toMatchObject({
      setting: { config: { kind: kind?.default } },
    });
  });

  test.each(own)('a workspace cannot set %s', (name) => {
    expect(properties[name]?.scope).toBe('machine');
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(name);
  });

  test('the sources read those through inspect() alone', () => {
    expect(sources).not.toMatch(/get\(\s*'(sluice\.)?controlPlane/);
    expect(sources).toContain('inspect(key)?.globalValue');
  });

  test('none takes a token', () => {
    for (const name of Object.keys(properties)) expect(name).not.toMatch(/token|secret|password|key$/i);
  });
});

test('pulls in no other extension', () => {
  expect(manifest.extensionPack).toBeUndefined();
  expect(manifest.extensionDependencies).toBeUndefined();
});

test('says honestly where it works', () => {
  expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
  expect(manifest.capabilities.virtualWorkspaces.supported).toBe(false);
});
