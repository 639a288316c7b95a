/**
 * A FAKE flag management system that speaks OFREP (open-feature/protocol, `service/openapi.yaml` 0.3.0), on a free loopback port.
 * It evaluates with flagd's own evaluator, so reasons and variants are real ones. Strict: an unknown verb, path or field is refused.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FlagdCore } from '@openfeature/flagd-core';

export interface FakeOfrep {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly requests: readonly { readonly headers: IncomingMessage['headers']; readonly body: unknown }[];
  /** Takes a new flagd definition into use. */
  define(definition: object): void;
  /** Asked first about every request: true where it has answered. */
  intercept(handler: ((request: IncomingMessage, response: ServerResponse) => boolean) | null): void;
  close(): Promise<void>;
}

interface FakeOfrepOptions {
  readonly definition: object;
  /** Accepted as `Authorization: Bearer` and as `X-API-Key`. */
  readonly token?: string;
  /** Whether disabled flags are told, as answers without a value; flagd leaves them out. */
  readonly tellsDisabled?: boolean;
}

class Refusal extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body?: unknown) {
    super(`status ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** Starts it. Close it when the test ends. */
export async function startFakeOfrep({
  definition,
  token,
  tellsDisabled = false,
}: FakeOfrepOptions): Promise<FakeOfrep> {
  const requests: { headers: IncomingMessage['headers']; body: unknown }[] = [];
  let core = evaluatorOf(definition);
  let interceptor: ((request: IncomingMessage, response: ServerResponse) => boolean) | null = null;

  const answer = (request: IncomingMessage, body: unknown): { readonly text: string; readonly etag: string } => {
    if (request.url !== '/ofrep/v1/evaluate/flags') throw new Refusal(404);
    if (request.method !== 'POST') throw new Refusal(405);
    const sent = request.headers['x-api-key'] ?? /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined && sent !== token) throw new Refusal(401);
    const { context, ...unknown } = (body ?? {}) as { context?: { [name: string]: unknown } };
    if (typeof context !== 'object' || Object.keys(unknown).length > 0)
      throw new Refusal(400, {
        errorCode: 'INVALID_CONTEXT',
        errorDetails: 'The fake takes {"context": {...}} and nothing else.',
      });
    const flags = [...core.getFlags().values()].flatMap((flag): object[] => {
      if (flag.state === 'DISABLED')
        return tellsDisabled ? [{ key: flag.key, reason: 'DISABLED', metadata: flag.metadata }] : [];
      const { value, variant, reason, errorCode, errorMessage } = flag.evaluate(context as never);
      if (errorCode !== undefined) return [{ key: flag.key, errorCode, errorDetails: errorMessage }];
      return [{ key: flag.key, reason, variant, value, metadata: flag.metadata }];
    });
    const text = JSON.stringify({ flags, metadata: core.getFlagSetMetadata() });
    return { text, etag: `"${createHash('sha256').update(text).digest('hex').slice(0, 16)}"` };
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      requests.push({ headers: request.headers, body });
      if (interceptor?.(request, response)) return;
      const json = { 'content-type': 'application/json' };
      try {
        const { text: found, etag } = answer(request, body);
        if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
        else response.writeHead(200, { ...json, etag }).end(found);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.body === undefined) response.writeHead(error.status).end();
        else response.writeHead(error.status, json).end(JSON.stringify(error.body));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    define(next) {
      core = evaluatorOf(next);
    },
    intercept(handler) {
      interceptor = handler;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function evaluatorOf(definition: object): FlagdCore {
  const core = new FlagdCore(undefined, undefined, { disableDynamicCodeGeneration: true });
  core.setConfigurations(JSON.stringify(definition));
  return core;
}
