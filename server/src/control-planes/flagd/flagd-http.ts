/**
 * The adapter of a flagd definition behind a URL, which flagd itself polls (its HTTP sync: open-feature/flagd,
 * `core/pkg/sync/http`). It can only be read: whoever publishes it does so in a way of their own.
 */
import { z } from 'zod';
import type { FlagSnapshot } from '../../core/model.ts';
import type { ControlPlane } from '../control-plane.ts';
import { addressSchema, type ControlPlaneOptions, type HttpDefinition } from '../definition.ts';
import { createHttpClient } from '../http/http-client.ts';
import { silentLog } from '../log.ts';
import { readOnlyCapabilities, readOnlyReasons, refusingVerbs } from '../read-only.ts';
import { NotADefinition } from './flagd-definition.ts';
import { snapshotOfFlagd } from './flagd-file.ts';

const config = z.strictObject({
  kind: z.literal('flagd-http'),
  url: addressSchema('The address of a flagd definition (JSON).').optional(),
  environment: z
    .string()
    .min(1)
    .default('production')
    .meta({ description: 'The environment the definition stands for.' }),
  authScheme: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,40}$/, 'one word such as "Bearer" or "Basic"')
    .default('Bearer')
    .meta({ description: 'What stands before the token: of flagd\'s authHeader "Basic bWlh…", "Basic".' }),
});

export const flagdHttp: HttpDefinition<typeof config> = {
  kind: 'flagd-http',
  title: 'flagd definition behind a URL',
  about: 'The definition that flagd polls, as JSON; can only be read',
  token: 'the token of the server that holds the definition, where it wants one',
  reach: 'http',
  config,
  capabilities: readOnlyCapabilities,
  cannot: {
    ...readOnlyReasons,
    environments: 'a definition stands for one environment',
    prerequisites: 'a definition has none',
    archived: 'what is gone is gone',
  },
  testedAgainst: 'a web server of our own',
  project: ({ environment }) => environment,
  create: ({ environment, authScheme }, baseUrl, options) =>
    createFlagdHttp({ ...options, baseUrl, environment, authScheme }),
};

interface FlagdHttpOptions extends Omit<ControlPlaneOptions, 'configFile'> {
  readonly baseUrl: URL;
  readonly environment: string;
  readonly authScheme: string;
}

function createFlagdHttp(options: FlagdHttpOptions): ControlPlane {
  const { environment, log = silentLog, now = Date.now } = options;
  const document = new URL(options.baseUrl);
  document.pathname = document.pathname.replace(/\/$/, '') || '/';
  const name = `flagd definition ${document.href}`;
  let former: { readonly conditions: { readonly [name: string]: string }; readonly snapshot: FlagSnapshot } | null =
    null;

  const client = createHttpClient({
    controlPlane: name,
    baseUrl: new URL('.', document),
    credentials: options.credentials,
    timeoutMs: options.timeoutMs,
    maxBytes: options.maxBytes,
    now,
    tokenHeader: { name: 'authorization', scheme: options.authScheme },
    // Any web server may be there, so what a refusal looks like is not known.
    explain: () => ({ message: '' }),
  });

  return {
    kind: 'flagd-http',
    name,
    ...refusingVerbs(client, 'a flagd definition behind a URL can only be read; change it where it is kept'),

    async readFlags(call = {}) {
      const what = 'read the flags';
      const known = former;
      const accept = 'application/json, text/plain;q=0.9, */*;q=0.1';
      const headers = { accept, ...known?.conditions };
      const answer = await client.request({ what, path: document, headers, expects: 'text', signal: call.signal });
      if (answer.status === 304 && known !== null) return { ...known.snapshot, readAt: new Date(now()).toISOString() };
      if (typeof answer.body !== 'string')
        throw client.problem(what, 'format', `it answered with ${answer.status} and nothing`);
      try {
        const text = answer.body.replace(/^\uFEFF/, '');
        const snapshot: FlagSnapshot = {
          ...snapshotOfFlagd(text, { name, environment, now: now(), log }),
          controlPlane: { kind: 'flagd-http', name, url: null },
        };
        former = { conditions: conditionsFrom(answer.headers), snapshot };
        return snapshot;
      } catch (error) {
        if (!(error instanceof NotADefinition)) throw error;
        const isYaml = /yaml/.test(answer.headers.get('content-type') ?? '') || /\.ya?ml$/.test(document.pathname);
        const reason = isYaml ? 'it is YAML, and only JSON is read' : error.message;
        throw client.problem(what, 'format', reason, { cause: error });
      }
    },
  };
}

/** What to ask next time, so that an unchanged definition need not be sent again. */
function conditionsFrom(headers: Headers): { readonly [name: string]: string } {
  const etag = headers.get('etag');
  if (etag !== null) return { 'if-none-match': etag };
  const modified = headers.get('last-modified');
  return modified === null ? {} : { 'if-modified-since': modified };
}
