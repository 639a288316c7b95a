/** The page's state and who reads it. Reads from the control plane are one at a time, so that an older answer never wins. */
import type { Flag } from '../../../core/model.ts';
import {
  ApiError,
  eventsUrl,
  readFlag,
  readFleet,
  readProjects,
  readRequests,
  readSession,
  readSnapshot,
} from './api.ts';
import { openLiveStream } from './live.ts';
import type { LiveStream } from './live.ts';
import type { News } from './model/news.ts';
import type { ChangeRequest, FleetServer, PageEnvironment, SessionInfo } from './model/wire.ts';

export interface PageState {
  /** `failed`: nothing could be read yet; `signed-out`: there is no session (any more). */
  readonly phase: 'loading' | 'ready' | 'signed-out' | 'failed';
  /** One sentence, where the phase is `failed`. */
  readonly problem: string | null;
  readonly session: SessionInfo | null;
  readonly projects: readonly string[];
  readonly project: string | null;
  readonly environments: readonly PageEnvironment[];
  readonly flags: ReadonlyMap<string, Flag>;
  /** Null where the control plane does not say anything about servers. */
  readonly fleet: readonly FleetServer[] | null;
  /** Open change requests; null where the control plane does not know any. */
  readonly requests: readonly ChangeRequest[] | null;
  readonly connection: 'connecting' | 'live' | 'lost';
  /** Epoch milliseconds of the last moment the control plane said what is shown, or that it still holds. */
  readonly confirmedAt: number | null;
}

export interface Store {
  readonly state: () => PageState;
  /** Called after every change of the state, at most once per task. */
  onChange(listener: () => void): void;
  /** Called for each change that the stream tells of. */
  onNews(listener: (news: News) => void): void;
  /** Reads session, projects and flags, and follows changes. Also the way back after `failed` and `signed-out`. */
  start(project: string | null): Promise<void>;
  /** A flag as a write or a read-back returned it. */
  put(flag: Flag): void;
  /** Reads again soon. */
  refresh(): void;
  signedOut(): void;
}

/** More changed flags than this are read as one snapshot. */
const fewFlags = 4;
/** A stream can die silently behind a proxy; a conditional read costs next to nothing. */
const backstopInterval = 30_000;
const retryDelay = 3000;

const empty: Pick<PageState, 'environments' | 'flags' | 'fleet' | 'requests'> = {
  environments: [],
  flags: new Map(),
  fleet: null,
  requests: null,
};

