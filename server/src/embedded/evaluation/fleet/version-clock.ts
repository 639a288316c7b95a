/** A version per project that others can wait for, told at most once a second. */
import { randomBytes } from 'node:crypto';

const tellEveryMs = 1000;

export class VersionClock {
  /** Tells this process from another one that has counted as far. */
  readonly #origin = randomBytes(4).toString('hex');
  readonly #counts = new Map<string, number>();
  readonly #listeners = new Set<(project: string, version: string) => void>();
  readonly #waiting = new Map<string, NodeJS.Timeout | null>();

  of(project: string): string {
    return `${this.#origin}-${this.#counts.get(project) ?? 0}`;
  }

  bump(project: string): void {
    this.#counts.set(project, (this.#counts.get(project) ?? 0) + 1);
    if (this.#waiting.has(project)) return;
    this.#tell(project);
  }

  onChange(listener: (project: string, version: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer ?? undefined);
    this.#waiting.clear();
    this.#listeners.clear();
  }

  /** At once, and again after a second if there is more by then. */
  #tell(project: string): void {
    const told = this.of(project);
    const timer = setTimeout(() => {
      this.#waiting.delete(project);
      if (this.of(project) !== told) this.#tell(project);
    }, tellEveryMs).unref();
    this.#waiting.set(project, timer);
    for (const listener of this.#listeners) listener(project, told);
  }
}
