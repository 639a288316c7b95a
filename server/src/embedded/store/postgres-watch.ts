/** Notices what other processes write: by notification at once, and by asking every so often, because a notification can be lost. */
import { Client, type ClientConfig } from 'pg';
import type { Logger } from '../log.ts';

export interface PostgresWatch {
  /** The returned function stops it. */
  listen(listener: () => void): () => void;
  close(): Promise<void>;
}

const reconnectMs = 1_000;

export function watchPostgres(options: {
  readonly settings: ClientConfig;
  readonly channel: string;
  readonly pollMs: number;
  readonly log: Logger;
  readonly name: string;
}): PostgresWatch {
  const { settings, channel, pollMs, log, name } = options;
  const listeners = new Set<() => void>();
  let client: Client | null = null;
  let isClosed = false;
  let isAway = false;
  let waiting: NodeJS.Timeout | null = null;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  const lost = (problem: unknown): void => {
    const former = client;
    client = null;
    former?.end().catch(() => undefined);
    if (isClosed || waiting) return;
    if (!isAway) {
      isAway = true;
      log.warn(
        `${name} is away (${problem instanceof Error ? problem.message : String(problem)}): the last known flags go on being served, changes wait until it is back.`,
      );
    }
    waiting = setTimeout(() => {
      waiting = null;
      void connect();
    }, reconnectMs).unref();
  };

  const connect = async (): Promise<void> => {
    const next = new Client(settings);
    next.on('error', lost);
    next.on('end', () => {
      if (client === next) lost(new Error('the connection ended'));
    });
    next.on('notification', tell);
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
    } catch (error) {
      next.end().catch(() => undefined);
      lost(error);
      return;
    }
    if (isClosed) {
      await next.end();
      return;
    }
    client = next;
    if (isAway) log.info(`${name} is back.`);
    isAway = false;
    // What was written before it listened, or while it was away.
    tell();
  };

  void connect();
  const poll = setInterval(tell, pollMs).unref();
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      isClosed = true;
      clearInterval(poll);
      if (waiting) clearTimeout(waiting);
      const former = client;
      client = null;
      await former?.end().catch(() => undefined);
    },
  };
}
