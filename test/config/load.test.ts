/** Configuration files: what they give, what is assumed without one, and errors one can act on. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../server/src/config/configuration-error.ts';
import { loadConfig, type LoadedConfig } from '../../server/src/config/load.ts';
import { checkMetas } from '../../server/src/core/checks/registry.ts';
import { definitions } from '../../server/src/control-planes/registry.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-config-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true, maxRetries: 10 }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function load(env: NodeJS.ProcessEnv = {}): LoadedConfig {
  return loadConfig(root, { env });
}

/** The message without the folder, which differs from run to run. */
function failure(text: string): string {
  write('sluice.config.json', text);
  try {
    load();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as ConfigurationError).file).toBe(join(root, 'sluice.config.json'));
    return (error as ConfigurationError).message.replaceAll(root, '').replaceAll('\\', '/');
  }
  return expect.fail('it was accepted');
}

describe('a configuration', () => {
  it('may have comments, trailing commas and a byte order mark, and every key is optional', () => {
    write(
      'sluice.config.json',
      `\uFEFF{
        // where the flags are
        "controlPlane": { "kind": "sluice", "url": "https://flags.shop.example", "project": "shop" },
        "checks": { "stuck-valve": { "severity": "warning", "after": { "release": "14d", "ops": null } }, "dynamic-flag-key": "off", },
        "wrappers": [{ "module": "@shop/flags", "name": "flag" }],
        "include": ["src"], "ignore": ["**/generated/**"], "maxStateAge": "2d", /* done */
      }`,
    );
    expect(load({ SLUICE_URL: 'https://other.example' })).toMatchObject({
      root,
      file: join(root, 'sluice.config.json'),
      controlPlane: { kind: 'sluice', url: 'https://flags.shop.example', project: 'shop' },
      controlPlaneSource: 'config',
      assumptions: [],
      wrappers: [{ module: '@shop/flags', name: 'flag', key: 0 }],
      include: ['src'],
      ignore: ['**/generated/**'],
      maxStateAgeMs: 172_800_000,
    });
  });

  it('without an address takes that of SLUICE_URL', () => {
    write('sluice.config.json', '{"controlPlane": {"kind": "sluice", "project": "shop"}}');
    expect(load({ SLUICE_URL: 'https://flags.shop.example' }).controlPlane).toEqual({
      kind: 'sluice',
      url: 'https://flags.shop.example',
      project: 'shop',
    });
    expect(load().controlPlane).toEqual({ kind: 'sluice', project: 'shop' });
  });

  it('can be another file, which then must exist', () => {
    write('ci/flags.json', '{"include": ["src"]}');
    expect(loadConfig(root, { env: {}, file: join(root, 'ci/flags.json') }).include).toEqual(['src']);
    expect(() => loadConfig(root, { env: {}, file: join(root, 'ci/gone.json') })).toThrow(
      'gone.json The file does not exist.',
    );
  });
});

describe('a key that is written twice', () => {
  const at = (place: string) =>
    `This key is there already, at ${place}; of the two only one counts. Remove one of them.`;
  it.each([
    ['at the top', '{\n  "include": ["src"],\n  "include": ["lib"]\n}', [`3:3 include: ${at('2:3')}`]],
    [
      'further in, with comments between',
      '{ "checks": {\n  "stuck-valve": "off", // for now\n  /* "stuck-valve": "hint", */ "stuck-valve": "error",\n} }',
      [`3:32 checks.stuck-valve: ${at('2:3')}`],
    ],
    ['in another spelling', String.raw`{ "include": [], "\u0069nclude": [] }`, [`1:18 include: ${at('1:3')}`]],
    [
      'in an element of a list',
      '{ "wrappers": [{ "name": "a", "name": "b" }] }',
      [`1:31 wrappers[0].name: ${at('1:18')}`],
    ],
    [
      'three times',
      '{ "ignore": [], "ignore": [],\n"ignore": [] }',
      [`1:17 ignore: ${at('1:3')}`, `2:1 ignore: ${at('1:3')}`],
    ],
    [
      'several, one of them inside of another',
      '{ "checks": { "stuck-valve": "off" }, "checks": { "stale-switch": "off", "stale-switch": "off" } }',
      [`1:39 checks: ${at('1:3')}`, `1:74 checks.stale-switch: ${at('1:51')}`],
    ],
    ['a key that every object has', '{ "__proto__": 1, "__proto__": 2 }', [`1:19 __proto__: ${at('1:3')}`]],
  ])('%s', (_, text, lines) => {
    expect(failure(text)).toBe(lines.map((line) => `/sluice.config.json:${line}`).join('\n'));
  });

  it('twenty are named', () => {
    expect(failure(`{ ${'"include": [], '.repeat(30)} }`).split('\n')).toHaveLength(20);
  });

  it('the same key of different objects is none', () => {
    write(
      'sluice.config.json',
      '{ "checks": { "stuck-valve": { "severity": "hint" }, "stale-switch": { "severity": "hint" } } }',
    );
    expect(load().config.checks).toMatchObject({
      'stuck-valve': { severity: 'hint' },
      'stale-switch': { severity: 'hint' },
    });
  });
});

