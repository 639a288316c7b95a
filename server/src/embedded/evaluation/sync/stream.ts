/** One SyncFlags stream: at most one message on its way, and of those that wait only the newest is kept. */
import type { status, ServerWritableStream } from '@grpc/grpc-js';
import type { Definition } from '../definitions.ts';
import type { Encoded, SyncRequest } from './messages.ts';

export type SyncCall = ServerWritableStream<SyncRequest, Encoded>;

/** After this a stream that has been ended but whose reader does not read is cut off. */
const graceMs = 500;

export class SyncStream {
  readonly #call: SyncCall;
  readonly #encode: (definition: Definition) => Encoded;
  readonly #onWritten: (definition: Definition) => void;
  #waiting: Definition | null = null;
  #isWriting = false;
  #isOver = false;

  /** @param onWritten the definition has left for the client */
  constructor(
    call: SyncCall,
    encode: (definition: Definition) => Encoded,
    onWritten: (definition: Definition) => void,
  ) {
    this.#call = call;
    this.#encode = encode;
    this.#onWritten = onWritten;
    call.once('cancelled', () => {
      this.#isOver = true;
      this.#waiting = null;
    });
  }

  send(definition: Definition): void {
    this.#waiting = definition;
    this.#next();
  }

  /** Ends with an error: the official provider comes back after one, but not after a stream that ends well. */
  end(code: status, details: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#waiting = null;
    const timer = setTimeout(() => cutOff(this.#call), graceMs).unref();
    this.#call.once('cancelled', () => clearTimeout(timer));
    this.#call.emit('error', { code, details });
  }

  #next(): void {
    const definition = this.#waiting;
    if (this.#isWriting || this.#isOver || definition === null) return;
    this.#waiting = null;
    this.#isWriting = true;
    // Called back when the client has taken the message as far as flow control goes.
    this.#call.write(this.#encode(definition), () => {
      this.#isWriting = false;
      if (!this.#isOver) this.#onWritten(definition);
      this.#next();
    });
  }
}

/** gRPC has no way to reset a stream that is blocked; the HTTP/2 stream beneath has. Where that is not to be found, the connection's keepalive ends it later. */
function cutOff(call: SyncCall): void {
  const { stream } = (call as unknown as { call?: { stream?: { close?: (code: number) => void } } }).call ?? {};
  const cancel = 8;
  stream?.close?.(cancel);
}
