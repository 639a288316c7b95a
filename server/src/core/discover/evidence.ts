/** What discovery works on: the facts of all files, what Sluice already reads in them, and what it can follow. */
import type { Expression, FileFacts, SiteFact } from '../facts.ts';
import { indexCalls } from '../link/values/callers.ts';
import { createKnowledge } from '../link/knowledge.ts';
import type { LinkOptions } from '../link/link.ts';
import type { CallSite } from '../model.ts';
import type { Program } from '../link/program.ts';
import { indexHeirs } from '../link/values/subclasses.ts';
import { isTestPath } from '../link/reads/test-path.ts';
import { type KnownString, known } from '../link/values/values.ts';
import { findRegistries, type Registries } from './registries.ts';
import { isKeyLike } from './words.ts';

export interface Evidence {
  readonly files: readonly FileFacts[];
  readonly program: Program;
  readonly registries: Registries;
  /** Keys that are read through an SDK or an inferred wrapper. */
  readonly knownKeys: ReadonlySet<string>;
  /** Does Sluice report a key that starts here without any configuration? */
  isFound(uri: string, start: number): boolean;
  isTest(uri: string): boolean;
  /** `./` and the path in the workspace. */
  pathOf(uri: string): string;
}

export interface DiscoverInput extends Pick<LinkOptions, 'resolveModule'> {
  /** Facts of every file that may speak of flags or explain one that does; tests are left out. */
  readonly files: ReadonlyMap<string, FileFacts>;
  /** What Sluice reads in them without any configuration. */
  readonly callSites: ReadonlyMap<string, readonly CallSite[]>;
  /** The workspace folder, ending in `/`. */
  readonly rootUri: string;
}

export function collectEvidence({ files, callSites, rootUri, resolveModule }: DiscoverInput): Evidence {
  const found = new Set<string>();
  const knownKeys = new Set<string>();
  for (const [uri, sites] of callSites) {
    for (const { keySpan, key } of sites) {
      if (key.kind !== 'dynamic') found.add(`${keySpan.start} ${uri}`);
      if (key.kind === 'literal') knownKeys.add(key.value);
    }
  }
  const rawFlagKeys = [...files.values()].some((file) => file.rawFlagKeys);
  const known = { get: (uri: string) => files.get(uri), outline: () => null };
  const knowledge = createKnowledge({ files: known, rawFlagKeys, wrappers: [], rootUri, resolveModule });
  for (const file of files.values()) {
    indexHeirs(knowledge.heirs, file);
    indexCalls(knowledge.calls, file);
    for (const { name, value } of file.globals) knowledge.globals.add(file.uri, name, { file, value });
  }
  const pathOf = (uri: string): string => (uri.startsWith(rootUri) ? `./${decodeURI(uri.slice(rootUri.length))}` : uri);
  const isTest = (uri: string): boolean => isTestPath(pathOf(uri));
  return {
    files: [...files.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1)),
    program: knowledge.program,
    registries: findRegistries(files, isTest),
    knownKeys,
    isFound: (uri, start) => found.has(`${start} ${uri}`),
    isTest,
    pathOf,
  };
}

/** More alternatives than this are no key that someone wrote. */
const maxAlternatives = 6;

/** The keys that an expression stands for; null where they are computed, empty where it is something else than a key. */
export function keysOf(program: Program, file: FileFacts, expression: Expression): readonly KnownString[] | null {
  switch (expression.kind) {
    case 'string':
    case 'template':
    case 'name':
    case 'member':
    case 'index':
    case 'typed':
    case 'either': {
      const value = program.evaluate(file, expression);
      if (value.kind === 'strings') {
        const isKey =
          value.options.length <= maxAlternatives && value.options.every((option) => isKeyLike(option.value));
        return isKey ? value.options : [];
      }
      return known(value).some(({ kind }) => kind !== 'parameter') || value.kind === 'constant' ? [] : null;
    }
    default:
      return [];
  }
}

/** Is the value used as an answer, not thrown away? */
export function isAnswer({ use }: SiteFact): boolean {
  return use.kind !== 'discarded';
}

/** Is it used as yes or no? */
export function isDecision({ use }: SiteFact): boolean {
  return (
    use.kind === 'condition' ||
    use.negated ||
    (use.kind === 'assigned' &&
      use.variable !== null &&
      /^(?:is|has|can|should|show|enable|use)[A-Z]|Enabled$|Flag$|Active$/.test(use.variable))
  );
}
