/** Reads a project of Unleash: all of it, or one flag. */
import type { z } from 'zod';
import { ControlPlaneError } from '../control-plane.ts';
import type { HttpClient, HttpRequest } from '../http/http-client.ts';
import { readPages } from '../http/paging.ts';
import { plainText } from '../plain-text.ts';
import {
  environmentsAnswer,
  exportAnswer,
  flagAnswer,
  listAnswer,
  searchAnswer,
  tagsAnswer,
  typesAnswer,
  type UnleashArchived,
  type UnleashStrategy,
} from './unleash-answers.ts';
import type { UnleashFlag } from './unleash-flag.ts';
import type { UnleashState } from './unleash-serving.ts';

export interface UnleashEnvironment {
  readonly name: string;
  readonly isProduction: boolean;
  /** How many people have to approve a change; 0: none. */
  readonly approvals: number;
}

export interface UnleashReading {
  readonly environments: readonly UnleashEnvironment[];
  readonly flags: readonly UnleashFlag[];
  readonly archived: readonly UnleashArchived[];
  /** Sentences about what is missing. */
  readonly problems: readonly string[];
}

export interface UnleashReader {
  /** `archiveMark`: of the log (`unleash-log.ts`); the archived flags are searched for again when it changed, because searches are rationed. */
  readAll(archiveMark: () => number | null, signal?: AbortSignal): Promise<UnleashReading>;
  /** Throws `not-found` for a flag that is not there, or archived. */
  readOne(what: string, name: string, signal?: AbortSignal): Promise<UnleashFlag>;
  /** Days by type of flag; null: for good. Empty where it does not tell. */
  readLifetimes(signal?: AbortSignal): Promise<ReadonlyMap<string, number | null>>;
}

type Export = z.output<typeof exportAnswer>;

const searchPage = 100;
const what = 'read the flags';

