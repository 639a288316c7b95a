/**
 * The one way adapters talk HTTP: one origin, no redirects, a deadline, a size limit, and every failure as a ControlPlaneError
 * that says what failed and what to do. A token leaves this file in one header only, towards the origin it is bound to.
 */
import type { Flag } from '../../core/model.ts';
import { ControlPlaneError, type ControlPlaneErrorKind } from '../control-plane.ts';
import { isToken, type Credentials } from '../credentials.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { readLimited, TooLargeError } from './http-body.ts';
import { networkTrouble, retryAfterMs } from './http-problems.ts';
import { mayBeDone, meaningOf } from './http-refusal.ts';
import { plainText } from '../plain-text.ts';
import { canCarryToken, isBelow, resolvePath } from './target-url.ts';

export interface HttpClientOptions {
  /** What people see: "sluice at http://127.0.0.1:4650". */
  readonly controlPlane: string;
  /** From `parseBaseUrl`. */
  readonly baseUrl: URL;
  readonly credentials: Credentials;
  /** Default 10 s, from the request to the last byte of the answer. */
  readonly timeoutMs?: number;
  /** Default 32 MiB, after decompression. */
  readonly maxBytes?: number;
  readonly now?: () => number;
  /** The header the token travels in; default `Authorization: Bearer <token>`. Scheme null: the token alone. */
  readonly tokenHeader?: { readonly name: string; readonly scheme: string | null };
  /** Sent with every request. */
  readonly headers?: { readonly [name: string]: string };
  /**
   * What a refusal's body says; null where it is no answer of this kind of control plane. The body is undefined where it is no JSON.
   * `kind` overrules what the status usually means: some ask for an approval with 405, others with 409.
   */
  readonly explain?: (body: unknown, status: number) => Explanation | null;
  /** When to come back after a 429 or 5xx that names no Retry-After, in ms; undefined where the headers do not tell. */
  readonly retryAfterMs?: (headers: Headers, now: number) => number | undefined;
}

export interface Explanation {
  /** Empty where there is nothing to add. */
  readonly message: string;
  readonly kind?: ControlPlaneErrorKind;
  /** The flag as it is now. */
  readonly current?: Flag;
}

export interface HttpRequest {
  /** Completes "Could not …": "read the flags". */
  readonly what: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base URL; each segment is encoded. Or the whole address of a next page, which has to be below the base URL, too. */
  readonly path: readonly string[] | URL;
  /** Of a path in segments. Never a token: addresses end up in logs. */
  readonly query?: { readonly [name: string]: string };
  readonly headers?: { readonly [name: string]: string };
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Of the body; default `application/json`. */
  readonly contentType?: string;
  /** True for a POST that changes nothing, such as a search: its failures say nothing of a change. */
  readonly isRead?: boolean;
  /** `text`: of whatever type it says, but no web page. `nothing`: a 2xx is all that counts, its body is not read. Default `json`. */
  readonly expects?: 'json' | 'text' | 'nothing';
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or the text where that was expected; undefined for 304 and 204, and where nothing was expected. */
  readonly body: unknown;
}

export interface HttpClient {
  readonly baseUrl: URL;
  /**
   * Resolves for 2xx and 304; else throws ControlPlaneError, or the signal's reason where the caller gave up.
   * For a write (anything but GET and `isRead`) the kind `timeout` means: nobody knows whether it was made.
   */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** An answer without end; the deadline covers its beginning only. */
  stream(request: HttpRequest, contentType: string): Promise<ReadableStream<Uint8Array>>;
  /** "Could not …" of this control plane, for what the adapter itself finds wrong. */
  problem(what: string, kind: ControlPlaneErrorKind, reason: string, extra?: ProblemExtra): ControlPlaneError;
  /** The error behind something thrown while a stream was read. */
  streamProblem(what: string, error: unknown): ControlPlaneError;
}