const kinds = definitions.map(({ kind }) => `"${kind}"`).join(' or ');

describe('an error says where, what was found and what is allowed', () => {
  it.each([
    [
      '{ "wrapers": [] }',
      '1:3 wrapers: Unknown key. Did you mean "wrappers"? Allowed: controlPlane, controlPlanes, preset, checks, overrides, wrappers, flagObjects, include, ignore, maxStateAge.',
    ],
    ['{ "controlplane": {} }', '1:3 controlplane: Unknown key. Did you mean "controlPlane"?'],
    [
      '{ "token": "secret" }',
      '1:3 token: Unknown key. Allowed: controlPlane, controlPlanes, preset, checks, overrides, wrappers, flagObjects, include, ignore, maxStateAge.',
    ],
    ['{\n  "include": "src"\n}', '2:14 include: Found "src"; allowed: a list of strings.'],
    ['{ "include": ["src", 7] }', '1:22 include[1]: Found 7; allowed: a string.'],
    [
      '{ "maxStateAge": "3 days" }',
      '1:18 maxStateAge: Found "3 days"; allowed: a duration such as "5m", "12h", "14d" or "6w".',
    ],
    [
      '{ "checks": { "stuck-valve": "warn" } }',
      '1:30 checks.stuck-valve: Found "warn"; allowed: "error", "warning", "info", "hint", "off", or an object with severity, environments, purposes, after, inTests. Did you mean "warning"?',
    ],
    [
      '{ "checks": { "stuck-valve": { "severty": "error" } } }',
      '1:32 checks.stuck-valve.severty: Unknown key. Did you mean "severity"? Allowed: severity, environments, purposes, after, inTests.',
    ],
    [
      '{ "checks": { "stuck-valve": { "severity": "fatal" } } }',
      '1:44 checks.stuck-valve.severity: Found "fatal"; allowed: "error", "warning", "info", "hint", "off".',
    ],
    [
      '{ "checks": { "stuck-valve": { "after": { "relase": "14d" } } } }',
      '1:43 checks.stuck-valve.after.relase: Unknown key. Did you mean "release"? Allowed: release, ops, kill-switch, permission, experiment, dark.',
    ],
    [
      '{ "checks": { "stuck-valve": { "after": { "release": "14" } } } }',
      '1:54 checks.stuck-valve.after.release: Found "14"; allowed: a duration such as "5m", "12h", "14d" or "6w", or null.',
    ],
    [
      '{ "checks": { "stuck-valve": { "inTests": "yes" } } }',
      '1:43 checks.stuck-valve.inTests: Found "yes"; allowed: true or false.',
    ],
    ['{ "checks": [] }', '1:13 checks: Found an empty list; allowed: an object'],
    [
      '{ "controlPlane": { "kind": "flagd" } }',
      `1:29 controlPlane.kind: Found "flagd"; allowed: ${kinds}. Did you mean "flagd-file"?`,
    ],
    ['{ "controlPlane": {} }', `1:19 controlPlane: "kind" is missing; it takes ${kinds}.`],
    ['{ "controlPlane": "sluice" }', `1:19 controlPlane: Found "sluice"; allowed: an object whose "kind" is ${kinds}.`],
    [
      '{ "controlPlane": { "kind": "flagd-file" } }',
      '1:19 controlPlane: "path" is missing; it takes a string that is not empty.',
    ],
    [
      '{ "controlPlane": { "kind": "flagd-file", "path": "" } }',
      '1:51 controlPlane.path: Found ""; allowed: a string that is not empty.',
    ],
    [
      '{ "controlPlane": { "kind": "sluice", "url": "ftp://me:secret@x" } }',
      '1:46 controlPlane.url: Found "ftp://***@x"; allowed: an http(s) URL such as "https://flags.example.com".',
    ],
    [
      '{ "controlPlane": { "kind": "sluice", "projct": "shop" } }',
      '1:39 controlPlane.projct: Unknown key. Did you mean "project"? Allowed: kind, url, project, environments.',
    ],
    [
      '{ "controlPlane": { "kind": "sluice", "environments": { "critical": [] } } }',
      '1:69 controlPlane.environments.critical: Found an empty list; allowed: a list that is not empty, of strings.',
    ],
    [
      '{ "wrappers": [{ "module": "@shop/flags" }] }',
      '1:16 wrappers[0]: "name" is missing; it takes a string that is not empty.',
    ],
    [
      '{ "wrappers": [{ "name": "flag", "key": -1 }] }',
      '1:41 wrappers[0].key: Found -1; allowed: a whole number from 0, or a string that is not empty.',
    ],
    ['{ "checks": { "stuck-valve": 3 } }', '1:30 checks.stuck-valve: Found 3; allowed: "error"'],
    [
      '{ "checks": { "stuck-valves": "off" } }',
      '1:15 checks.stuck-valves: There is no check "stuck-valves". Did you mean "stuck-valve"?',
    ],
    ['{ "checks": { "a b": 3 } }', '1:15 checks["a b"]: There is no check "a b". The checks are: archived-flag, '],
    ['{ "checks": { "toString": "off" } }', '1:15 checks.toString: There is no check "toString".'],
    [
      '{ "checks": { "unknown-flag": { "after": { "release": "14d" } } } }',
      '1:33 checks.unknown-flag.after: The check "unknown-flag" does not take this option. Allowed: severity, environments, purposes, inTests.',
    ],
    [
      '{ "checks": { "invalid-suppression": { "inTests": true } } }',
      '1:40 checks.invalid-suppression.inTests: The check "invalid-suppression" does not take this option. Allowed: severity.',
    ],
    [
      '{ "checks": { "stuck-valve": { "environments": { "production": "of" } } } }',
      '1:64 checks.stuck-valve.environments.production: Found "of"; allowed: "error", "warning", "info", "hint", "off". Did you mean "off"?',
    ],
    [
      '{ "checks": { "stuck-valve": { "purposes": { "opps": "off" } } } }',
      '1:46 checks.stuck-valve.purposes.opps: Unknown key. Did you mean "ops"?',
    ],
    [
      '{ "preset": "recomended" }',
      '1:13 preset: Found "recomended"; allowed: "recommended", "all", "none". Did you mean "recommended"?',
    ],
    [
      '{ "overrides": [{ "checks": {} }] }',
      '1:17 overrides[0]: "files" is missing; it takes a list that is not empty, of strings.',
    ],
    [
      '{ "overrides": [{ "files": ["a"], "checks": { "stale-swich": "off" } }] }',
      '1:47 overrides[0].checks.stale-swich: There is no check "stale-swich". Did you mean "stale-switch"?',
    ],
    [
      '{ "controlPlane": { "kind": "flagd-file", "path": "f.json" }, "checks": { "stuck-valve": { "environments": { "prod": "off" } } } }',
      '1:110 checks.stuck-valve.environments.prod: There is no environment "prod". Did you mean "production"?',
    ],
    [
      '[]',
      '1:1 Found an empty list; allowed: an object with controlPlane, controlPlanes, preset, checks, overrides, wrappers, flagObjects, include, ignore, maxStateAge.',
    ],
    ['null', '1:1 Found null; allowed: an object with'],
    ['{ "include": ["src" }', '1:21 Not valid JSON: a comma is expected here.'],
    ['{ include: [] }', '1:3 Not valid JSON: an unknown word; keys and strings take double quotes'],
    ['{ "include": ["src"]', '1:21 Not valid JSON: a closing brace } is expected here.'],
    ['{ "include": ["src] }', '1:15 Not valid JSON: a string that is not closed.'],
    ['', ' The file is empty. Write {} for a configuration without settings, or remove the file.'],
  ])('%s: %s', (text, expected) => {
    const message = failure(text);
    expect(message).toContain(`/sluice.config.json${expected.startsWith(' ') ? '' : ':'}${expected}`);
    expect(message).not.toContain('secret');
  });

  const named = checkMetas.find(({ options = [] }) => options.includes('pattern'))?.id;
  it.runIf(named !== undefined).each([
    ['"["', 'but it is no regular expression that can be used here ('],
    ['"\\\\p{Nope}"', 'but it is no regular expression that can be used here ('],
    ['"(?=a)"', 'but it is no regular expression that can be used here ('],
    [`"${'a'.repeat(201)}"`, 'allowed: a string of 1 to 200 characters.'],
    ['""', 'allowed: a string of 1 to 200 characters.'],
  ])('a pattern %s', (pattern, expected) => {
    const message = failure(`{ "checks": { "${named}": { "pattern": ${pattern} } } }`);
    expect(message).toContain(`checks.${named}.pattern: Found`);
    expect(message).toContain(expected);
  });

  it('also for a document that is nested without end', () => {
    expect(failure(`{"include": ${'['.repeat(100_000)}`)).toMatch(/ Not valid JSON: | The file is nested too deeply/);
  });

  it('and all of them at once, in the order of the file', () => {
    const message = failure('{\n  "include": 1,\n  "checks": { "a": "warn" },\n  "wrapers": []\n}');
    expect(message.split('\n').map((line) => /:(\d+:\d+ \w+)/.exec(line)?.[1])).toEqual([
      '2:14 include',
      '3:15 checks',
      '4:3 wrapers',
    ]);
  });

  it('also where the file is none', () => {
    mkdirSync(join(root, 'sluice.config.json'));
    expect(() => load()).toThrow('sluice.config.json This is not a file.');
  });
});

