/** `flagd.sync.v1` over gRPC: the official flagd providers read a scope's flags here and evaluate them in their own process. */
import {
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type Metadata,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Logger } from '../../log.ts';
import { isRefusal, placeCaller, type SdkAccess, type SdkCaller } from '../caller.ts';
import type { ServedScope } from '../compile.ts';
import { readCredentials } from '../credentials.ts';
import type { Definition, Definitions } from '../definitions.ts';
import type { FlagSource } from '../flag-source.ts';
import { clientName, FleetFull, type Fleet } from '../fleet/fleet.ts';
import type { RateLimit } from '../../rate-limit.ts';
import {
  decodeRequest,
  encodeAllFlags,
  encodeDefinition,
  encodeMetadata,
  encodeSyncContext,
  type Encoded,
  type SyncRequest,
} from './messages.ts';
import { SyncStream, type SyncCall } from './stream.ts';

export interface SyncServices {
  readonly source: FlagSource;
  readonly access: SdkAccess;
  readonly definitions: Definitions;
  readonly fleet: Fleet;
  /** By token. */
  readonly rate: RateLimit;
  /** By address: requests whose token is wrong. */
  readonly failures: RateLimit;
  readonly log: Logger;
}

export interface SyncOptions {
  readonly maxStreams: number;
  /** How often expired tokens are looked for. */
  readonly heartbeatMs: number;
  /** PEM; null: without encryption. */
  readonly tls: { readonly key: string; readonly cert: string } | null;
}

/** Why a call is refused, as gRPC says it. */
class Refused extends Error {
  readonly code: status;
  readonly details: string;

  constructor(code: status, details: string) {
    super(details);
    this.code = code;
    this.details = details;
  }
}

interface Placed {
  readonly caller: SdkCaller;
  readonly scope: ServedScope;
  readonly definition: Definition;
}

interface Call {
  readonly metadata: Metadata;
  readonly request: SyncRequest;
  getPeer(): string;
}

export class SyncServer {
  readonly #services: SyncServices;
  readonly #options: SyncOptions;
  readonly #server: Server;
  readonly #streams = new Map<SyncStream, string>();
  readonly #encoded = new WeakMap<Definition, Encoded>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #unsubscribe: () => void;
  /** Streams that are being opened count, too. */
  #opening = 0;

