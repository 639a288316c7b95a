/** Short calls to a control plane over real HTTP, for the tests of this folder. */
import { request as httpRequest } from 'node:http';
import type { Flag } from '../../server/src/core/model.ts';
import type { TestControlPlane } from '../support/control-plane.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}

export interface CallOptions {
  readonly method?: string;
  /** Null: none. The administrator's where not said. */
  readonly token?: string | null;
  readonly body?: unknown;
  readonly revision?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function call(plane: TestControlPlane, path: string, options: CallOptions = {}): Promise<Answer> {
  const token = options.token === undefined ? plane.adminToken : options.token;
  const headers: Record<string, string> = { ...options.headers };
  if (token !== null) headers['authorization'] = `Bearer ${token}`;
  if (options.revision) headers['if-match'] = `"${options.revision}"`;
  if (options.body !== undefined) headers['content-type'] ??= 'application/json';
  const body = typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
  const method = options.method ?? 'GET';
  const response = await fetch(plane.url + path, { method, headers, body, redirect: 'error' });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
}

/** `fetch` does not let a caller set `Host`, `Origin` or `Sec-Fetch-Site`; a hostile page's browser does. */
export async function rawStatus(
  plane: TestControlPlane,
  path: string,
  headers: Readonly<Record<string, string>>,
  method = 'GET',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: plane.port, path, method, headers }, (response) => {
      resolve(response.statusCode ?? 0);
      // An event stream would not end by itself.
      response.destroy();
    });
    request.on('error', reject);
    request.end();
  });
}

/** The code and message of an error answer. */
export function errorOf(answer: Answer): { code: string; message: string; current?: Flag } {
  return (answer.body as { error: { code: string; message: string; current?: Flag } }).error;
}

export const flagPath = (key: string): string => `/api/v1/projects/shop/flags/${encodeURIComponent(key)}`;

/** Writes a serving with the flag's revision of now. */
export async function serve(
  plane: TestControlPlane,
  key: string,
  change: Readonly<Record<string, unknown>>,
  options: CallOptions = {},
): Promise<Answer> {
  const { revision } = await plane.store.flag('shop', key);
  return call(plane, `${flagPath(key)}/serving`, { method: 'PUT', body: change, revision, ...options });
}

export const on = { kind: 'static', variant: 'on' } as const;
export const off = { kind: 'static', variant: 'off' } as const;
/** A valve at a share of 10000. */
export const open = (share: number) =>
  ({
    kind: 'fractional',
    shares: [
      { variant: 'on', share },
      { variant: 'off', share: 10000 - share },
    ],
  }) as const;