interface ProblemExtra {
  readonly cause?: unknown;
  readonly retryAfterMs?: number;
  readonly current?: Flag;
}

interface Sent {
  readonly response: Response;
  readonly token: string | null;
}

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const {
    controlPlane,
    baseUrl,
    credentials,
    timeoutMs = 10_000,
    maxBytes = 32 * 1024 * 1024,
    now = Date.now,
    tokenHeader = { name: 'authorization', scheme: 'Bearer' },
  } = options;

  const problem: HttpClient['problem'] = (what, kind, reason, extra = {}) => {
    const end = /[.?!…]$/.test(reason) ? '' : '.';
    return new ControlPlaneError(controlPlane, kind, `Could not ${what} (${controlPlane}): ${reason}${end}`, extra);
  };

  const targetOf = (request: HttpRequest): URL => {
    if (request.path instanceof URL) {
      if (isBelow(baseUrl, request.path)) return request.path;
      throw problem(request.what, 'format', 'it names a next page at another address, which is not followed');
    }
    const url = resolvePath(baseUrl, request.path);
    if (url !== null) {
      for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.append(name, value);
      return url;
    }
    throw problem(request.what, 'invalid', 'a key that is empty, "." or ".." cannot be part of an address');
  };

  const tokenFor = (url: URL): string | null => {
    if (url.origin !== baseUrl.origin || !canCarryToken(url)) return null;
    const token = credentials.tokenFor(url.href);
    return token !== null && isToken(token) ? token : null;
  };

  const send = async (request: HttpRequest, accept: string, deadline: Deadline): Promise<Sent> => {
    const url = targetOf(request);
    const token = tokenFor(url);
    const headers = new Headers({ accept, 'user-agent': 'sluice', ...options.headers, ...request.headers });
    if (token !== null) headers.set(tokenHeader.name, [tokenHeader.scheme ?? [], token].flat().join(' '));
    const init: RequestInit = { method: request.method ?? 'GET', headers, redirect: 'error', signal: deadline.signal };
    if (request.body !== undefined) {
      headers.set('content-type', request.contentType ?? 'application/json');
      init.body = JSON.stringify(request.body);
    }
    try {
      return { response: await fetch(url, init), token };
    } catch (error) {
      throw interrupted(request, error, deadline);
    }
  };

  /** What to throw for a request that was cut short. */
  const interrupted = (request: HttpRequest, cause: unknown, deadline: Deadline): unknown => {
    if (request.signal?.aborted) return request.signal.reason;
    if (deadline.hasPassed()) {
      const advice = isWrite(request) ? `; ${mayBeDone}` : '. It may be overloaded or the network slow; try again';
      return problem(request.what, 'timeout', `no answer within ${timeoutMs / 1000} s${advice}`, { cause });
    }
    const { kind, reason, mayHaveArrived } = networkTrouble(cause);
    if (!mayHaveArrived) return problem(request.what, kind, reason, { cause });
    if (!isWrite(request))
      return problem(request.what, kind, `${reason} before the whole answer came. Try again`, { cause });
    return problem(request.what, 'timeout', `${reason} before the answer came; ${mayBeDone}`, { cause });
  };

  const readBody = async (request: HttpRequest, response: Response, deadline: Deadline): Promise<unknown> => {
    const malformed = (reason: string, cause?: unknown): ControlPlaneError =>
      problem(request.what, 'format', reason, { cause });
    const expected = request.expects === 'text' ? 'what was asked for' : 'JSON';
    let text: string;
    try {
      text = await readLimited(response, maxBytes);
    } catch (error) {
      if (error instanceof TooLargeError) throw malformed(`the answer is larger than ${maxBytes / 1024 / 1024} MiB`);
      if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
        throw malformed('the answer is not UTF-8 text. Is the URL the address of a control plane?');
      }
      throw interrupted(request, error, deadline);
    }
    if (text.trim() === '') throw malformed('the answer is empty. Is the URL the address of a control plane?');
    const type = mediaType(response);
    if (request.expects === 'text' && type !== '' && !type.includes('html')) return text;
    if (!/^application\/(?:[\w.+-]+\+)?json$/.test(type)) {
      const what = type.includes('html') ? 'a web page' : plainText(type, 60) || 'something of no declared type';
      throw malformed(
        `it answered with ${what} instead of ${expected}. Is the URL the address of a control plane, or is a sign-in page or proxy in between?`,
      );
    }
    try {
      return JSON.parse(text);
    } catch {
      // The parser's own error quotes the answer, which is nobody's to log.
      throw malformed(
        'the answer is not valid JSON; it may have been cut off. Try again, and look at what is between you and it',
      );
    }
  };

  const refused = async (
    request: HttpRequest,
    { response, token }: Sent,
    deadline: Deadline,
  ): Promise<ControlPlaneError> => {
    // What a refusal says is welcome; the refusal stands whatever its body is like.
    const body = await readBody({ ...request, expects: 'json' }, response, deadline).catch((error: unknown) => {
      if (error instanceof ControlPlaneError) return undefined;
      throw error;
    });
    const said = options.explain?.(body, response.status) ?? null;
    const message = said === null || token === null ? said?.message : said.message.replaceAll(token, '***');
    const meaning = meaningOf({
      status: response.status,
      kind: said?.kind ?? null,
      retryAfterMs:
        retryAfterMs(response.headers.get('retry-after'), now()) ?? options.retryAfterMs?.(response.headers, now()),
      isWrite: isWrite(request),
      says: message === undefined ? null : plainText(message),
      knowsBodies: options.explain !== undefined,
      noTokenAdvice:
        token === null ? (credentials.adviceFor?.(targetOf(request).href) ?? 'Sign in, or set SLUICE_TOKEN.') : null,
    });
    return problem(request.what, meaning.kind, meaning.reason, {
      retryAfterMs: meaning.retryAfterMs,
      current: said?.current,
    });
  };

  return {
    baseUrl,

    async request(request) {
      const deadline = createDeadline(timeoutMs, request.signal);
      try {
        const sent = await send(request, 'application/json', deadline);
        const { status, headers, ok } = sent.response;
        if (status === 304 || status === 204) return { status, headers, body: undefined };
        if (!ok) throw await refused(request, sent, deadline);
        if (request.expects === 'nothing') {
          // Its end says nothing more, so a body without one is not waited for.
          await sent.response.body?.cancel().catch(() => undefined);
          return { status, headers, body: undefined };
        }
        const body = await readBody(request, sent.response, deadline).catch((error: unknown) => {
          if (!isWrite(request) || !(error instanceof ControlPlaneError)) throw error;
          // 2xx: it was done. Only what came of it is not known.
          throw problem(request.what, 'timeout', `it was accepted, but the answer could not be read; ${mayBeDone}`, {
            cause: error,
          });
        });
        return { status, headers, body };
      } finally {
        deadline.release();
      }
    },

    async stream(request, contentType) {
      const deadline = createDeadline(timeoutMs, request.signal);
      try {
        const sent = await send(request, contentType, deadline);
        const { response } = sent;
        if (!response.ok) throw await refused(request, sent, deadline);
        if (response.body !== null && mediaType(response) === contentType) {
          deadline.stop();
          return response.body;
        }
        await response.body?.cancel();
        throw problem(
          request.what,
          'format',
          `it answered with something else than ${contentType}. Is a proxy in between?`,
        );
      } catch (error) {
        deadline.release();
        throw error;
      }
    },

    problem,
    streamProblem(what, error) {
      if (error instanceof ControlPlaneError) return error;
      const { kind, reason } = networkTrouble(error);
      return problem(what, kind, reason, { cause: error });
    },
  };
}

function isWrite(request: HttpRequest): boolean {
  return (request.method ?? 'GET') !== 'GET' && request.isRead !== true;
}

function mediaType(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
