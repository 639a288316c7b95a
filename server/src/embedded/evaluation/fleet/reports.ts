/** Writes down which servers were seen: at most once a second, all that is new in one go. */
import type { Logger } from '../../log.ts';
import type { ServerRecord, Via } from './roster.ts';

/** A server as it is written down. */
export interface FleetReport {
  /** Without a `server`: only that somebody called from this datacenter. */
  readonly scope: ServerRecord['scope'];
  readonly seenAt: string;
  readonly connected: boolean;
  readonly via: Via;
  readonly client: string | null;
  readonly revision: string;
}

export interface FleetStore {
  /** Other processes write to it, too. */
  readonly isShared: boolean;
  load(project: string): Promise<readonly FleetReport[]>;
  /** Writes reports in the place of older ones of the same scopes. */
  save(reports: readonly FleetReport[]): Promise<void>;
}

const everyMs = 1000;

export class Reports {
  readonly #store: FleetStore;
  readonly #log: Logger;
  #records = new Set<ServerRecord>();
  #timer: NodeJS.Timeout | null = null;
  #hasFailed = false;

  constructor(store: FleetStore, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  /** Writes this record within a second, as it is then. */
  add(record: ServerRecord): void {
    this.#records.add(record);
    this.#timer ??= setTimeout(() => void this.#write(), everyMs).unref();
  }

  async close(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#records.size > 0) await this.#write();
  }

  async #write(): Promise<void> {
    const records = this.#records;
    this.#records = new Set();
    try {
      await this.#store.save([...records].map(toReport));
      this.#hasFailed = false;
    } catch (error) {
      // Once is enough to say: it goes on trying every second.
      if (!this.#hasFailed) this.#log.warn(`Which servers were seen could not be written: ${String(error)}`);
      this.#hasFailed = true;
      for (const record of records) this.#records.add(record);
    }
    this.#timer = null;
    const [first] = this.#records;
    if (first) this.add(first);
  }
}

function toReport(record: ServerRecord): FleetReport {
  const { scope, via, client, revision } = record;
  const connected = record.connections > 0;
  return { scope, via, client, revision, connected, seenAt: new Date(record.seenAtMs).toISOString() };
}