export function createStore(): Store {
  let state: PageState = {
    phase: 'loading',
    problem: null,
    session: null,
    projects: [],
    project: null,
    ...empty,
    connection: 'connecting',
    confirmedAt: null,
  };
  const listeners: (() => void)[] = [];
  const newsListeners: ((news: News) => void)[] = [];
  /** What is to be read: single flags, everything, the servers, the requests. */
  const pending = new Set<string>();
  const due = { everything: false, fleet: false, requests: false };
  let reading = false;
  let generation = 0;
  let etag: string | null = null;
  let stream: LiveStream | null = null;
  let scheduled = false;
  let streamState: PageState['connection'] = 'connecting';
  let readFails = false;

  const update = (change: Partial<PageState>): void => {
    state = { ...state, ...change };
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(() => {
      scheduled = false;
      for (const listener of listeners) listener();
    });
  };

  const readAll = async (project: string): Promise<void> => {
    const started = generation;
    const answer = await readSnapshot(project, etag);
    if (started !== generation) {
      due.everything = true;
      return;
    }
    if (answer !== null) {
      etag = answer.etag;
      const flags = new Map(answer.flags.map((flag) => [flag.key, keepIfSame(state.flags.get(flag.key), flag)]));
      const environments = sameJson(state.environments, answer.environments) ? state.environments : answer.environments;
      update({ environments, flags, fleet: answer.fleet ?? null });
    }
    update({ phase: 'ready', problem: null, confirmedAt: Date.now() });
  };

  /** False where the flags alone cannot tell (one of them is gone): then everything has to be read. */
  const readSome = async (project: string, keys: readonly string[]): Promise<boolean> => {
    const started = generation;
    let read: Flag[];
    try {
      read = await Promise.all(keys.map((key) => readFlag(project, key)));
    } catch (error) {
      if (error instanceof ApiError && error.kind === 'not-found') return false;
      throw error;
    }
    if (started === generation) update({ flags: withFlags(state.flags, read), confirmedAt: Date.now() });
    else for (const key of keys) pending.add(key);
    return true;
  };

  /** Servers change without the flags doing so. A control plane that does not know them is not asked. */
  const readServers = async (project: string): Promise<void> => {
    if (state.fleet === null) return;
    const fleet = await readFleet(project);
    if (fleet !== null) update({ fleet, confirmedAt: Date.now() });
  };

  /** Only where a second person is needed can there be any. */
  const readOpenRequests = async (project: string): Promise<void> => {
    const isNeeded = state.environments.some(({ approval }) => approval === true);
    if (!isNeeded && state.requests === null) return;
    const requests = isNeeded ? await readRequests(project) : null;
    if (!sameJson(state.requests, requests)) update({ requests });
  };

  /** The stream may be up while reads fail, and the other way round: only both together are `live`. */
  const setConnection = (change: { stream?: 'connecting' | 'live' | 'lost'; readFails?: boolean }): void => {
    streamState = change.stream ?? streamState;
    readFails = change.readFails ?? readFails;
    const connection = readFails ? 'lost' : streamState;
    if (connection !== state.connection) update({ connection });
  };

  const drain = async (): Promise<void> => {
    if (reading || state.project === null) return;
    reading = true;
    try {
      while (due.everything || due.fleet || due.requests || pending.size > 0) {
        const keys = [...pending];
        const all = due.everything || keys.length > fewFlags;
        const { fleet, requests } = due;
        pending.clear();
        Object.assign(due, { everything: false, fleet: false, requests: false });
        if (all) await readAll(state.project);
        else if (keys.length > 0 && !(await readSome(state.project, keys))) due.everything = true;
        if (fleet && !all) await readServers(state.project);
        if (requests) await readOpenRequests(state.project);
      }
      setConnection({ readFails: false });
    } catch (error) {
      // What could not be read is read in full on the next occasion.
      Object.assign(due, { everything: true, requests: true });
      fail(error);
    } finally {
      reading = false;
    }
  };

  const fail = (error: unknown): void => {
    if (!(error instanceof ApiError)) throw error;
    if (error.kind === 'signed-out') store.signedOut();
    else if (state.phase === 'ready') {
      setConnection({ readFails: true });
      setTimeout(() => void drain(), retryDelay);
    } else update({ phase: 'failed', problem: error.message });
  };

  const follow = (project: string): void => {
    stream?.close();
    stream = openLiveStream(eventsUrl(project), {
      changed(flagKey) {
        if (flagKey === null) due.everything = true;
        else pending.add(flagKey);
        // Whatever changes a flag can make a request outdated, and asking for a change is told as a change of the flag.
        due.requests = true;
        void drain();
      },
      news(news) {
        for (const listener of newsListeners) listener(news);
      },
      fleet() {
        due.fleet = true;
        void drain();
      },
      connection(connection) {
        setConnection({ stream: connection });
        // The stream does not say why it broke: a session that has ended shows in a read.
        if (connection === 'lost') store.refresh();
      },
    });
  };

  const store: Store = {
    state: () => state,
    onChange: (listener) => void listeners.push(listener),
    onNews: (listener) => void newsListeners.push(listener),
    async start(wanted) {
      // A retry leaves the reason on the screen until there is something better to show.
      if (state.phase !== 'failed') update({ phase: 'loading', problem: null });
      try {
        const [session, projects] = await Promise.all([readSession(), readProjects()]);
        const project = wanted !== null && projects.includes(wanted) ? wanted : (projects[0] ?? null);
        etag = null;
        generation += 1;
        update({ session, projects, project, ...empty });
        if (project === null) {
          update({ phase: 'ready', confirmedAt: Date.now() });
          return;
        }
        await readAll(project);
        await readOpenRequests(project);
        follow(project);
      } catch (error) {
        fail(error);
      }
    },
    put(flag) {
      generation += 1;
      update({ flags: withFlags(state.flags, [flag]), confirmedAt: Date.now() });
    },
    refresh() {
      Object.assign(due, { everything: true, requests: true });
      void drain();
    },
    signedOut() {
      stream?.close();
      stream = null;
      update({ phase: 'signed-out', session: null, ...empty, confirmedAt: null });
    },
  };
  setInterval(() => {
    if (state.phase === 'ready' && state.project !== null) store.refresh();
  }, backstopInterval);
  return store;
}

/** Rows are rebuilt by identity: an equal flag keeps its object. */
function keepIfSame(known: Flag | undefined, read: Flag): Flag {
  // Another revision is another flag: no need to look closer. An equal one may still have been evaluated meanwhile.
  if (known === undefined || known.revision !== read.revision) return read;
  return sameJson(known, read) ? known : read;
}

function sameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withFlags(flags: ReadonlyMap<string, Flag>, read: readonly Flag[]): ReadonlyMap<string, Flag> {
  const result = new Map(flags);
  for (const flag of read) result.set(flag.key, keepIfSame(flags.get(flag.key), flag));
  return result;
}
