/** `controlPlanes` in `sluice.config.json`: several control planes at once, each for a folder or for everything else. */
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { definitions, lacksAddress, withAddress, type ControlPlaneConfig } from '../control-planes/registry.ts';
import { formatKeyPath, type ConfigDocument, type KeyPath } from './config-document.ts';
import { configurationErrorIn, type ConfigurationProblem } from './configuration-error.ts';
import { environmentSuffix } from './environment-suffix.ts';

/** Part of the names of environment variables, and typed on command lines. */
export const namePattern = /^[A-Za-z0-9][\w.-]{0,59}$/;

const placement = {
  name: z.string().regex(namePattern).optional().meta({
    description: 'What people call it: in reports, and after `--control-plane`. Default: its kind.',
  }),
  folder: z.string().min(1).optional().meta({
    description:
      'It decides for the files in this folder, relative to this file; the innermost folder wins. Without it: for everything else. A second one for the same folder is compared with the first one (a migration).',
  }),
  environmentNames: z.record(z.string().min(1), z.string().min(1)).optional().meta({
    description:
      'Where it is compared with another one: what the environments of that one are called here, as in { "production": "live" }. Default: the same.',
  }),
};

type Placement = z.output<z.ZodObject<typeof placement>>;
export type ControlPlaneEntry = ControlPlaneConfig & Placement;

/** The list as written: what any one control plane takes, and where it belongs. */
export const controlPlanesSchema = z
  .array(
    z.discriminatedUnion(
      'kind',
      definitions.map(({ config }) => (config as z.ZodObject).extend(placement)) as unknown as [z.ZodObject],
    ),
  )
  .min(1) as unknown as z.ZodType<readonly ControlPlaneEntry[]>;

/** One control plane of a workspace, as configured. */
export interface ConfiguredControlPlane {
  /** One of its own in the workspace. */
  readonly name: string;
  readonly config: ControlPlaneConfig;
  /** Relative to the workspace, with `/`; null: all files that are in no other one's folder. */
  readonly folder: string | null;
  /** null: it decides what is found in the files of its folder. Else the name of the one that does, and with which it is compared. */
  readonly comparedWith: string | null;
  /** By the environment's name in the one it is compared with: its name here. */
  readonly environmentNames: { readonly [environment: string]: string };
}

export interface ControlPlanesContext {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly document: ConfigDocument;
  /** SLUICE_URL and SLUICE_URL_<NAME> are read. */
  readonly env: NodeJS.ProcessEnv;
}

/** The only control plane of a workspace. */
export function onlyControlPlane(config: ControlPlaneConfig): ConfiguredControlPlane {
  return { name: config.kind, config, folder: null, comparedWith: null, environmentNames: {} };
}

/** Gives every entry its name, folder and part. Throws ConfigurationError that names everything wrong in the list. */
export function resolveControlPlanes(
  entries: readonly ControlPlaneEntry[],
  { root, document, env }: ControlPlanesContext,
): readonly ConfiguredControlPlane[] {
  const problems: ConfigurationProblem[] = [];
  const complain = (index: number, key: keyof Placement, message: string): void => {
    const path: KeyPath = ['controlPlanes', index, ...(entries[index]?.[key] === undefined ? [] : [key])];
    problems.push({ ...document.placeOfValue(path), path: formatKeyPath(path), message });
  };
  const names = entries.map((entry) => entry.name ?? entry.kind);
  const folders = entries.map(({ folder }, index) => {
    const inside = folder === undefined ? null : folderIn(root, document.file, folder);
    if (inside !== undefined) return inside;
    const rule = 'It takes a folder of the workspace, relative to this file and with "/".';
    complain(index, 'folder', `${JSON.stringify(folder)} is no folder of the workspace. ${rule}`);
    return null;
  });
  for (const [index, name] of names.entries()) {
    const first = names.findIndex((other) => environmentSuffix(other) === environmentSuffix(name));
    if (first < index) complain(index, 'name', sameName(name, names[first] ?? '', entries[index]?.name === undefined));
  }
  const resolved = entries.map((entry, index): ConfiguredControlPlane => {
    const { name: _name, folder: _folder, environmentNames = {}, ...config } = entry;
    const first = folders.indexOf(folders[index] ?? null);
    if (first === index && entry.environmentNames !== undefined) {
      const message =
        'Only a control plane that is compared with another one takes it; this is the first for its folder.';
      complain(index, 'environmentNames', message);
    }
    return {
      name: names[index] ?? config.kind,
      config: config as ControlPlaneConfig,
      folder: folders[index] ?? null,
      comparedWith: first === index ? null : (names[first] ?? null),
      environmentNames,
    };
  });
  problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  if (problems.length > 0) throw configurationErrorIn(document.file, problems);
  return withAddresses(resolved, env);
}

/** Both `controlPlane` and `controlPlanes`: nobody could say which one is meant. */
export function bothWaysError(document: ConfigDocument): Error {
  const path = ['controlPlanes'];
  const message =
    '"controlPlane" and "controlPlanes" exclude each other: move what is in "controlPlane" into the list, as its first entry.';
  return configurationErrorIn(document.file, [{ ...document.placeOfKey(path), path: 'controlPlanes', message }]);
}

/** With `/`, null for the workspace itself, undefined for what is not in it. */
function folderIn(root: string, file: string, folder: string): string | null | undefined {
  if (isAbsolute(folder)) return undefined;
  const path = relative(root, resolve(dirname(file), folder));
  if (path === '') return null;
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? undefined : path.split(sep).join('/');
}

function sameName(name: string, other: string, isDefault: boolean): string {
  if (isDefault) return `Another control plane is called ${JSON.stringify(other)} too: give each a "name" of its own.`;
  const same = name === other ? '' : `, which differs from ${JSON.stringify(name)} in case or signs only`;
  return `Another control plane is called ${JSON.stringify(other)}${same}: give each a "name" of its own.`;
}

/**
 * Fills in addresses that the file leaves out: of SLUICE_URL_<NAME>, else of SLUICE_URL, as long as all without an address are of
 * one kind: one address serves several projects, but never two products.
 */
function withAddresses(
  planes: readonly ConfiguredControlPlane[],
  env: NodeJS.ProcessEnv,
): readonly ConfiguredControlPlane[] {
  const own = (name: string): string | undefined => env[`SLUICE_URL_${environmentSuffix(name)}`]?.trim() || undefined;
  const open = planes.filter(({ name, config }) => lacksAddress(config) && own(name) === undefined);
  const isOneKind = new Set(open.map(({ config }) => config.kind)).size === 1;
  const general = isOneKind ? env['SLUICE_URL']?.trim() || undefined : undefined;
  return planes.map((plane) => {
    const url = lacksAddress(plane.config) ? (own(plane.name) ?? general) : undefined;
    return url === undefined ? plane : { ...plane, config: withAddress(plane.config, url) };
  });
}
