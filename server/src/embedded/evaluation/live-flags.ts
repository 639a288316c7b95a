/** The store's projects in memory, always at the latest committed revision that this process has heard of. */
import type { Store } from '../store/store.ts';
import type { Logger } from '../log.ts';
import type { FlagSource, HistoryEntry, ProjectState } from './flag-source.ts';

/** More than this is read of no history: who is that far behind is told to be, without details. */
const maxEntries = 10_000;

export class LiveFlags implements FlagSource {
  readonly #store: Store;
  readonly #log: Logger;
  readonly #projects = new Map<string, ProjectState>();
  readonly #listeners = new Set<(project: string) => void>();
  readonly #reading = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #unsubscribe: () => void;

  private constructor(store: Store, log: Logger) {
    this.#store = store;
    this.#log = log;
    this.#unsubscribe = store.onChange(({ project }) => {
      void this.refresh(project).catch((error: unknown) => {
        // The next change, or the next client that asks, reads it.
        this.#log.warn(`What project "${project}" serves could not be read: ${String(error)}`);
      });
    });
  }

  /** Reads all projects. */
  static async open(store: Store, log: Logger): Promise<LiveFlags> {
    const live = new LiveFlags(store, log);
    for (const project of await store.projects()) await live.refresh(project);
    return live;
  }

  read(project: string): ProjectState | null {
    return this.#projects.get(project) ?? null;
  }

  onChange(listener: (project: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls made while it reads lead to one more reading, so that many changes at once cost two. */
  refresh(project: string): Promise<void> {
    const reading = this.#reading.get(project);
    if (reading) {
      this.#again.add(project);
      return reading;
    }
    const started = this.#readAll(project);
    this.#reading.set(project, started);
    return started;
  }

  async settled(project: string): Promise<void> {
    await this.#reading.get(project)?.catch(() => undefined);
  }

  async entriesSince(project: string, revision: string): Promise<readonly HistoryEntry[] | null> {
    const entries = await this.#store.entriesSince(project, Number(revision), maxEntries);
    return entries.length < maxEntries ? entries : null;
  }

  close(): void {
    this.#unsubscribe();
    this.#listeners.clear();
  }

  async #readAll(project: string): Promise<void> {
    try {
      do {
        this.#again.delete(project);
        const { revision, environments, flags } = await this.#store.snapshot(project);
        if (this.#projects.get(project)?.revision === revision) continue;
        this.#projects.set(project, { revision, environments, flags });
        for (const listener of this.#listeners) listener(project);
      } while (this.#again.has(project));
    } finally {
      // In the same turn as the last look at whether somebody asked again.
      this.#reading.delete(project);
    }
  }
}
