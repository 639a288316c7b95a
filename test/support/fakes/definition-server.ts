/** A web server with one flagd definition at `/flags.json`, as teams have one for flagd's HTTP sync. On a free loopback port. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DefinitionServer {
  /** `http://127.0.0.1:PORT`, without the path. */
  readonly url: string;
  readonly requests: readonly { readonly headers: IncomingMessage['headers']; readonly status: number }[];
  /** Publishes another text. */
  publish(text: string, type?: string): void;
  close(): Promise<void>;
}

interface DefinitionServerOptions {
  readonly text: string;
  /** The whole `Authorization` header it wants, as flagd's `authHeader`. */
  readonly authorization?: string;
  /** What it lets clients ask by; default `etag`. */
  readonly validator?: 'etag' | 'last-modified' | 'none';
}

/** Starts it. Close it when the test ends. */
export async function startDefinitionServer(options: DefinitionServerOptions): Promise<DefinitionServer> {
  const { authorization, validator = 'etag' } = options;
  const requests: { headers: IncomingMessage['headers']; status: number }[] = [];
  let { text } = options;
  let type = 'application/json';
  let version = 1;

  const answer = ({
    url,
    method,
    headers,
  }: IncomingMessage): { readonly status: number; readonly etag?: string; readonly modified?: string } => {
    if (url !== '/flags.json') return { status: 404 };
    if (method !== 'GET') return { status: 405 };
    if (authorization !== undefined && headers.authorization !== authorization) return { status: 401 };
    const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 12)}"`;
    const modified = new Date(Date.UTC(2026, 10, 20) + version * 60_000).toUTCString();
    if (validator === 'etag') return { status: headers['if-none-match'] === etag ? 304 : 200, etag };
    if (validator === 'none') return { status: 200 };
    return { status: headers['if-modified-since'] === modified ? 304 : 200, modified };
  };

  const server = createServer((request, response) => {
    const { status, etag, modified } = answer(request);
    requests.push({ headers: request.headers, status });
    if (etag !== undefined) response.setHeader('etag', etag);
    if (modified !== undefined) response.setHeader('last-modified', modified);
    if (status === 200) response.writeHead(status, { 'content-type': type }).end(text);
    else response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    publish(next, nextType = 'application/json') {
      text = next;
      type = nextType;
      version += 1;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