export function createUnleashReader(client: HttpClient, project: string): UnleashReader {
  const ofProject = ['api', 'admin', 'projects', project, 'features'];
  let known: { readonly mark: number; readonly archived: readonly UnleashArchived[] } | null = null;

  const ask = async <T extends z.ZodType>(schema: T, request: HttpRequest): Promise<z.output<T>> => {
    const { body } = await client.request(request);
    const result = schema.safeParse(body);
    if (result.success) return result.data;
    const where = plainText(result.error.issues[0]?.path.map(String).join('.') ?? '', 80);
    const part = where === '' ? '' : ` (${where})`;
    throw client.problem(
      request.what,
      'format',
      `what it answered is not what Unleash answers${part}. Is the URL that of Unleash?`,
    );
  };
  const at = (path: readonly string[], signal?: AbortSignal): HttpRequest => ({
    what,
    path,
    ...(signal ? { signal } : {}),
  });

  const readEnvironments = async (signal?: AbortSignal): Promise<readonly UnleashEnvironment[]> => {
    const { environments } = await ask(
      environmentsAnswer,
      at(['api', 'admin', 'environments', 'project', project], signal),
    );
    const own = environments.filter(({ enabled, visible }) => enabled && visible !== false);
    // Of a project that does not exist, Unleash tells no flags instead of an error.
    if (own.length === 0) {
      const named = JSON.stringify(plainText(project, 80));
      throw client.problem(what, 'not-found', `there is no project ${named} with an environment that is switched on`);
    }
    return own.map(({ name, type, requiredApprovals }) => ({
      name,
      isProduction: type === 'production',
      approvals: requiredApprovals ?? 0,
    }));
  };

  const readState = (environment: string, signal?: AbortSignal): Promise<Export> =>
    ask(exportAnswer, {
      ...at(['api', 'admin', 'features-batch', 'export'], signal),
      method: 'POST',
      isRead: true,
      body: { environment, project, features: [], downloadFile: false },
    });

  const searchArchived = async (
    signal?: AbortSignal,
  ): Promise<readonly [readonly UnleashArchived[], string | null]> => {
    const query = { project: `IS:${project}`, archived: 'IS:true', limit: String(searchPage), sortBy: 'createdAt' };
    const result = await readPages<UnleashArchived>({
      client,
      request: { ...at(['api', 'admin', 'search', 'features'], signal), query: { ...query, offset: '0' } },
      parse: ({ body }, before) => {
        const page = searchAnswer.safeParse(body).data;
        if (page === undefined)
          throw client.problem(what, 'format', 'its list of archived flags is not as it should be');
        const next = before + page.features.length;
        return { items: page.features, total: page.total, next: next < page.total ? { offset: String(next) } : null };
      },
      keyOf: ({ name }) => name,
    });
    return [result.items, result.reason];
  };

  const readArchived = async (
    mark: number | null,
    signal?: AbortSignal,
  ): Promise<readonly [readonly UnleashArchived[], string | null]> => {
    if (known !== null && mark === known.mark) return [known.archived, null];
    try {
      const [archived, reason] = await searchArchived(signal);
      known = reason === null && mark !== null ? { mark, archived } : null;
      return [archived, reason];
    } catch (error) {
      if (signal?.aborted || !(error instanceof ControlPlaneError)) throw error;
      return [[], error.message];
    }
  };

  return {
    async readAll(archiveMark, signal) {
      const [list, environments] = await Promise.all([
        ask(listAnswer, at(ofProject, signal)),
        readEnvironments(signal),
      ]);
      const [archived, states] = await Promise.all([
        readArchived(archiveMark(), signal),
        Promise.allSettled(environments.map(({ name }) => readState(name, signal))),
      ]);
      signal?.throwIfAborted();
      const problems: string[] = [];
      const served = new Map<string, Served>();
      for (const [index, state] of states.entries()) {
        const name = environments[index]?.name ?? '';
        if (state.status === 'fulfilled') served.set(name, servedBy(state.value));
        else if (!(state.reason instanceof ControlPlaneError)) throw state.reason;
        else problems.push(`What ${plainText(name, 80)} serves is not known. ${state.reason.message}`);
      }
      const [first] = states;
      if (served.size === 0 && first?.status === 'rejected') throw first.reason;

      const flags = list.features.map((feature): UnleashFlag => {
        const own = [...served].flatMap(([environment, { stateOf }]): [string, UnleashState][] => {
          const state = stateOf.get(feature.name);
          if (state === undefined) {
            const where = `the state of ${plainText(environment, 80)}`;
            problems.push(`${plainText(feature.name, 80)} was not in ${where}: it changed while it was read.`);
            return [];
          }
          const lastSeenAt = feature.environments.find(({ name }) => name === environment)?.lastSeenAt ?? null;
          return [[environment, { ...state, lastSeenAt }]];
        });
        const [any] = served.values();
        return {
          ...describe(feature),
          tags: feature.tags ?? [],
          parents: any?.parentsOf.get(feature.name) ?? [],
          environments: Object.fromEntries(own),
        };
      });
      const live = new Set(flags.map(({ name }) => name));
      if (archived[1] !== null) problems.push(`Archived flags may be missing: ${archived[1]}`);
      return { environments, flags, archived: archived[0].filter(({ name }) => !live.has(name)), problems };
    },

    async readOne(whatFor, name, signal) {
      const [flag, { tags }] = await Promise.all([
        ask(flagAnswer, { ...at([...ofProject, name], signal), what: whatFor }),
        ask(tagsAnswer, { ...at(['api', 'admin', 'features', name, 'tags'], signal), what: whatFor }),
      ]);
      if (flag.name !== name || flag.archived === true)
        throw client.problem(whatFor, 'not-found', 'the flag is archived, or not there any more');
      const states = flag.environments.map(({ name: environment, enabled, strategies, variants, lastSeenAt }) => [
        environment,
        { enabled, strategies: byId(strategies), variants: variants ?? [], lastSeenAt: lastSeenAt ?? null },
      ]);
      return {
        ...describe(flag),
        tags,
        parents: flag.dependencies ?? [],
        environments: Object.fromEntries(states) as { [environment: string]: UnleashState },
      };
    },

    async readLifetimes(signal) {
      try {
        const { types } = await ask(typesAnswer, at(['api', 'admin', 'feature-types'], signal));
        return new Map(types.map(({ id, lifetimeDays }) => [id, lifetimeDays ?? null]));
      } catch (error) {
        if (signal?.aborted) throw error;
        return new Map();
      }
    },
  };
}

interface Served {
  readonly stateOf: ReadonlyMap<string, UnleashState>;
  readonly parentsOf: ReadonlyMap<string, readonly unknown[]>;
}

function servedBy({ featureEnvironments, featureStrategies, dependencies }: Export): Served {
  const strategies = Map.groupBy(featureStrategies, ({ featureName }) => featureName);
  return {
    stateOf: new Map(
      featureEnvironments.map(({ featureName, enabled, variants }) => {
        const own = strategies.get(featureName) ?? [];
        return [featureName, { enabled, strategies: byId(own), variants: variants ?? [], lastSeenAt: null }];
      }),
    ),
    parentsOf: new Map((dependencies ?? []).map((entry) => [entry.feature, entry.dependencies])),
  };
}

/** Different answers give them in different orders. */
function byId(strategies: readonly UnleashStrategy[]): UnleashState['strategies'] {
  return [...strategies].sort((left, right) => (left.id < right.id ? -1 : 1));
}

function describe(
  flag: Pick<z.output<typeof flagAnswer>, 'name' | 'type' | 'description' | 'createdAt' | 'stale'>,
): Pick<UnleashFlag, 'name' | 'type' | 'description' | 'createdAt' | 'stale'> {
  const { name, type, description, createdAt, stale } = flag;
  return {
    name,
    type: type ?? null,
    description: description ?? null,
    createdAt: createdAt ?? null,
    stale: stale ?? false,
  };
}
