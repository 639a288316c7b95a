/** When a flag was last asked for by itself: what tells a flag that nobody reads any more. Coarse on purpose. */
import type { Logger } from '../log.ts';
import { evaluationKey, type Evaluations } from './seen.ts';

export interface EvaluationReport {
  readonly project: string;
  readonly environment: string;
  readonly flagKey: string;
  readonly at: string;
}

export interface EvaluationStore {
  load(project: string): Promise<readonly EvaluationReport[]>;
  save(reports: readonly EvaluationReport[]): Promise<void>;
}

/** A flag that is read all the time is written down once in this time. */
const stepMs = 60_000;
const everyMs = 1000;

export class LastEvaluated {
  readonly #store: EvaluationStore;
  readonly #log: Logger;
  readonly #nowMs: () => number;
  readonly #notedAt = new Map<string, number>();
  /** By project: how much was noted. */
  readonly #counts = new Map<string, number>();
  #pending: EvaluationReport[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(store: EvaluationStore, log: Logger, nowMs: () => number) {
    this.#store = store;
    this.#log = log;
    this.#nowMs = nowMs;
  }

  /** The flag exists: this is called with known keys only, so that what is remembered is bounded by what there is. */
  note(project: string, environment: string, flagKey: string): void {
    const key = JSON.stringify([project, environment, flagKey]);
    const now = this.#nowMs();
    const last = this.#notedAt.get(key);
    if (last !== undefined && now - last < stepMs) return;
    this.#notedAt.set(key, now);
    this.#counts.set(project, (this.#counts.get(project) ?? 0) + 1);
    this.#pending.push({ project, environment, flagKey, at: new Date(now).toISOString() });
    this.#timer ??= setTimeout(() => void this.#write(), everyMs).unref();
  }

  /** Changes when what `read` gives does. */
  version(project: string): number {
    return this.#counts.get(project) ?? 0;
  }

  /** When each flag of a project was last asked for, by environment. */
  async read(project: string): Promise<Evaluations> {
    const pending = this.#pending.filter((report) => report.project === project);
    const reports = [...(await this.#store.load(project)), ...pending];
    return new Map(reports.map(({ environment, flagKey, at }) => [evaluationKey(environment, flagKey), at]));
  }

  /** Writes what is not written yet. */
  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#write();
  }

  async #write(): Promise<void> {
    this.#timer = null;
    const reports = this.#pending;
    if (reports.length === 0) return;
    this.#pending = [];
    try {
      await this.#store.save(reports);
    } catch (error) {
      // It is noted again a minute later.
      this.#log.warn(`When flags were last read could not be written: ${String(error)}`);
    }
  }
}
