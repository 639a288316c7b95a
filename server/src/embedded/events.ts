/** The change stream: Server-Sent Events that can be resumed, from the audit log, which is what makes them complete. */
import type { ServerResponse } from 'node:http';
import type { Auth, Caller } from './auth.ts';
import { ApiError } from './errors.ts';
import type { Change } from './ledger.ts';
import type { Logger } from './log.ts';
import type { Store } from './store.ts';

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
  readonly replayedBytes: number;
}

export class Events {
  readonly #store: Store;
  readonly #auth: Auth;
  readonly #log: Logger;
  readonly #options: EventOptions;
  readonly #streams = new Set<Stream>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: readonly (() => void)[];

  constructor(store: Store, auth: Auth, log: Logger, options: EventOptions) {
    this.#store = store;
    this.#auth = auth;
    this.#log = log;
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#beat(), options.heartbeatMs).unref();
    this.#unsubscribe = [store.onChange((change) => this.#publish(change)), store.onRevoked(() => this.endInactive())];
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
   * what follows live, because nothing else runs in between.
   */
  open(
    response: ServerResponse,
    options: {
      readonly project: string;
      readonly caller: Caller;
      readonly lastEventId: string | null;
      readonly headers: Readonly<Record<string, string>>;
    },
  ): void {
    const { project, caller, lastEventId } = options;
    const revision = this.#store.revision(project);
    response.writeHead(200, {
      ...options.headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    const opening = formatOpening(revision, this.#missed(project, revision, lastEventId));
    const stream = { project, caller, response, replayedBytes: Buffer.byteLength(opening) };
    this.#streams.add(stream);
    response.on('close', () => this.#streams.delete(stream));
    response.on('error', () => this.#streams.delete(stream));
    response.write(opening);
  }

  /** Ends the streams whose token was revoked or has expired, or whose session is over. */
  endInactive(): void {
    for (const stream of this.#streams) if (!this.#auth.isActive(stream.caller)) stream.response.end();
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    for (const { response } of this.#streams) response.end();
    this.#streams.clear();
  }

  #missed(project: string, revision: string, lastEventId: string | null): readonly Change[] | 'reset' {
    if (lastEventId === null || lastEventId === revision) return [];
    const last = /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null;
    const missing = last === null ? -1 : Number(revision) - last;
    if (last === null || missing < 0 || missing > this.#options.keptChanges) return 'reset';
    return this.#store.changesSince(project, last, this.#options.keptChanges);
  }

  #publish(change: Change): void {
    const text = formatChange(change);
    for (const stream of this.#streams) if (stream.project === change.project) this.#send(stream, text);
  }

  #beat(): void {
    this.endInactive();
    for (const stream of this.#streams) this.#send(stream, ': still here\n\n');
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