describe('without a control plane in the configuration', () => {
  const flagd = '{"$schema": "https://flagd.dev/schema/v0/flags.json", "flags": {}}';

  it('nothing is assumed of an empty folder', () => {
    expect(load()).toMatchObject({
      file: null,
      document: null,
      config: {},
      controlPlane: null,
      controlPlaneSource: 'none',
      maxStateAgeMs: 86_400_000,
    });
    expect(load().assumptions).toEqual([
      'There is no sluice.config.json and no flag definition file was found in the top folder, config/ or flags/: the code is scanned without the state of its flags. `sluice init` sets one up.',
    ]);
  });

  it.each(['flagd.json', 'shop.flagd.json', 'config/flags.flagd.json', 'flags/flagd.json', 'flags.json'])(
    '%s is taken for the state, and that is said',
    (path) => {
      write(path, flagd);
      const { controlPlane, controlPlaneSource, assumptions, file } = load();
      expect({ controlPlane, controlPlaneSource, file }).toEqual({
        controlPlane: { kind: 'flagd-file', path, environment: 'production' },
        controlPlaneSource: 'assumed',
        file: null,
      });
      expect(assumptions).toEqual([
        `There is no sluice.config.json: ${path} is taken for the state of all flags, in the environment "production".`,
      ]);
    },
  );

  it('also where there is a configuration that names none', () => {
    write('sluice.config.json', '{}');
    write('flagd.json', flagd);
    expect(load().assumptions[0]).toMatch(/^sluice\.config\.json names no control plane: flagd\.json is taken/);
  });

  it.each([
    ['flags.json', '{"flags": {}}'],
    ['flags.json', '["de", "fr", "us"]'],
    ['src/shop.flagd.json', flagd],
    ['node_modules/flagd.json', flagd],
  ])('%s with %s is not', (path, text) => {
    write(path, text);
    expect(load().controlPlane).toBeNull();
  });

  it('several files are no choice for Sluice to make', () => {
    write('flagd.json', flagd);
    write('config/shop.flagd.json', flagd);
    expect(load()).toMatchObject({ controlPlane: null, controlPlaneSource: 'none' });
    expect(load().assumptions[0]).toContain(
      'several flag definition files (config/shop.flagd.json, flagd.json): none is used.',
    );
  });

  it('SLUICE_URL goes before files', () => {
    write('flagd.json', flagd);
    const env = { SLUICE_URL: ' https://flags.shop.example ', SLUICE_PROJECT: 'shop' };
    expect(load(env)).toMatchObject({
      controlPlane: { kind: 'sluice', url: 'https://flags.shop.example', project: 'shop' },
      controlPlaneSource: 'environment',
    });
    expect(load(env).assumptions).toEqual([
      'There is no sluice.config.json: flags are read from the control plane in SLUICE_URL, project "shop".',
    ]);
    expect(load({ SLUICE_URL: 'x' }).controlPlane).toMatchObject({ project: 'default' });
  });
});
