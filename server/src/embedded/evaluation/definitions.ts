/** What each scope serves now, compiled once for all scopes in which the same overrides apply, and who wants to know when it changes. */
import { createHash } from 'node:crypto';
import type { Flag, Serving } from '../../core/model.ts';
import {
  compileFlag,
  definitionText,
  flagSetMetadata,
  servingIn,
  type FlagdFlag,
  type ServedScope,
} from './compile.ts';
import type { FlagSource, ProjectState } from './flag-source.ts';

/** A compiled definition. The same object as long as the scope serves the same, whatever else changes in the project. */
export interface Definition {
  /** Of what is served; without revisions, so that it is the same on every replica and after a restart. */
  readonly fingerprint: string;
  /** The project's revision at which this process first saw it. */
  readonly revision: string;
  readonly text: string;
  readonly flagSet: Readonly<Record<string, string>>;
  readonly flags: ReadonlyMap<string, FlagdFlag>;
}

type Listener = (definition: Definition) => void;

/** A flag with one of its servings, compiled. */
interface Piece {
  readonly flag: FlagdFlag;
  /** Without the revision, which changes with what happens in other scopes. */
  readonly content: string;
  readonly text: string;
}

interface EnvironmentDefinitions {
  readonly state: ProjectState;
  /** Datacenters and servers with an override in any flag. All others serve what the wider scope does. */
  readonly places: ReadonlySet<string>;
  readonly current: Map<string, Definition>;
  /** Of earlier revisions: kept where the content turns out to be the same. */
  readonly earlier: ReadonlyMap<string, Definition>;
}

interface Watch {
  readonly scope: ServedScope;
  readonly listeners: Set<Listener>;
  definition: Definition | null;
}

export class Definitions {
  readonly #source: FlagSource;
  readonly #environments = new Map<string, EnvironmentDefinitions>();
  readonly #pieces = new Map<string, { revision: string | null; byServing: Map<string, Piece> }>();
  /** By project, then by scope. */
  readonly #watches = new Map<string, Map<string, Watch>>();
  readonly #unsubscribe: () => void;
  #compilations = 0;

  constructor(source: FlagSource) {
    this.#source = source;
    this.#unsubscribe = source.onChange((project) => this.#publish(project));
  }

  /** How many definitions were put together so far; for tests and measurements. */
  get compilations(): number {
    return this.#compilations;
  }

  /** Null where the project or the environment does not exist. */
  of(scope: ServedScope): Definition | null {
    const state = this.#source.read(scope.project);
    if (!state?.environments.some(({ key }) => key === scope.environment)) return null;
    const environment = this.#environment(scope, state);
    const place = effectivePlace(environment.places, scope);
    const known = environment.current.get(place);
    if (known) return known;
    const definition = this.#compile(state, scope, environment.earlier.get(place) ?? null);
    environment.current.set(place, definition);
    return definition;
  }

  /** The latest revision of a project; null where it does not exist. */
  revision(project: string): string | null {
    return this.#source.read(project)?.revision ?? null;
  }

  /** Calls `listener` whenever the scope serves something else than before. The returned function stops it. */
  watch(scope: ServedScope, listener: Listener): () => void {
    const watches = this.#watches.get(scope.project) ?? new Map<string, Watch>();
    this.#watches.set(scope.project, watches);
    const key = scopeKey(scope);
    const watch = watches.get(key) ?? { scope, listeners: new Set(), definition: this.of(scope) };
    watches.set(key, watch);
    watch.listeners.add(listener);
    return () => {
      watch.listeners.delete(listener);
      if (watch.listeners.size === 0 && watches.get(key) === watch) watches.delete(key);
    };
  }

  close(): void {
    this.#unsubscribe();
    this.#watches.clear();
  }

  #publish(project: string): void {
    for (const watch of this.#watches.get(project)?.values() ?? []) {
      const definition = this.of(watch.scope);
      if (definition === null || definition.fingerprint === watch.definition?.fingerprint) continue;
      watch.definition = definition;
      for (const listener of watch.listeners) listener(definition);
    }
  }

  #environment({ project, environment }: ServedScope, state: ProjectState): EnvironmentDefinitions {
    const key = JSON.stringify([project, environment]);
    const known = this.#environments.get(key);
    if (known?.state === state) return known;
    const places = placesOf(state.flags, environment);
    const earlier = new Map([...(known?.earlier ?? []), ...(known?.current ?? [])]);
    for (const place of earlier.keys()) if (place !== '' && !places.has(place)) earlier.delete(place);
    const next = { state, places, current: new Map(), earlier };
    this.#environments.set(key, next);
    return next;
  }

  #compile(state: ProjectState, scope: ServedScope, earlier: Definition | null): Definition {
    this.#compilations++;
    const hash = createHash('sha256').update(JSON.stringify([scope.project, scope.environment]));
    const flags = new Map<string, FlagdFlag>();
    const texts: string[] = [];
    for (const flag of state.flags) {
      const serving = servingIn(flag, scope);
      if (serving === null) continue;
      const piece = this.#piece(scope.project, flag, serving);
      hash.update(piece.content);
      flags.set(flag.key, piece.flag);
      texts.push(piece.text);
    }
    const fingerprint = hash.digest('base64url').slice(0, 22);
    if (earlier?.fingerprint === fingerprint) return earlier;
    const flagSet = flagSetMetadata(scope, state.revision);
    return { fingerprint, revision: state.revision, text: definitionText(flagSet, texts), flagSet, flags };
  }

  #piece(project: string, flag: Flag, serving: Serving): Piece {
    const key = JSON.stringify([project, flag.key]);
    let known = this.#pieces.get(key);
    if (known?.revision !== flag.revision || flag.revision === null) {
      known = { revision: flag.revision, byServing: new Map() };
      this.#pieces.set(key, known);
    }
    const servingText = JSON.stringify(serving);
    let piece = known.byServing.get(servingText);
    if (!piece) {
      piece = pieceOf(flag, serving);
      known.byServing.set(servingText, piece);
    }
    return piece;
  }
}

/** A scope as a key of a map; names may hold any character that keys may, so they are quoted. */
export function scopeKey({ project, environment, datacenter, server }: ServedScope): string {
  return JSON.stringify([project, environment, datacenter, server]);
}

function pieceOf(flag: Flag, serving: Serving): Piece {
  const compiled = compileFlag(flag, serving);
  const { revision: _, ...metadata } = compiled.metadata;
  const key = JSON.stringify(flag.key);
  return {
    flag: compiled,
    content: `${key}:${JSON.stringify({ ...compiled, metadata })}\n`,
    text: `${key}:${JSON.stringify(compiled)}`,
  };
}

function placesOf(flags: readonly Flag[], environment: string): ReadonlySet<string> {
  const places = new Set<string>();
  for (const flag of flags) {
    if (flag.archivedAt !== null) continue;
    for (const { datacenter, server } of flag.environments[environment]?.scopes ?? [])
      places.add(place(datacenter, server));
  }
  return places;
}

/** The widest scope that serves the same as this one. */
function effectivePlace(places: ReadonlySet<string>, { datacenter, server }: ServedScope): string {
  if (datacenter === null) return '';
  if (server !== null && places.has(place(datacenter, server))) return place(datacenter, server);
  return places.has(place(datacenter, null)) ? place(datacenter, null) : '';
}

function place(datacenter: string, server: string | null): string {
  return JSON.stringify([datacenter, server]);
}
