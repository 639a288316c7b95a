/** Reads `sluice.config.json`, or says what is assumed without one. */
import { existsSync, lstatSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lacksAddress, withAddress, type ControlPlaneConfig } from '../control-planes/registry.ts';
import { requireKnownEnvironments } from './check-environments.ts';
import { parseConfigDocument, type ConfigDocument } from './config-document.ts';
import { ConfigurationError, configurationErrorIn } from './configuration-error.ts';
import {
  bothWaysError,
  onlyControlPlane,
  resolveControlPlanes,
  type ConfiguredControlPlane,
} from './control-planes.ts';
import { parseDuration } from './durations.ts';
import { findFlagFiles } from './find-flag-files.ts';
import type { Config, WrapperConfig } from './schema.ts';
import { validateConfig } from './validate.ts';

export const configFileName = 'sluice.config.json';
const maxConfigBytes = 1024 * 1024;
const defaultMaxStateAgeMs = 24 * 3_600_000;

/** `config`: the file names it · `environment`: SLUICE_URL · `assumed`: a definition file that was found · `none`: no control plane. */
type ControlPlaneSource = 'config' | 'environment' | 'assumed' | 'none';

export interface LoadedConfig {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Absolute path of the configuration file; null where there is none. */
  readonly file: string | null;
  /** The path relative paths in the configuration start from, whether the file exists or not. */
  readonly configFile: string;
  readonly config: Config;
  /** Where everything is written; null where there is no file. */
  readonly document: ConfigDocument | null;
  /**
   * `url` is filled in from SLUICE_URL where the file leaves it out. Of several control planes the one that decides for all files
   * in no other's folder; null where there is none.
   */
  readonly controlPlane: ControlPlaneConfig | null;
  /** All of them, as in the file; empty where there is none. */
  readonly controlPlanes: readonly ConfiguredControlPlane[];
  readonly controlPlaneSource: ControlPlaneSource;
  /** What was assumed where nothing was configured; sentences for people. */
  readonly assumptions: readonly string[];
  readonly wrappers: readonly WrapperConfig[];
  readonly include: readonly string[];
  readonly ignore: readonly string[];
  /** A snapshot older than this cannot show that a flag does not exist. */
  readonly maxStateAgeMs: number;
}

export interface LoadOptions {
  /** Default: `process.env`. SLUICE_URL and SLUICE_PROJECT are read. */
  readonly env?: NodeJS.ProcessEnv;
  /** Another file than `sluice.config.json` at the root, absolute; it must exist. */
  readonly file?: string;
}

/** The configuration of a workspace. Throws ConfigurationError for a file that cannot be read or used; a missing one is fine. */
export function loadConfig(root: string, options: LoadOptions = {}): LoadedConfig {
  const env = options.env ?? process.env;
  const configFile = options.file ?? join(root, configFileName);
  const text = readConfigText(configFile, options.file !== undefined);
  const document = text === null ? null : parseConfigDocument(configFile, text);
  const config: Config = document === null ? {} : validateConfig(document);
  const several = document === null ? null : severalControlPlanes(root, config, document, env);
  const chosen = several ?? chooseControlPlane(root, config, document !== null, env);
  const controlPlanes = several?.controlPlanes ?? (chosen.controlPlane ? [onlyControlPlane(chosen.controlPlane)] : []);
  if (document !== null) requireKnownEnvironments(config, controlPlanes, document);
  return {
    root,
    file: document === null ? null : configFile,
    configFile,
    config,
    document,
    controlPlane: chosen.controlPlane,
    controlPlanes,
    controlPlaneSource: chosen.source,
    assumptions: chosen.assumptions,
    wrappers: config.wrappers ?? [],
    include: config.include ?? [],
    ignore: config.ignore ?? [],
    maxStateAgeMs:
      (config.maxStateAge === undefined ? null : parseDuration(config.maxStateAge)) ?? defaultMaxStateAgeMs,
  };
}

interface Chosen {
  readonly controlPlane: ControlPlaneConfig | null;
  readonly source: ControlPlaneSource;
  readonly assumptions: readonly string[];
}

/** null where the file does not list several. */
function severalControlPlanes(
  root: string,
  config: Config,
  document: ConfigDocument,
  env: NodeJS.ProcessEnv,
): (Chosen & { readonly controlPlanes: readonly ConfiguredControlPlane[] }) | null {
  if (config.controlPlanes === undefined) return null;
  if (config.controlPlane !== undefined) throw bothWaysError(document);
  const controlPlanes = resolveControlPlanes(config.controlPlanes, { root, document, env });
  const main = controlPlanes.find(({ folder }) => folder === null)?.config ?? null;
  // No error: who checks out a part of a monorepo has not all of its folders.
  const absent = controlPlanes.filter(({ folder }) => folder !== null && !existsSync(join(root, folder)));
  const assumptions = absent.map(
    ({ name, folder }) =>
      `The folder ${JSON.stringify(folder)} of the control plane ${JSON.stringify(name)} does not exist, so it decides for no file.`,
  );
  return { controlPlane: main, controlPlanes, source: 'config', assumptions };
}

function chooseControlPlane(root: string, config: Config, hasFile: boolean, env: NodeJS.ProcessEnv): Chosen {
  const url = env['SLUICE_URL']?.trim() || undefined;
  const configured = config.controlPlane;
  if (configured !== undefined) {
    const isOpen = url !== undefined && lacksAddress(configured);
    return { controlPlane: isOpen ? withAddress(configured, url) : configured, source: 'config', assumptions: [] };
  }

  const why = hasFile ? `${configFileName} names no control plane` : `There is no ${configFileName}`;
  if (url !== undefined) {
    const project = env['SLUICE_PROJECT']?.trim() || 'default';
    return {
      controlPlane: { kind: 'sluice', url, project },
      source: 'environment',
      assumptions: [`${why}: flags are read from the control plane in SLUICE_URL, project ${JSON.stringify(project)}.`],
    };
  }
  const files = findFlagFiles(root);
  const [only] = files;
  if (only !== undefined && files.length === 1) {
    return {
      controlPlane: { kind: 'flagd-file', path: only, environment: 'production' },
      source: 'assumed',
      assumptions: [`${why}: ${only} is taken for the state of all flags, in the environment "production".`],
    };
  }
  const assumption =
    files.length > 1
      ? `${why} and there are several flag definition files (${files.join(', ')}): none is used. Name the right one as controlPlane.path.`
      : `${why} and no flag definition file was found in the top folder, config/ or flags/: the code is scanned without the state of its flags. \`sluice init\` sets one up.`;
  return { controlPlane: null, source: 'none', assumptions: [assumption] };
}

/** null where there is no such file and none was asked for by name. */
function readConfigText(file: string, isRequired: boolean): string | null {
  try {
    if (!isRequired && lstatSync(file, { throwIfNoEntry: false }) === undefined) return null;
    const stats = statSync(file);
    if (!stats.isFile()) throw wholeFile(file, 'This is not a file.');
    if (stats.size > maxConfigBytes) throw wholeFile(file, 'The file is larger than 1 MiB; a configuration is not.');
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') throw wholeFile(file, 'The file does not exist.');
    if (code === 'EACCES' || code === 'EPERM') throw wholeFile(file, 'The file may not be read (permission denied).');
    throw wholeFile(file, `The file could not be read (${code ?? 'unknown error'}).`);
  }
}

function wholeFile(file: string, message: string): ConfigurationError {
  return configurationErrorIn(file, [{ line: null, column: null, path: '', message }]);
}
