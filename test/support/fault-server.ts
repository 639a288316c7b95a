/** A control plane that misbehaves on demand, on a free loopback port. Close it when the test ends. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * `silent`: takes the request, never answers · `drip`: one byte, then nothing · `empty`: 200 without a body · `html`: a sign-in page ·
 * `cut-off`: the connection ends in the middle · `cut-json`: a complete answer, half a document · `reset`: hangs up at once ·
 * `wrong-product`: JSON of something else · `not-text`: bytes that are no UTF-8 · `no-type`: JSON without a content type.
 */
type FaultName =
  | 'silent'
  | 'drip'
  | 'empty'
  | 'html'
  | 'cut-off'
  | 'cut-json'
  | 'reset'
  | 'wrong-product'
  | 'not-text'
  | 'no-type';

/** A plain answer. A `body` that is no string is sent as JSON. */
export interface Answer {
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: unknown;
}

export type Fault = FaultName | Answer | ((request: IncomingMessage, response: ServerResponse) => void);

interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

export interface FaultServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** What all requests get from now on. */
  respond(fault: Fault): void;
  /** Ends all connections, and stops listening. */
  close(): Promise<void>;
}

/** @example const server = await startFaultServer('html'); ... await server.close(); */
export async function startFaultServer(initial: Fault = { status: 500 }): Promise<FaultServer> {
  let fault = initial;
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      requests.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: text === '' ? undefined : parse(text),
      });
      answer(fault, request, response);
    });
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    respond(next) {
      fault = next;
    },
    close: () => stop(server),
  };
}

/** A URL at which nobody listens: a port that was free a moment ago. */
export async function deadUrl(): Promise<string> {
  const server = createServer();
  await listen(server);
  const { port } = server.address() as AddressInfo;
  await stop(server);
  return `http://127.0.0.1:${port}`;
}

/** The error body of a Sluice control plane. */
export function sluiceError(code: string, message: string, extra: object = {}): unknown {
  return { error: { code, message, ...extra } };
}

/** A snapshot as a Sluice control plane sends it, without flags where none are given. */
export function sluiceSnapshot(parts: object = {}): unknown {
  return {
    product: 'sluice',
    apiVersion: 1,
    project: 'shop',
    revision: '17',
    readAt: '2026-11-23T12:00:00.000Z',
    environments: [{ key: 'production', critical: true, datacenters: [] }],
    flags: [],
    ...parts,
  };
}

const json = { 'content-type': 'application/json' };
const signInPage = '<!doctype html><title>Sign in</title><form></form>';

/** Answers a request with a fault. */
export function answer(fault: Fault, request: IncomingMessage, response: ServerResponse): void {
  if (typeof fault === 'function') return fault(request, response);
  if (typeof fault === 'object') {
    const { status = 200, headers = {}, body = '' } = fault;
    response.writeHead(status, { ...(typeof body === 'string' ? {} : json), ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
    return;
  }
  switch (fault) {
    case 'silent':
      return;
    case 'drip':
      response.writeHead(200, json).write('{');
      return;
    case 'empty':
      response.writeHead(200, json).end();
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(signInPage);
      return;
    case 'cut-off':
      response.writeHead(200, { ...json, 'content-length': '1000' });
      response.write('{"product":"sluice",', () => request.socket.destroy());
      return;
    case 'cut-json':
      response.writeHead(200, json).end(JSON.stringify(sluiceSnapshot()).slice(0, 60));
      return;
    case 'reset':
      request.socket.destroy();
      return;
    case 'wrong-product':
      response.writeHead(200, json).end('{"status":"ok","version":"11.4.0"}');
      return;
    case 'not-text':
      response.writeHead(200, json).end(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
      return;
    case 'no-type':
      response.writeHead(200).end(JSON.stringify(sluiceSnapshot()));
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
