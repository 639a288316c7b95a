/** A loopback proxy in front of a real server, which answers some requests in the server's place. Close it when the test ends. */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, type Fault } from './fault-server.ts';

export interface ProxiedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/**
 * `instead`: the server is not asked · `lost`: the server is asked and does its work, its answer is replaced ·
 * `before`, `after`: something happens before the server is asked, or before its answer is passed on · `rewrite`: its JSON is changed.
 */
export type Interference =
  | { readonly instead: Fault }
  | { readonly lost: Fault }
  | { readonly before: () => Promise<unknown> }
  | { readonly after: () => Promise<unknown> }
  | { readonly rewrite: (body: unknown, request: ProxiedRequest) => unknown };

export interface FaultProxy {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Since the last `reset`. */
  readonly requests: readonly ProxiedRequest[];
  /** What happens to requests that match, the first `times` of them; the newest rule wins. */
  on(matches: (request: ProxiedRequest) => boolean, interference: Interference, times?: number): void;
  /** Passes everything on again, and forgets the requests. */
  reset(): void;
  close(): Promise<void>;
}

interface Rule {
  readonly matches: (request: ProxiedRequest) => boolean;
  readonly interference: Interference;
  left: number;
}

/** `target` is asked for each request: the server may come back at another address.
 *
 * @example proxy.on(({ method }) => method === 'PUT', { lost: 'reset' }) */
export async function startFaultProxy(target: () => string): Promise<FaultProxy> {
  let requests: ProxiedRequest[] = [];
  let rules: Rule[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const { method = '', url = '', headers } = request;
      const seen = { method, url, headers, body: body.toString('utf8') };
      requests.push(seen);
      const rule = rules.find((candidate) => candidate.left > 0 && candidate.matches(seen));
      if (rule) rule.left -= 1;
      serve(target(), seen, body, request, response, rule?.interference).catch(() => request.socket.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get requests() {
      return requests;
    },
    on(matches, interference, times = Infinity) {
      rules = [{ matches, interference, left: times }, ...rules];
    },
    reset() {
      requests = [];
      rules = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  target: string,
  seen: ProxiedRequest,
  body: Buffer,
  request: IncomingMessage,
  response: ServerResponse,
  interference: Interference | undefined,
): Promise<void> {
  if (interference && 'instead' in interference) return answer(interference.instead, request, response);
  if (interference && 'before' in interference) await interference.before();
  const upstream = await ask(target, seen, body, response);
  const { statusCode = 502, headers } = upstream;
  if (!interference || 'before' in interference) {
    response.writeHead(statusCode, headers);
    // An answer without end is passed on as it comes.
    upstream.pipe(response);
    return;
  }
  const text = await textOf(upstream);
  if ('lost' in interference) return answer(interference.lost, request, response);
  if ('after' in interference) await interference.after();
  const { 'transfer-encoding': _, 'content-length': __, 'content-encoding': ___, ...others } = headers;
  const changed = 'rewrite' in interference ? JSON.stringify(interference.rewrite(JSON.parse(text), seen)) : text;
  response.writeHead(statusCode, others).end(changed);
}

function ask(target: string, seen: ProxiedRequest, body: Buffer, response: ServerResponse): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { ...seen.headers, host: new URL(target).host, 'accept-encoding': 'identity' };
    const upstream = forward(new URL(target + seen.url), { method: seen.method, headers }, resolve);
    upstream.once('error', reject);
    response.once('close', () => upstream.destroy());
    upstream.end(body);
  });
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
