/** FileFacts[] -> CallSite[]: constants, modules, types and wrappers of the whole workspace. */
import type { FileFacts } from '../facts.ts';
import type { CallSite, ValueType } from '../model.ts';
import { createLinker } from './linker.ts';

/** A flag function that the code does not show to be one, from the configuration. */
export interface ConfiguredWrapper {
  /** A package as imports name it, or `./` and the path of the workspace file that declares it. */
  readonly module: string | null;
  /** Of a method: its class, interface or object; any of these. */
  readonly owner?: readonly string[];
  readonly name: string;
  /** An argument index, or the property of an object argument or JSX attribute. */
  readonly key: number | string;
  readonly default: number | null;
  readonly value: ValueType | null;
}

/** An object whose members are flags, from the configuration: a variable, property or type, or a function that gives it out. */
export interface ConfiguredObject extends Pick<ConfiguredWrapper, 'module' | 'owner'> {
  readonly name: string;
}

export interface LinkOptions {
  readonly wrappers: readonly ConfiguredWrapper[];
  readonly flagObjects?: readonly ConfiguredObject[];
  /** The workspace folder, ending in `/`: what lies above it says nothing about being a test. */
  readonly rootUri?: string;
  /** The URI of the workspace file that an import means; null for packages and for what cannot be resolved. */
  resolveModule(fromUri: string, specifier: string): string | null;
  /** The SDK's package that a workspace file is the source of, as imports name it; null for nearly all. Default: none is. */
  packageOf?(uri: string): string | null;
  /** The facts of a file that an import leads to and that was not given: they explain others, and are not looked at for flag reads.
   * null where there are none; asked again after `update` or `reset` only. */
  load?(uri: string): FileFacts | null;
  /** What the text of a file that was not given tells of its exports without being parsed; null: nothing, it has to be loaded.
   * Where that changes, `update` is called for the file. Default: nothing. */
  outline?(uri: string): Outline | null;
}

export interface Outline {
  /** False where the file itself cannot export the name. */
  holds(name: string): boolean;
  /** Modules of which it passes on everything (`export * from`). */
  readonly stars: readonly string[];
}

export interface LinkInput extends LinkOptions {
  /** Facts of every file that passed the prefilter, by URI. */
  readonly files: ReadonlyMap<string, FileFacts>;
  /** Those of `files` that are there only because imports lead to them: they explain others, but hold no flag reads. */
  readonly supporting?: ReadonlySet<string>;
}

export interface LinkResult {
  /** Call sites by URI, in order of position; files without any are absent. The same array as before where nothing changed. */
  readonly callSites: ReadonlyMap<string, readonly CallSite[]>;
  /** Names of inferred wrappers, of flags and of functions that hand flags on: files that call them must be looked at too. */
  readonly wrapperNames: readonly string[];
  /** Names of classes with inferred wrappers, and of exported clients: so must files that mention them at all. */
  readonly wrapperTypes: readonly string[];
  /** Files whose functions or components are passed flags: they must be looked at too, whatever their text. */
  readonly handedFlags: readonly string[];
}

/** Facts -> call sites, from scratch. Pure; the same facts give the same call sites in the same order. */
export function link({ files, supporting, ...options }: LinkInput): LinkResult {
  const linker = createLinker(options);
  for (const [uri, facts] of files) linker.update(uri, facts, supporting?.has(uri) ?? false);
  return linker.link();
}
