/**
 * What lets a client open an event stream: its address carries a ticket, as an EventSource can send no header. A ticket is
 * not the token, opens nothing but this stream, and is good for minutes. Nothing is kept for one: it is signed.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ServedScope } from '../compile.ts';

export interface Ticket {
  readonly grant: string;
  readonly scope: ServedScope;
  /** What the client was given last; a stream that begins with something else tells it to ask again. */
  readonly fingerprint: string;
}

/** A stream must be opened (again) within 10 to 15 minutes: addresses stay the same for 5, so that clients need not open a new stream each time they ask. */
const stepMs = 5 * 60_000;
const steps = 3;

export class Tickets {
  readonly #secret: Buffer;
  readonly #nowMs: () => number;

  /** @param secret at least 32 random bytes; replicas share it */
  constructor(secret: Buffer, nowMs: () => number) {
    this.#secret = secret;
    this.#nowMs = nowMs;
  }

  /** @param stepsAgo 1: the one that was issued up to five minutes ago, and is good for five more at least */
  issue({ grant, scope, fingerprint }: Ticket, stepsAgo: 0 | 1 = 0): string {
    const expires = (Math.floor(this.#nowMs() / stepMs) + steps - stepsAgo) * stepMs;
    const { project, environment, datacenter, server } = scope;
    const content = [expires, grant, project, environment, datacenter, server, fingerprint];
    const payload = Buffer.from(JSON.stringify(content)).toString('base64url');
    return `${payload}.${this.#sign(payload).toString('base64url')}`;
  }

  /** Null where the ticket is not ours or has expired. */
  read(ticket: string): Ticket | null {
    const [payload = '', signature = ''] = ticket.split('.');
    const given = Buffer.from(signature, 'base64url');
    const expected = this.#sign(payload);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const [expires, grant, project, environment, datacenter, server, fingerprint] = JSON.parse(
      Buffer.from(payload, 'base64url').toString(),
    ) as [number, string, string, string, string | null, string | null, string];
    if (expires <= this.#nowMs()) return null;
    return { grant, scope: { project, environment, datacenter, server }, fingerprint };
  }

  #sign(payload: string): Buffer {
    return createHmac('sha256', this.#secret).update(payload).digest();
  }
}