  constructor(services: SyncServices, options: SyncOptions) {
    this.#services = services;
    this.#options = options;
    this.#server = new Server({
      'grpc.max_receive_message_length': 64 * 1024,
      'grpc.max_send_message_length': -1,
      'grpc.max_concurrent_streams': 1000,
      // A client that is gone without a word is noticed within a minute.
      'grpc.keepalive_time_ms': 30_000,
      'grpc.keepalive_timeout_ms': 10_000,
    });
    this.#server.addService(service, this.#handlers());
    this.#heartbeat = setInterval(() => void this.#endInactive(), options.heartbeatMs).unref();
    this.#unsubscribe = services.access.onChange(() => void this.#endInactive());
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Gives the port (that the system chose, for 0). */
  listen(host: string, port: number): Promise<number> {
    const { tls } = this.#options;
    const credentials =
      tls === null
        ? ServerCredentials.createInsecure()
        : ServerCredentials.createSsl(null, [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) }]);
    const address = `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
    return new Promise((resolve, reject) => {
      this.#server.bindAsync(address, credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
  }

  /** Tells every client that it should come back later, then closes what is left. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat);
    this.#unsubscribe();
    for (const stream of this.#streams.keys()) stream.end(status.UNAVAILABLE, 'The control plane is being stopped.');
    const timer = setTimeout(() => this.#server.forceShutdown(), 1000).unref();
    await new Promise<void>((resolve) => this.#server.tryShutdown(() => resolve()));
    clearTimeout(timer);
  }

  #handlers(): UntypedServiceImplementation {
    const unary =
      (answer: (placed: Placed) => Encoded): handleUnaryCall<SyncRequest, Encoded> =>
      (call, respond) =>
        void this.#place(call).then(
          (placed) => respond(null, answer(placed)),
          (error: unknown) => respond(this.#toRefused(error)),
        );
    return {
      SyncFlags: (call: SyncCall) => void this.#open(call),
      FetchAllFlags: unary((placed) => {
        this.#noteSeen(placed);
        return encodeAllFlags(placed.definition.text);
      }),
      GetMetadata: unary(({ scope }) => encodeMetadata(scope)),
    };
  }

  async #open(call: SyncCall): Promise<void> {
    this.#opening++;
    try {
      if (this.#streams.size + this.#opening > this.#options.maxStreams) {
        throw new Refused(status.RESOURCE_EXHAUSTED, 'Too many streams are open on this control plane.');
      }
      const { caller, scope } = await this.#place(call);
      if (!call.cancelled) this.#start(call, caller, scope);
    } catch (error) {
      call.emit('error', this.#toRefused(error));
    } finally {
      this.#opening--;
    }
  }

  #start(call: SyncCall, caller: SdkCaller, scope: ServedScope): void {
    const { definitions, fleet } = this.#services;
    const client = clientName(String(call.metadata.get('user-agent')[0] ?? ''));
    const connection = fleet.connect(scope, { via: 'flagd-sync', client });
    const context = encodeSyncContext(scope);
    const stream = new SyncStream(
      call,
      (definition) => Buffer.concat([this.#encode(definition), context]),
      (definition) => connection?.hold(definition),
    );
    const stopWatching = definitions.watch(scope, (definition) => stream.send(definition));
    this.#streams.set(stream, caller.grant);
    call.once('cancelled', () => {
      stopWatching();
      connection?.end();
      this.#streams.delete(stream);
    });
    const definition = definitions.of(scope);
    if (definition !== null) stream.send(definition);
  }

  async #place(call: Call): Promise<Placed> {
    const { source, access, definitions, fleet, rate, failures } = this.#services;
    const headers = (name: string): string | undefined => call.metadata.get(name).map(String).join(',') || undefined;
    const credentials = readCredentials(headers, call.request.selector);
    if (credentials.problem !== null) throw new Refused(status.INVALID_ARGUMENT, credentials.problem);
    const caller = credentials.token === null ? null : await access.find(credentials.token);
    if (caller === null) {
      const address = call.getPeer().replace(/:\d+$/, '');
      if (failures.take(address) !== null) {
        throw new Refused(status.RESOURCE_EXHAUSTED, 'Too many requests with a wrong token: wait a minute.');
      }
      throw new Refused(
        status.UNAUTHENTICATED,
        'The token is missing or not known, or was revoked, or has expired: send it as "authorization: Bearer <token>", or in the selector as token=<token>.',
      );
    }
    const wait = rate.take(caller.grant);
    if (wait !== null)
      throw new Refused(status.RESOURCE_EXHAUSTED, `Too many requests with this token: wait ${wait} s.`);
    const scope = placeCaller(caller, credentials.claims);
    if (isRefusal(scope)) {
      throw new Refused(scope.kind === 'forbidden' ? status.PERMISSION_DENIED : status.INVALID_ARGUMENT, scope.message);
    }
    await source.settled(scope.project);
    const definition = definitions.of(scope);
    if (definition === null) {
      throw new Refused(
        status.NOT_FOUND,
        `There is no environment "${scope.environment}" in a project "${scope.project}".`,
      );
    }
    fleet.admit(scope);
    return { caller, scope, definition };
  }

  #noteSeen({ scope, definition }: Placed): void {
    this.#services.fleet.seen(scope, { via: 'flagd-sync', client: null, definition });
  }

  #encode(definition: Definition): Encoded {
    let encoded = this.#encoded.get(definition);
    if (!encoded) {
      encoded = encodeDefinition(definition.text);
      this.#encoded.set(definition, encoded);
    }
    return encoded;
  }

  async #endInactive(): Promise<void> {
    const grants = new Set(this.#streams.values());
    // Where the database is away, who may read on is looked at again with the next beat.
    const active = await this.#services.access.active([...grants]).catch(() => grants);
    for (const [stream, grant] of this.#streams) {
      if (!grants.has(grant) || active.has(grant)) continue;
      stream.end(status.UNAUTHENTICATED, 'The token was revoked or has expired.');
    }
  }

  #toRefused(error: unknown): Refused {
    if (error instanceof Refused) return error;
    if (error instanceof FleetFull) return new Refused(status.RESOURCE_EXHAUSTED, error.message);
    if (error instanceof Error && 'code' in error && error.code === 'unavailable') {
      return new Refused(status.UNAVAILABLE, error.message);
    }
    this.#services.log.error(`A sync request failed: ${error instanceof Error ? error.stack : String(error)}`);
    return new Refused(status.INTERNAL, 'The control plane failed to answer this request; its log says why.');
  }
}

const asIs = (bytes: Encoded): Buffer => bytes;

function method(name: string, responseStream: boolean): ServiceDefinition[string] {
  return {
    path: `/flagd.sync.v1.FlagSyncService/${name}`,
    requestStream: false,
    responseStream,
    requestSerialize: () => Buffer.alloc(0),
    requestDeserialize: decodeRequest,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}

const service: ServiceDefinition = {
  SyncFlags: method('SyncFlags', true),
  FetchAllFlags: method('FetchAllFlags', false),
  GetMetadata: method('GetMetadata', false),
};
