import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clientCommands } from '../../server/src/protocol.ts';

interface Setting {
  readonly scope?: string;
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

  test.each(['sluice.controlPlane.url', 'sluice.controlPlane.project'])('a workspace cannot set %s', (name) => {
    expect(properties[name]?.scope).toBe('machine');
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toContain(name);
  });

  test('the sources read those two through inspect() alone', () => {
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
