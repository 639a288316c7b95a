import type { FileFacts } from '../facts.ts';
import type { CallSite, ValueType } from '../model.ts';

/** A flag function that the code does not show to be one, from the configuration. */
export interface ConfiguredWrapper {
  readonly module: string | null;
  readonly name: string;
  /** An argument index, or the property of an object argument or JSX attribute. */
  readonly key: number | string;
  readonly default: number | null;
  readonly value: ValueType | null;
}

export interface LinkInput {
  /** Facts of every file that passed the prefilter, by URI. */
  readonly files: ReadonlyMap<string, FileFacts>;
  readonly wrappers: readonly ConfiguredWrapper[];
  /** The URI of the workspace file that an import means; null for packages and for what cannot be resolved. */
  resolveModule(fromUri: string, specifier: string): string | null;
}

export interface LinkResult {
  /** Call sites by URI, in order of position; files without any are absent. */
  readonly callSites: ReadonlyMap<string, readonly CallSite[]>;
  /** Files that imports lead to and whose facts would tell more: extract them and link again. */
  readonly wanted: readonly string[];
  /** Names of inferred wrappers: files that mention them must be looked at too. */
  readonly wrapperNames: readonly string[];
}

/** Facts -> call sites. Pure; the same facts give the same call sites in the same order. */
export function link(_input: LinkInput): LinkResult {
  return { callSites: new Map(), wanted: [], wrapperNames: [] };
}
