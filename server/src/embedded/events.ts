/** The change stream: Server-Sent Events that can be resumed, from the audit log, which is what makes them complete. */
import type { ServerResponse } from 'node:http';
import type { Auth, Caller } from './auth.ts';
import { ApiError } from './errors.ts';
import type { Fleet } from './evaluation/fleet/fleet.ts';
import type { Change } from './store/feed.ts';
import type { Logger } from './log.ts';
import type { Store } from './store/store.ts';

export interface EventOptions {
  /** How many changes a client may have missed before it is told to read the snapshot again. */
  readonly keptChanges: number;
  readonly heartbeatMs: number;
  /** A reader that lets more than this pile up is dropped; it comes back and resumes. */
  readonly maxBufferedBytes: number;
  readonly maxStreams: number;
}

export const defaultEventOptions: EventOptions = {
  keptChanges: 10_000,
  heartbeatMs: 15_000,
  maxBufferedBytes: 1024 * 1024,
  maxStreams: 10_000,
};

interface Stream {
  readonly project: string;
  readonly caller: Caller;
  readonly response: ServerResponse;
  /** What was replayed may be larger than the bound, and is no sign of a slow reader. */
  replayedBytes: number;
  /** The last revision sent; what comes up to it was replayed. */
  sentRevision: number;
  /** What happened while the beginning was still being looked up; null from then on. */
  waiting: Change[] | null;
}

export class Events {
  readonly #store: Store;
  readonly #auth: Auth;
  readonly #log: Logger;
  readonly #options: EventOptions;
  readonly #streams = new Set<Stream>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: readonly (() => void)[];

  constructor(store: Store, auth: Auth, fleet: Fleet, log: Logger, options: EventOptions) {
    this.#store = store;
    this.#auth = auth;
    this.#log = log;
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#beat(), options.heartbeatMs).unref();
    this.#unsubscribe = [
      store.onChange((change) => this.#publish(change)),
      store.onAccessChange(() => void this.endInactive()),
      fleet.onChange((project, version) => this.#publishFleet(project, version)),
    ];
  }

  get size(): number {
    return this.#streams.size;
  }

  /** @throws ApiError `rate-limited` when there are too many streams */
  checkRoom(): void {
    if (this.#streams.size >= this.#options.maxStreams) {
      throw new ApiError('rate-limited', 'Too many event streams are open: poll the snapshot instead, or close some.');
    }
  }

  /**
   * Starts a stream on a response whose headers are still to be written. No change can fall between what is replayed and
   * what follows live: what happens meanwhile waits, and what was replayed already is left out of it.
   */
  async open(
    response: ServerResponse,
    options: {
      readonly project: string;
      readonly caller: Caller;
      readonly lastEventId: string | null;
      readonly headers: Readonly<Record<string, string>>;
    },
  ): Promise<void> {
    const { project, caller, lastEventId } = options;
    const stream: Stream = { project, caller, response, replayedBytes: 0, sentRevision: 0, waiting: [] };
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
    response.on('error', () => this.#streams.delete(stream));
    try {
      const revision = await this.#store.revision(project);
      const opening = formatOpening(revision, await this.#missed(project, revision, lastEventId));
      response.writeHead(200, {
        ...options.headers,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      stream.replayedBytes = Buffer.byteLength(opening);
      stream.sentRevision = Number(revision);
      response.write(opening);
    } catch (error) {
      this.#log.warn(`An event stream could not be started: ${error instanceof Error ? error.message : String(error)}`);
      this.#streams.delete(stream);
      response.destroy();
      return;
    }
    const waiting = stream.waiting ?? [];
    stream.waiting = null;
    for (const change of waiting) this.#sendChange(stream, change);
  }

  /** Ends the streams whose token was revoked or has expired, or whose session is over. */
  async endInactive(): Promise<void> {
    try {
      const gone = await this.#auth.inactive([...this.#streams].map(({ caller }) => caller));
      for (const stream of this.#streams) if (gone.has(stream.caller)) stream.response.end();
    } catch (error) {
      // The database is away: who may read on is looked at again with the next beat.
      this.#log.debug(`Open streams could not be checked: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    for (const { response } of this.#streams) response.end();
    this.#streams.clear();
  }

  async #missed(project: string, revision: string, lastEventId: string | null): Promise<readonly Change[] | 'reset'> {
    if (lastEventId === null || lastEventId === revision) return [];
    const last = /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
    const missing = last === null ? -1 : Number(revision) - last;
    if (last === null || missing < 0 || missing > this.#options.keptChanges) return 'reset';
    // What happens from here on waits in the stream.
    const changes = await this.#store.changesSince(project, last, this.#options.keptChanges);
    return changes.filter((change) => Number(change.revision) <= Number(revision));
  }

  #publish(change: Change): void {
    for (const stream of this.#streams) {
      if (stream.project !== change.project) continue;
      if (stream.waiting) stream.waiting.push(change);
      else this.#sendChange(stream, change);
    }
  }

  /** Without an id: it is no change of a flag, and a client that missed it misses nothing. */
  #publishFleet(project: string, version: string): void {
    const text = format('fleet', { version });
    for (const stream of this.#streams) if (stream.project === project && !stream.waiting) this.#send(stream, text);
  }

  #beat(): void {
    void this.endInactive();
    for (const stream of this.#streams) if (!stream.waiting) this.#send(stream, ': still here\n\n');
  }

  #sendChange(stream: Stream, change: Change): void {
    const revision = Number(change.revision);
    if (revision <= stream.sentRevision) return;
    stream.sentRevision = revision;
    this.#send(stream, formatChange(change));
  }

  #send(stream: Stream, text: string): void {
    const { response } = stream;
    if (response.writableEnded || response.destroyed) return;
    response.write(text);
    if (response.writableLength <= this.#options.maxBufferedBytes + stream.replayedBytes) return;
    this.#log.warn(`The event stream of ${stream.caller.name} reads too slowly and was closed.`);
    this.#streams.delete(stream);
    response.destroy();
  }
}

function formatOpening(revision: string, missed: readonly Change[] | 'reset'): string {
  const hello = `retry: 2000\n${format('hello', { revision })}`;
  if (missed === 'reset') return `${hello}id: ${revision}\n${format('reset', { revision })}`;
  // While something is still to be replayed, `hello` has no id: losing the connection now must not skip it.
  return missed.length === 0 ? `id: ${revision}\n${hello}` : hello + missed.map(formatChange).join('');
}

function formatChange({ revision, flagKey, environment, at, actor }: Change): string {
  return `id: ${revision}\n${format('change', { revision, flagKey, environment, at, actor })}`;
}

function format(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
