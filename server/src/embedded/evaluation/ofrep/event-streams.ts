/** OFREP's event streams: they tell a client that its scope serves something else now, so that it asks again (ADR-0008). */
import type { ServerResponse } from 'node:http';
import type { Logger } from '../../log.ts';
import type { SdkAccess } from '../caller.ts';
import type { Definition, Definitions } from '../definitions.ts';
import type { FleetConnection } from '../fleet/fleet.ts';
import type { Ticket } from './tickets.ts';

export interface EventStreamOptions {
  readonly maxStreams: number;
  readonly heartbeatMs: number;
  /** A reader that lets more than this pile up is dropped; it comes back and is told what it missed. */
  readonly maxBufferedBytes: number;
}

interface Stream {
  readonly grant: string;
  readonly response: ServerResponse;
}

/** Why no stream can be opened. */
export type NoStream = 'unknown-scope' | 'too-many';

export class EventStreams {
  readonly #definitions: Definitions;
  readonly #access: SdkAccess;
  readonly #log: Logger;
  readonly #options: EventStreamOptions;
  readonly #streams = new Set<Stream>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(definitions: Definitions, access: SdkAccess, log: Logger, options: EventStreamOptions) {
    this.#definitions = definitions;
    this.#access = access;
    this.#log = log;
    this.#options = options;
    this.#heartbeat = setInterval(() => this.#beat(), options.heartbeatMs).unref();
    this.#unsubscribe = access.onChange(() => void this.#endInactive());
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Null where a stream can be opened now. */
  refuse(ticket: Ticket): NoStream | null {
    if (this.#streams.size >= this.#options.maxStreams) return 'too-many';
    return this.#definitions.of(ticket.scope) === null ? 'unknown-scope' : null;
  }

  /**
   * Starts a stream on a response whose headers are still to be written. Event ids are fingerprints: a client that comes back
   * with another one than now, or that was given something else before it came, is told at once to ask again.
   * @param connection what the fleet knows of this client; null where it is no known server
   */
  open(
    response: ServerResponse,
    ticket: Ticket,
    options: {
      readonly lastEventId: string | null;
      readonly headers: Readonly<Record<string, string>>;
      readonly connection: FleetConnection | null;
    },
  ): void {
    const definition = this.#definitions.of(ticket.scope);
    if (definition === null) throw new Error('The scope of an event stream is checked before it is opened.');
    const stream = { grant: ticket.grant, response };
    const stopWatching = this.#definitions.watch(ticket.scope, (next) => this.#send(stream, formatRefetch(next)));
    const close = (): void => {
      stopWatching();
      options.connection?.end();
      this.#streams.delete(stream);
    };
    this.#streams.add(stream);
    response.on('close', close);
    response.on('error', close);
    response.writeHead(200, {
      ...options.headers,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    const known = options.lastEventId ?? ticket.fingerprint;
    const missed = known === definition.fingerprint ? '' : formatRefetch(definition);
    response.write(`retry: 2000\nid: ${definition.fingerprint}\n\n${missed}`);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    this.#unsubscribe();
    for (const { response } of this.#streams) response.end();
    this.#streams.clear();
  }

  async #endInactive(): Promise<void> {
    const grants = new Set([...this.#streams].map(({ grant }) => grant));
    // Where the database is away, who may read on is looked at again with the next beat.
    const active = await this.#access.active([...grants]).catch(() => grants);
    for (const { grant, response } of this.#streams) {
      // Not `end`: a reader that does not read would keep it open. A token that came meanwhile was good then.
      if (grants.has(grant) && !active.has(grant)) response.destroy();
    }
  }

  #beat(): void {
    void this.#endInactive();
    for (const stream of this.#streams) this.#send(stream, ': still here\n\n');
  }

  #send({ response }: Stream, text: string): void {
    if (response.writableEnded || response.destroyed) return;
    response.write(text);
    if (response.writableLength <= this.#options.maxBufferedBytes) return;
    this.#log.warn('An OFREP event stream reads too slowly and was closed.');
    response.destroy();
  }
}

function formatRefetch({ fingerprint }: Definition): string {
  const data = JSON.stringify({ type: 'refetchEvaluation', etag: fingerprint });
  return `id: ${fingerprint}\nevent: message\ndata: ${data}\n\n`;
}
